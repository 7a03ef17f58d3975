"""Values of the model to JSON columns and back, checked on the way in."""

from __future__ import annotations

from functools import cached_property
from typing import Any, Generic, TypeVar

from pydantic import TypeAdapter

from feedmill.model import Article, Cut, Entry, Judgement, Stated

T = TypeVar("T")


class Codec(Generic[T]):
    """Turns one kind of value into what a JSON column takes, and back.

    ``decode`` raises pydantic.ValidationError when the column does not hold such a value (a damaged row).
    """

    def __init__(self, kind: Any) -> None:
        self._kind = kind

    @cached_property
    def _adapter(self) -> TypeAdapter[T]:
        """Made at first use: a command needs few of them."""
        return TypeAdapter(self._kind)

    def encode(self, value: T) -> Any:
        """A JSON-compatible copy of the value."""
        return self._adapter.dump_python(value, mode="json")

    def decode(self, stored: Any) -> T:
        """The value that was stored."""
        return self._adapter.validate_python(stored)


ARTICLE: Codec[Article] = Codec(Article)
JUDGEMENT: Codec[Judgement] = Codec(Judgement)
ENTRY: Codec[Entry] = Codec(Entry)
STATED: Codec[Stated] = Codec(Stated)
CUTS: Codec[tuple[Cut, ...]] = Codec(tuple[Cut, ...])
