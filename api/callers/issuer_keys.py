"""The keys that an institution signs its tokens with: fetched from its own address, kept for an hour, bounded."""

from __future__ import annotations

import json
import logging
import threading
import time
from typing import Any, Final

import httpx2
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, RSAKey

from api.errors import NotReadyError
from api.settings import is_this_machine

_DISCOVERY: Final = "/.well-known/openid-configuration"
_LARGEST_BYTES: Final = 256 * 1024
_MOST_KEYS: Final = 50
_TIMEOUT_S: Final = 5.0
_KEPT_S: Final = 3600.0
_REFRESH_S: Final = 60.0
_RETRY_S: Final = 10.0
_log = logging.getLogger(__name__)


class _OddAnswerError(Exception):
    """The institution answers, but not with what is asked for."""


class IssuerKeys:
    """The public keys of an institution, by their ids.

    They are fetched when the first token comes, again after an hour, and for an id that is not known at most once a
    minute. While the institution does not answer, keys that were fetched go on being taken.
    """

    def __init__(self, issuer: str) -> None:
        self._issuer = issuer
        self._lock = threading.Lock()
        self._keys: KeySet | None = None
        self._fetched_at = self._tried_at = -float("inf")

    def with_id(self, key_id: str | None) -> KeySet | None:
        """The keys, None if they hold none of that id. Raises NotReadyError if they cannot be fetched."""
        with self._lock:
            now = time.monotonic()
            is_old = now - self._fetched_at > _KEPT_S
            is_missing = self._keys is not None and not _holds(self._keys, key_id)
            may_try = now - self._tried_at > (_RETRY_S if self._keys is None else _REFRESH_S)
            if (self._keys is None or is_old or is_missing) and may_try:
                self._tried_at = now
                self._fetch()
            if self._keys is None:
                raise NotReadyError(
                    "The institution that this token is from does not answer, so that the token cannot be checked; "
                    "try again in a minute, or use a key."
                )
            return self._keys if _holds(self._keys, key_id) else None

    def _fetch(self) -> None:
        is_here = is_this_machine(self._issuer)
        try:
            with httpx2.Client(timeout=_TIMEOUT_S, follow_redirects=False, trust_env=not is_here) as client:
                address = _keys_address(_read(client, self._issuer.rstrip("/") + _DISCOVERY), self._issuer)
                self._keys = _key_set(_read(client, address))
                self._fetched_at = time.monotonic()
        except (httpx2.HTTPError, httpx2.InvalidURL, _OddAnswerError, OSError) as error:
            _log.warning("the keys of the institution could not be fetched: %s: %s", type(error).__name__, error)


def _holds(keys: KeySet, key_id: str | None) -> bool:
    """Whether a key has this id; a token without one is taken only where there is one key."""
    return len(keys.keys) == 1 if key_id is None else any(key.kid == key_id for key in keys.keys)


def _keys_address(found: dict[str, Any], issuer: str) -> str:
    """Where the keys of an issuer stand, by what it says of itself."""
    if found.get("issuer") != issuer:
        raise _OddAnswerError("another issuer is named there")
    address = str(found.get("jwks_uri"))
    if not address.startswith("https://") and not (is_this_machine(issuer) and is_this_machine(address)):
        raise _OddAnswerError("the address of its keys is not encrypted")
    return address


def _read(client: httpx2.Client, address: str) -> dict[str, Any]:
    """A small JSON object, read within the time allowed for all of it."""
    content, end = bytearray(), time.monotonic() + _TIMEOUT_S
    with client.stream("GET", address, headers={"Accept": "application/json"}) as answer:
        if answer.status_code != httpx2.codes.OK:
            raise _OddAnswerError(f"status {answer.status_code}")
        for piece in answer.iter_bytes():
            content += piece
            if len(content) > _LARGEST_BYTES or time.monotonic() > end:
                raise _OddAnswerError("the answer is too long, or takes too long")
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise _OddAnswerError("the answer is not JSON") from error
    if not isinstance(found, dict):
        raise _OddAnswerError("the answer is not a JSON object")
    return found


def _key_set(found: dict[str, Any]) -> KeySet:
    """The public keys for signing, of a key set; those of other kinds are left, secret ones above all."""
    listed = found.get("keys")
    if not isinstance(listed, list) or len(listed) > _MOST_KEYS:
        raise _OddAnswerError("it has no list of keys, or one that is too long")
    keys: list[RSAKey | ECKey] = []
    for each in listed:
        if not isinstance(each, dict) or each.get("use", "sig") != "sig" or each.get("kty") not in ("RSA", "EC"):
            continue
        public = {name: value for name, value in each.items() if name not in {"d", "key_ops"}}
        try:
            keys.append(RSAKey.import_key(public) if each["kty"] == "RSA" else ECKey.import_key(public))
        except (JoseError, ValueError, TypeError, KeyError) as error:
            _log.warning("a key of the institution cannot be used: %s", type(error).__name__)
    if not keys:
        raise _OddAnswerError("none of its keys can be used")
    return KeySet(list(keys))
