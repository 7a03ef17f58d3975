"""What pydantic found wrong with a setting, in the words of somebody who edits a file."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_TOLD = {
    "bool_parsing": "must be true or false",
    "bool_type": "must be true or false",
    "dict_type": "must be a table of its own",
    "greater_than_equal": "must be at least {ge}",
    "int_from_float": "must be a whole number",
    "int_parsing": "must be a whole number",
    "int_type": "must be a whole number",
    "less_than_equal": "must be at most {le}",
    "list_type": 'must be a list, such as ["one", "two"]',
    "literal_error": "must be one of {expected}",
    "model_type": "must be a table with keys of its own",
    "path_type": "must be a path in quotes",
    "string_too_long": "must have at most {max_length} characters",
    "string_too_short": "must have at least {min_length} characters",
    "string_type": "must be a text in quotes",
    "tuple_type": 'must be a list, such as ["one", "two"]',
}
"""By pydantic's name of the fault (https://docs.pydantic.dev/latest/errors/validation_errors/)."""


def told(error: Mapping[str, Any]) -> str:
    """What a value should have been, to follow ``key = value:``. ``error`` is one of ``ValidationError.errors()``."""
    words = _TOLD.get(str(error["type"]))
    if words is None:
        return str(error["msg"]).removeprefix("Value error, ")
    context = dict(error.get("ctx") or {})
    if "expected" in context:
        context["expected"] = str(context["expected"]).replace("'", '"')
    return words.format(**context)
