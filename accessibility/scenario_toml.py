"""A scenario as a table of a study file, in TOML."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any


def scenario_toml(scenario: Mapping[str, Any]) -> str:
    """A scenario as a table of a study file.

    >>> print(scenario_toml({"name": "flood", "closed_roads": [7], "centre_pillars": {"c 1": ["any"]}}), end="")
    [[scenarios]]
    "name" = "flood"
    "closed_roads" = [7]
    "centre_pillars" = {"c 1" = ["any"]}
    """
    lines = [f"{_text(key)} = {_value(value)}\n" for key, value in scenario.items() if value is not None]
    return "[[scenarios]]\n" + "".join(lines)


def _value(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{_text(key)} = {_value(each)}" for key, each in value.items()) + "}"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(_value(each) for each in value) + "]"
    return _text(value) if isinstance(value, str) else json.dumps(value, allow_nan=False)


def _text(text: str) -> str:
    """A text as TOML writes it: as JSON does, but with DEL escaped and other letters as they are."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007F")
