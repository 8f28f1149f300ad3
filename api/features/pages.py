"""Pages: the map, the report and the comparisons that a release was drawn with."""

from __future__ import annotations

import re
from typing import Annotated, Final

from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from api.answers import VersionAsked, answer, check_version
from api.callers import costs
from api.errors import NotThereError
from api.negotiation import HTML
from api.parameters import OnlyKnown
from api.releases import ServedTier, TierHere

_NAME: Final = re.compile(r"(?:map|report|compare-[a-z0-9-]+)\.html", re.ASCII)
# The pages of a release hold their own scripts and styles and reach for nothing else.
RELEASE_PAGE_POLICY: Final = (
    "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:; font-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)

router = APIRouter(dependencies=[OnlyKnown])


@router.get(
    "/releases/{release}/pages/{page}",
    summary="A page of a release: map.html, report.html or compare-*.html",
    operation_id="release_page",
    dependencies=[Depends(costs(2))],
    response_class=Response,
    responses={200: {"description": "The page.", "content": {HTML: {"schema": {"type": "string"}}}}},
)
def release_page(
    request: Request,
    seen: TierHere,
    page: Annotated[str, Path(description="The name of a page of the release.", examples=["map.html"])],
    v: VersionAsked = None,
) -> Response:
    """Give a page of the release as it was drawn, in English."""
    check_version(seen, v)
    if page not in page_names(seen):
        raise NotThereError(f"The release {seen.release} has no page {page!r}; /releases/{seen.release} lists them.")
    content = seen.file(f"pages/{page}").read_bytes()
    headers = {"Content-Language": "en", "Content-Security-Policy": RELEASE_PAGE_POLICY}
    return answer(request, content, HTML, tier=seen, version=v, headers=headers)


def page_names(seen: ServedTier) -> list[str]:
    """The names of the pages that a tier has: the map, the report, then the comparisons."""
    folder = seen.folder / "pages"
    if not folder.is_dir():
        return []
    names = [path.name for path in folder.iterdir() if _NAME.fullmatch(path.name)]
    return sorted(names, key=lambda name: (name.startswith("compare-"), name))
