"""Credentials: the key, token or cookie that a request brings; one at most, and never in its address."""

from __future__ import annotations

import re
import urllib.parse
from dataclasses import dataclass
from typing import Final, Literal

from fastapi import Request

from api.callers.key_text import KEY_PREFIX, SESSION_PREFIX
from api.errors import NotAllowedError, NotKnownError
from api.settings import Settings, is_this_machine
from geo.errors import InputError

PLAIN_COOKIE: Final = "nearcare_session"
SECURE_COOKIE: Final = "__Host-nearcare_session"
_KEY_NAMES: Final = {"key", "apikey", "xapikey", "token", "accesstoken", "authorization", "bearer", "secret"}
_SAFE_METHODS: Final = {"GET", "HEAD", "OPTIONS"}
_BEARER: Final = re.compile(r"bearer +([\x21-\x7e]+) *", re.IGNORECASE | re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Credential:
    """What a caller shows of themselves, and how it came."""

    kind: Literal["key", "token", "session"]
    text: str


def credential_of(request: Request) -> Credential | None:
    """The credential of a request, None for the public. Raises NotKnownError and NotAllowedError."""
    shown = request.headers.getlist("authorization")
    keys = request.headers.getlist("x-api-key")
    if len(shown) + len(keys) > 1:
        raise NotKnownError("Send one key or token: in Authorization or in X-API-Key, once.")
    if keys:
        return Credential(kind="key", text=keys[0].strip())
    if shown:
        return _bearer(shown[0])
    cookie = request.cookies.get(cookie_name(request))
    if cookie is None:
        return None
    if request.method not in _SAFE_METHODS:
        _check_origin(request)
    return Credential(kind="session", text=cookie)


def refuse_in_address(request: Request) -> None:
    """Refuse a key in the address, which logs, histories and other sites keep. Raises InputError."""
    query, path = request.url.query, urllib.parse.unquote(request.url.path)
    if not query and not _holds_secret(path):
        return
    names = {
        re.sub(r"[^a-z]", "", name.lower())
        for name, _ in urllib.parse.parse_qsl(query, keep_blank_values=True, max_num_fields=None)
    }
    if names & _KEY_NAMES or _holds_secret(urllib.parse.unquote(query)) or _holds_secret(path):
        raise InputError(
            "A key does not belong in an address, where logs and histories keep it: send it as Authorization: Bearer, "
            "and have one that was sent like this taken back."
        )


def _holds_secret(text: str) -> bool:
    return KEY_PREFIX in text or SESSION_PREFIX in text


def is_secure(request: Request) -> bool:
    """Whether the caller reaches the server by https, as far as it is told."""
    settings: Settings = request.app.state.settings
    return request.url.scheme == "https" or (settings.public_url or "").startswith("https://")


def cookie_name(request: Request) -> str:
    """The cookie of a session; by https one that no other host can set."""
    return SECURE_COOKIE if is_secure(request) else PLAIN_COOKIE


def may_have_cookie(request: Request) -> bool:
    """Whether a cookie reaches the caller unread by others: by https, or within this machine."""
    return is_secure(request) or is_this_machine(str(request.base_url))


def _bearer(header: str) -> Credential:
    match = _BEARER.fullmatch(header)
    if match is None:
        raise NotKnownError("Authorization is the word Bearer and a key or a token here; no other scheme is known.")
    text = match[1]
    if text.count(".") == 2:  # noqa: PLR2004 - header, claims and signature
        return Credential(kind="token", text=text)
    return Credential(kind="key", text=text)


def _check_origin(request: Request) -> None:
    """Refuse what another site's page makes a browser send with the cookie of a session."""
    settings: Settings = request.app.state.settings
    here = urllib.parse.urlsplit(settings.public_url or str(request.base_url))
    if request.headers.get("origin") != f"{here.scheme}://{here.netloc}":
        raise NotAllowedError(
            "A session's cookie changes nothing unless the Origin of the request is this server; "
            "send a key or a token as Authorization: Bearer instead."
        )
