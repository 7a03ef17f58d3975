"""The web as a source: one gate for everything that leaves the machine, and the crew that fetches through it."""

from feedmill.sources.web.crew import Crew, Job
from feedmill.sources.web.exchange import Answer, Ask, Failure, Validators
from feedmill.sources.web.gate import Gate

__all__ = ["Answer", "Ask", "Crew", "Failure", "Gate", "Job", "Validators"]
