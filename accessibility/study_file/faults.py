"""Faults of a study file in words: which table and key, what is wrong, what to write instead."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from pydantic import BaseModel, ValidationError

from geo.faults import Faults
from geo.layers import nearest_name

_SHOWN_LETTERS: Final = 60

# What is wrong and what to do, by pydantic's kind of problem; {…} are the values that it gives with it.
_WORDS: Final = {
    "string_type": ("is no text", "Put it in quotes"),
    "string_too_short": ("is empty", "Write a text"),
    "string_pattern_mismatch": ("does not have the right form", "Correct the value"),
    "bool_type": ("is neither true nor false", "Write true or false, without quotes"),
    "bool_parsing": ("is neither true nor false", "Write true or false, without quotes"),
    "float_type": ("is no number", "Write a number, without quotes"),
    "float_parsing": ("is no number", "Write a number, without quotes"),
    "int_type": ("is no whole number", "Write a whole number, without quotes"),
    "int_parsing": ("is no whole number", "Write a whole number, without quotes"),
    "int_from_float": ("is no whole number", "Write a whole number"),
    "finite_number": ("is no finite number", "Write a number"),
    "greater_than": ("is too small", "Write a number greater than {gt:g}"),
    "greater_than_equal": ("is too small", "Write a number of at least {ge:g}"),
    "less_than": ("is too great", "Write a number less than {lt:g}"),
    "less_than_equal": ("is too great", "Write a number of at most {le:g}"),
    "literal_error": ("is not known", "Write one of {expected}"),
    "tuple_type": ("is no list", "Write a list in square brackets"),
    "dict_type": ("is no table", 'Write a table, such as {{tree = "tree.tif"}}'),
    "model_type": ("is no table", "Write a table with its name in square brackets, and its keys below"),
    "model_attributes_type": ("is no table", "Write a table with its name in square brackets, and its keys below"),
    "path_type": ("is no path of a file", "Write the path in quotes, relative to the study file"),
    "too_short": ("has too few values", "Write at least {min_length}"),
    "too_long": ("has too many values", "Write {max_length}"),
}
_DATE: Final = ("is no day", "Write it as year-month-day, such as 2026-01-31")
# What single keys ask for, where the kind of problem alone would not tell.
_OF_KEY: Final[dict[tuple[str, ...], tuple[str, str]]] = {
    ("study", "country"): ("is no country code", 'Write three capital letters of ISO 3166-1, such as "COM"'),
    **{
        (table, "name"): ("is no name", "Write small letters, digits and dashes between them, such as wet-season")
        for table in ("profiles", "seasons", "scenarios", "comparisons", "services")
    },
    ("calibration", "factors", "name"): (
        "is no name",
        "Write small letters, digits and dashes between them, such as ministry-2025",
    ),
    ("calibration", "scenarios"): (
        "is no name",
        "Write names of factors, such as patients-reported; one of your own stands under [[calibration.factors]]",
    ),
    ("grid", "bounds"): ("is not four numbers", "Write bounds = [left, bottom, right, top]"),
}


def tell_problems(problems: ValidationError, model: type[BaseModel], *, where: str, faults: Faults) -> None:
    """Tell pydantic's errors on a study file that should be of the model."""
    found = problems.errors()
    for problem in found:
        # A list whose values are wrong also counts as too short.
        inner = any(other["loc"][:-1] == problem["loc"] for other in found)
        if not (problem["type"] == "too_short" and inner):
            _tell(problem, model, where=where, faults=faults)


def _tell(problem: Any, model: type[BaseModel], *, where: str, faults: Faults) -> None:
    path = list(problem["loc"])
    keys = tuple(str(part) for part in path if not isinstance(part, int))
    which = f"[{'.'.join(keys[:-1])}] {keys[-1]}" if len(keys) > 1 else "".join(f"[{key}]" for key in keys)
    if path and isinstance(path[-1], int):
        which += f", value {path[-1] + 1}"
    entry = "".join(f", entry {part + 1}" for part in path[:-1] if isinstance(part, int))
    which += entry
    kind = problem["type"]
    if kind == "extra_forbidden":
        known = known_keys(model, keys[:-1])
        nearest = did_you_mean(keys[-1], known)
        what = f"unknown {'key' if len(keys) > 1 else 'table'} {keys[-1]!r}{nearest}"
        do = f"Use one of {', '.join(known)}"
    elif kind == "missing" and isinstance(path[-1], int):
        which, (what, do) = which.partition(",")[0], _OF_KEY.get(keys, ("has too few values", "Add a value"))
    elif kind == "missing":
        which = f"[{keys[0]}]{entry}"
        what = "the table is missing" if len(keys) == 1 else f"the key {'.'.join(keys[1:])} is missing"
        do = f"Add it; {_asked_for(model, keys)}"
    elif kind == "value_error":
        what, _, do = str(problem["ctx"]["error"]).partition("; ")
        do = do[:1].upper() + do[1:]
    else:
        fallback = (problem["msg"][:1].lower() + problem["msg"][1:], "Correct the value")
        words = _DATE if kind.startswith("date") else _WORDS.get(kind, fallback)
        what, do = _OF_KEY.get(keys, words)
        context = {name: value for name, value in problem.get("ctx", {}).items() if name != "error"}
        shown = repr(problem.get("input"))
        shown = shown if len(shown) <= _SHOWN_LETTERS else f"{shown[:_SHOWN_LETTERS]}…"
        what, do = f"{shown} {what}", do.format(**context)
    faults.error(where=where, which=which, what=what, do=do)


def known_keys(model: type[BaseModel], path: Sequence[str]) -> list[str]:
    """The keys of the table at this path of a model; none if there is no such table."""
    for name in path:
        if name not in model.model_fields:
            return []
        annotation: Any = model.model_fields[name].annotation
        candidates = [annotation, *getattr(annotation, "__args__", ())]
        inner = [kind for kind in candidates if isinstance(kind, type) and issubclass(kind, BaseModel)]
        if not inner:
            return []
        model = inner[0]
    return list(model.model_fields)


def did_you_mean(name: str, known: Sequence[str]) -> str:
    """The nearest known name as a question in brackets, or nothing.

    >>> did_you_mean("centers", ["centres", "areas"])
    " (did you mean 'centres'?)"
    """
    nearest = nearest_name(name, known)
    return f" (did you mean {nearest!r}?)" if nearest else ""


def _asked_for(model: type[BaseModel], keys: Sequence[str]) -> str:
    if len(keys) > 1:
        return f"[{keys[0]}] cannot do without it"
    return f"its keys are {', '.join(known_keys(model, keys))}"
