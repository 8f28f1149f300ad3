"""Drawing a page of the API: templates in which all is escaped, without scripts, with one style sheet of our own."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined, pass_context
from jinja2.runtime import Context
from markupsafe import Markup

from maps.landing.operations import operations
from maps.languages import LANGUAGES, Words, words
from maps.words import date_in_words

_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
PAGE_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
"""The Content-Security-Policy that the pages are drawn for: no script at all."""


def draw_page(template: str, said: Words, **values: Any) -> str:
    """A page in a language; ``values`` has ``root`` (the address of the landing page) and ``document``."""
    return _environment().get_template(template).render(said=said, say=said.say, **values)


@cache
def stylesheet() -> str:
    """The style sheet of all pages."""
    return (_TEMPLATES / "nearcare.css").read_text(encoding="utf-8")


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"day": _day, "cell": _cell, "people": _people, "degrees": _degrees}
    environment.globals |= {"operations": operations, "languages": [words(each) for each in LANGUAGES]}
    return environment


@pass_context
def _day(context: Context, value: str) -> str:
    """A day in words on English pages, and as ISO 8601 writes it on all others."""
    return date_in_words(value) if context["said"].language == LANGUAGES[0] else value.split("T", maxsplit=1)[0]


def _people(value: float | None) -> str | None:
    """People in whole numbers, with narrow spaces between thousands, which read the same in every language."""
    return None if value is None else f"{value:,.0f}".replace(",", "\N{NARROW NO-BREAK SPACE}")


def _degrees(value: float) -> str:
    """Degrees to some ten metres."""
    return f"{value:.4f}"


def _cell(value: Any) -> str | Markup:
    """A value in a table: numbers to a few digits, a dash for what is not told."""
    if value is None or (isinstance(value, float) and value != value):  # noqa: PLR0124  NaN alone differs from itself
        return "\N{EN DASH}"
    if isinstance(value, float):
        return f"{value:.2f}".rstrip("0").rstrip(".")
    return str(value)
