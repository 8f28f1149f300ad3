"""What pages carry inside themselves: templates, and Leaflet with its pictures as data URIs."""

from __future__ import annotations

import base64
import re
from functools import cache
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from geo.errors import ReleaseError
from maps.assets import read_asset, read_asset_bytes

_TEMPLATES: Final = Path(__file__).resolve().parent / "templates"
_IMAGE: Final = re.compile(r"url\(\s*[\"']?images/(?P<name>[\w.-]+)[\"']?\s*\)")
_OLD_BROWSER: Final = re.compile(r"behavior:\s*url\([^)]*\);")
_SOURCE_MAP: Final = re.compile(r"^//# sourceMappingURL=.*$", re.MULTILINE)
_BEFORE_UNIT: Final = re.compile(r"(?<=\d) (?=(?:%|h|min|m|km|km²|km/h)(?![\w/]))")
_USED_IMAGES: Final = ("layers.png", "layers-2x.png")


@cache
def page_environment() -> Environment:
    """Templates of the pages: everything is escaped, and a name that is not given is an error."""
    return Environment(
        loader=FileSystemLoader(_TEMPLATES), autoescape=True, undefined=StrictUndefined, finalize=_tie_units
    )


def template_text(name: str) -> Markup:
    """A style sheet or script of ours, to stand in a page as it is."""
    return _as_it_is(name, (_TEMPLATES / name).read_text(encoding="utf-8"))


def leaflet_script() -> Markup:
    """Leaflet's script under its licence, without the line that makes a browser ask for its source map."""
    licence = read_asset("leaflet/LICENSE").replace("*/", "* /")
    script = _SOURCE_MAP.sub("", read_asset("leaflet/leaflet.js"))
    return _as_it_is("leaflet.js", f"/* Leaflet\n\n{licence}*/\n{script}")


def leaflet_style() -> Markup:
    """Leaflet's style sheet with the pictures it needs inside; those of markers are not needed and left out."""
    style = _OLD_BROWSER.sub("", read_asset("leaflet/leaflet.css"))
    return _as_it_is("leaflet.css", _IMAGE.sub(_image_inside, style))


def _tie_units(value: Any) -> Any:
    """Keep a number and its unit on one line; scripts and styles stay as they are."""
    return _BEFORE_UNIT.sub("\N{NO-BREAK SPACE}", value) if type(value) is str else value


def _image_inside(match: re.Match[str]) -> str:
    name = match["name"]
    if name not in _USED_IMAGES:
        return "none"
    content = base64.b64encode(read_asset_bytes(f"leaflet/images/{name}")).decode("ascii")
    return f"url(data:image/png;base64,{content})"


def _as_it_is(name: str, text: str) -> Markup:
    """Markup that cannot end the element it stands in."""
    if re.search(r"</(script|style)", text, re.IGNORECASE):
        raise ReleaseError(f"{name} would end its own element in a page; it cannot be inlined as it is")
    return Markup(text)  # noqa: S704  our own files and Leaflet's, never data
