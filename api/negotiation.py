"""Negotiation: in which form and in which language a caller wants the answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Annotated, Final

from fastapi import Depends
from starlette.requests import Request

from api.errors import NotAcceptableError
from maps.languages import LANGUAGES, Words, language_for, preferred, words

JSON: Final = "application/json"
GEOJSON: Final = "application/geo+json"
HTML: Final = "text/html"
VARIES: Final = "Authorization, Accept, Accept-Language"  # what the choices of this module hang on, for Vary
JSON_OR_HTML: Final = {"json": (JSON,), "html": (HTML,)}


def words_of(request: Request) -> Words:
    """What is said in the language that the caller prefers (Accept-Language); English if none of ours is named."""
    return words(language_for(request.headers.get("accept-language")))


WordsHere = Annotated[Words, Depends(words_of)]


def page_language(request: Request) -> str:
    """The language of a page: the one that the address names if it is spoken here, else what the reader prefers."""
    wanted = request.query_params.get("lang", "")
    return wanted if wanted in LANGUAGES else language_for(request.headers.get("accept-language"))


def form_for(request: Request, asked: str | None, offered: Mapping[str, Sequence[str]]) -> str:
    """The form to answer in: the one asked for with ``f``, else what Accept prefers, else the first.

    ``offered``: the media types of each form. Raises NotAcceptableError if Accept takes none of them.
    """
    if asked is not None:
        return asked
    form_of = {media_type: form for form, types in offered.items() for media_type in types}
    accepted = request.headers.get("accept")
    found = preferred(accepted, list(form_of))
    if found is None:
        raise NotAcceptableError(
            f"Nothing here is of the kind {accepted!r}; ask for one of {', '.join(form_of)}, "
            f"or add f={next(iter(offered))} to the address"
        )
    return form_of[found]
