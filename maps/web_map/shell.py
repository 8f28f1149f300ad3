"""The page of the web map as the server draws it: form, picture and table, which scripts then bring to life."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from maps.languages import LANGUAGES, page_words, words
from maps.web_map.files import static_digest, static_names
from maps.web_map.views import View

_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"


def draw_web_map(  # noqa: PLR0913 - all that a page is drawn from
    facts: Mapping[str, Any],
    view: View,
    *,
    language: str,
    root: str,
    is_embedded: bool = False,
    texts: Mapping[str, Any] | None = None,
) -> str:
    """The page in a language. ``facts``: what is told of the release, as JSON can hold it, which the scripts read too.

    ``root``: the address of the landing page. ``texts``: what the page says where no script runs.
    """
    said = page_words(language)
    base = f"{root}/static/map/{static_digest()}"
    told = {**facts, "language": language, "static": base, "root": root, "is_embedded": is_embedded}
    return (
        _environment()
        .get_template("map.html.j2")
        .render(
            said=said,
            say=said.say,
            facts=told,
            view=view,
            base=base,
            root=root,
            is_embedded=is_embedded,
            texts=texts or {},
            data=_as_data({"facts": told, "faults": [{"message": f.message, "values": f.values} for f in view.faults]}),
            modules=[name for name in static_names() if name.endswith((".js", ".mjs")) and "worker" not in name],
            languages=[words(each) for each in LANGUAGES],
        )
    )


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
