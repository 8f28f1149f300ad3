"""Answers: entity tags, what caches may keep, and not sending again what the caller has."""

from __future__ import annotations

import hashlib
from typing import Annotated, Final

from fastapi import Query, Request
from fastapi.responses import Response

from api.errors import NotThereError
from api.releases import ServedTier

_SHORT: Final = "public, max-age=60"
_FOREVER: Final = "public, max-age=31536000, immutable"

VersionAsked = Annotated[
    str | None,
    Query(
        alias="v",
        description="The version of the release that the address is for; with it the answer may be kept forever.",
        pattern="^[0-9a-f]{12}$",
        examples=["0123456789ab"],
    ),
]


def check_version(tier: ServedTier, version: str | None) -> None:
    """Refuse an address of another version than the tier has now. Raises NotThereError."""
    if version is not None and version != tier.version:
        raise NotThereError(
            f"The release {tier.release} has the version {tier.version} now, not {version}; "
            "ask without v, or read the addresses anew from /releases."
        )


def answer(
    request: Request,
    content: bytes,
    media_type: str,
    *,
    tier: ServedTier | None = None,
    version: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response:
    """Content with an entity tag of its bytes, or 304 if the caller has them.

    Caches may keep what is the same for everybody: the public tier, forever at an address with its ``version``.
    ``tier`` is None for what depends on no release and no caller.
    """
    tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
    return tagged(request, tag, tier=tier, version=version, headers=headers) or Response(
        content, media_type=media_type, headers=kept(tag, tier=tier, version=version) | (headers or {})
    )


def tagged(
    request: Request,
    tag: str,
    *,
    tier: ServedTier | None,
    version: str | None = None,
    headers: dict[str, str] | None = None,
) -> Response | None:
    """A 304 answer if the caller has what the tag stands for, else None."""
    asked = {each.strip().removeprefix("W/") for each in request.headers.get("if-none-match", "").split(",")}
    if tag.removeprefix("W/") in asked or "*" in asked:
        return Response(status_code=304, headers=kept(tag, tier=tier, version=version) | (headers or {}))
    return None


def kept(tag: str, *, tier: ServedTier | None, version: str | None = None) -> dict[str, str]:
    """The headers that say how long an answer may be kept and by whom."""
    if tier is not None and tier.name != "public":
        return {"ETag": tag, "Cache-Control": "private, no-store", "Vary": "Authorization"}
    is_versioned = tier is not None and version == tier.version
    return {"ETag": tag, "Cache-Control": _FOREVER if is_versioned else _SHORT, "Vary": "Authorization"}
