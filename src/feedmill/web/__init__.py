"""The pages, the feeds over HTTP, and the small API: what a desk shows of itself, and the button that refreshes it."""

from feedmill.web.app import create_app
from feedmill.web.control import Control

__all__ = ["Control", "create_app"]
