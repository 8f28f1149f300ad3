"""The page of the web map as the server draws it: form, picture and table, which scripts then bring to life."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlencode

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from maps.languages import LANGUAGES, page_words, words
from maps.web_map.files import static_digest, static_names
from maps.web_map.views import View, ViewFault

_OUR_FAULT: Final = 500
_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"


def draw_web_map(  # noqa: PLR0913 - all that a page is drawn from
    facts: Mapping[str, Any],
    view: View,
    *,
    language: str,
    root: str,
    is_embedded: bool = False,
    texts: Mapping[str, Any] | None = None,
    asked: Mapping[str, str] | None = None,
) -> str:
    """The page in a language. ``facts``: what is told of the release, as JSON can hold it, which the scripts read too.

    ``root``: the address of the landing page. ``texts``: what the page says where no script runs, of page_texts.
    ``asked``: the parameters of its address.
    """
    said = page_words(language)
    base = f"{root}/static/map/{static_digest()}"
    told = {**facts, "language": language, "static": base, "root": root, "is_embedded": is_embedded}
    faults = [_fault(each, language, facts) for each in view.faults]
    return (
        _environment()
        .get_template("map.html.j2")
        .render(
            said=said,
            say=said.say,
            facts=told,
            view=view,
            faults=faults,
            base=base,
            root=root,
            is_embedded=is_embedded,
            texts=texts or {},
            sources=[_source(each, language) for each in facts["sources"]],
            data=_as_data({"facts": told, "faults": faults}),
            modules=modules_in_order(),
            languages=[words(each) for each in LANGUAGES],
            in_language=_in_language(asked or {}),
            whole=f"{facts['addresses']['map']}?{urlencode(dict(asked or {}))}",
        )
    )


def draw_maps(releases: Sequence[Mapping[str, Any]], *, language: str, root: str) -> str:
    """The page from which one of several maps is chosen. ``releases``: title, href and as_of (ISO or None) of each."""
    told = [{**each, "day": page_words(language).day(each["as_of"]) if each["as_of"] else None} for each in releases]
    return _plain("maps.html.j2", language, root, releases=told)


def draw_problem(  # noqa: PLR0913 - all that a problem tells
    status: int, title: str, detail: str, *, language: str, root: str, again: str | None = None, request_id: str = ""
) -> str:
    """The page of a problem, for browsers: what is wrong and what to do. ``again``: the address, to try it once more.

    ``title`` and ``detail``: as programs are told, in English; the title is said in the language where there is one.
    """
    said = page_words(language)
    is_ours = status >= _OUR_FAULT
    own = f"shell-error-{status}"
    name = own if said.has(own) else "shell-error-500" if is_ours else "shell-error-400"
    return _plain(
        "problem.html.j2",
        language,
        root,
        status=status,
        name=said.say(name) if name == own else title,
        what_to_do=said.say(f"{name}.do"),
        detail=detail,
        again=again,
        request_id=request_id,
    )


def _plain(template: str, language: str, root: str, **values: Any) -> str:
    """A page without scripts."""
    said = page_words(language)
    base = f"{root}/static/map/{static_digest()}"
    return _environment().get_template(template).render(said=said, say=said.say, base=base, root=root, **values)


def _fault(fault: ViewFault, language: str, facts: Mapping[str, Any]) -> dict[str, Any]:
    """A fault as the page and its scripts tell it: a message with its places, and where to look."""
    days = {name: page_words(language).day(text) for name, text in fault.days.items()}
    href = facts["addresses"]["release"] if fault.leads_to_release else None
    return {"message": fault.message, "values": {**fault.values, **days}, "href": href}


def _source(source: Mapping[str, Any], language: str) -> dict[str, Any]:
    """A source as the page tells it: what it is of, and how old in words if it is old."""
    said = page_words(language)
    name = f"shell-input-{source['input']}"
    old = source["oldest_years"] if source["is_old"] else None
    return {
        **source,
        "name": said.say(name) if said.has(name) else source["role"],
        "day": _day(source["date"], language),
        "old": None if old is None else said.say("shell-source-old", n=int(old), years=said.people(int(old))),
    }


def _day(date: object, language: str) -> str | None:
    """A day in words, a text that is none as it stands, None for nothing."""
    try:
        return page_words(language).day(str(date)) if date else None
    except ValueError:
        return str(date)


def _in_language(asked: Mapping[str, str]) -> Callable[[str], str]:
    """The address of the page in another language."""
    return lambda language: "?" + urlencode({**asked, "lang": language})


@cache
def modules_in_order() -> tuple[str, ...]:
    """The scripts that the page needs, in the order of need: what starts it first, the map's own library last."""
    scripts = [name for name in static_names() if name.endswith((".js", ".mjs")) and "worker" not in name]
    return tuple(sorted(scripts, key=lambda name: (name.startswith("vendor/maplibre"), name.startswith("map/"), name)))


def _as_data(values: Mapping[str, Any]) -> Markup:
    """JSON that may stand inside a script element of type application/json: nothing in it can end the element."""
    text = json.dumps(values, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return Markup(text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029"))  # noqa: S704


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(_TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
