"""Tokens of an institution: who holds one, told by its signature, its times and for whom it was made."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import hashlib
import json
import time
from typing import Any, Final

from joserfc import jwt
from joserfc.errors import ExpiredTokenError, InvalidClaimError, JoseError, MissingClaimError

from api.callers.issuer_keys import IssuerKeys
from api.callers.tiers import Caller, Tier
from api.errors import NotKnownError
from api.settings import Settings

# Signed with a private key that the institution alone has; never with one that both sides share, never unsigned.
ALGORITHMS: Final = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
_KINDS: Final = {"jwt", "at+jwt", "application/at+jwt"}
_LONGEST_TOKEN: Final = 16 * 1024
_LONGEST_SUBJECT: Final = 150
_NOT_VALID: Final = "This token is not valid here"


class Institution:
    """The institution whose tokens are taken, with the tiers that its roles give."""

    def __init__(self, settings: Settings) -> None:
        assert settings.oidc_issuer is not None  # noqa: S101 - made for those who have one
        self._issuer = settings.oidc_issuer
        self._claim = settings.oidc_claim
        self._tiers = {role: Tier.of(word) for role, word in settings.oidc_tiers.items()}
        self._leeway_s = settings.oidc_leeway_s
        self._keys = IssuerKeys(settings.oidc_issuer)
        self._claims = jwt.JWTClaimsRegistry(
            leeway=settings.oidc_leeway_s,
            iss={"essential": True, "value": settings.oidc_issuer},
            aud={"essential": True, "value": settings.oidc_audience or ""},
            exp={"essential": True},
            sub={"essential": True},
        )

    def caller_with(self, token: str) -> Caller:
        """The caller who holds a token; one without any role of ours is known, and sees what the public sees.

        Raises NotKnownError, and NotReadyError while the institution's keys cannot be fetched.
        """
        key_id = self._looked_at(token)
        keys = self._keys.with_id(key_id)
        if keys is None:
            raise NotKnownError(f"{_NOT_VALID}: it is signed with a key that the institution does not have.")
        try:
            claims = jwt.decode(token, keys, algorithms=list(ALGORITHMS)).claims
            self._claims.validate(claims)
        except ExpiredTokenError as error:
            raise NotKnownError("This token has expired; get a new one from your institution.") from error
        except (InvalidClaimError, MissingClaimError) as error:
            raise NotKnownError(f"{_NOT_VALID}: its claim {error.claim} is missing or another.") from error
        except (JoseError, ValueError, TypeError, KeyError, OverflowError, RecursionError) as error:
            raise NotKnownError(f"{_NOT_VALID}: its signature does not fit.") from error
        return self._caller(claims)

    def _looked_at(self, token: str) -> str | None:
        """The id of the key that a token says it is signed with; what is no token of ours asks nobody for keys."""
        if len(token) > _LONGEST_TOKEN:
            raise NotKnownError(f"{_NOT_VALID}: it is longer than {_LONGEST_TOKEN} letters.")
        parts = token.split(".")
        header, claims = _json_of(parts[0]), _json_of(parts[1])
        kind, key_id, end = header.get("typ", "JWT"), header.get("kid"), claims.get("exp")
        if header.get("alg") not in ALGORITHMS:
            raise NotKnownError(f"{_NOT_VALID}: it must be signed with one of {', '.join(ALGORITHMS)}.")
        if not isinstance(kind, str) or kind.lower() not in _KINDS or not isinstance(key_id, str | None):
            raise NotKnownError(f"{_NOT_VALID}: it is not an access token.")
        if claims.get("iss") != self._issuer:
            raise NotKnownError(f"{_NOT_VALID}: it is from another institution.")
        if isinstance(end, int | float) and end <= time.time() - self._leeway_s:
            raise NotKnownError("This token has expired; get a new one from your institution.")
        return key_id

    def _caller(self, claims: dict[str, Any]) -> Caller:
        found: Any = claims
        for part in self._claim.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        roles = found.split() if isinstance(found, str) else found if isinstance(found, list) else []
        tier = max((self._tiers[role] for role in roles if isinstance(role, str) and role in self._tiers), default=None)
        subject = str(claims["sub"])
        if len(subject) > _LONGEST_SUBJECT or not subject.isprintable():
            subject = "sha256 " + hashlib.sha256(subject.encode(errors="replace")).hexdigest()
        return Caller(tier=tier or Tier.PUBLIC, identity=f"oidc:{subject}", expires_utc=_end_of(claims["exp"]))


def _end_of(seconds: float) -> dt.datetime:
    """The end of a token; one of which a calendar knows nothing is far away."""
    try:
        return dt.datetime.fromtimestamp(seconds, dt.UTC)
    except (ValueError, OverflowError, OSError):
        return dt.datetime.max.replace(tzinfo=dt.UTC)


def _json_of(part: str) -> dict[str, Any]:
    try:
        found = json.loads(base64.urlsafe_b64decode(part + "=" * (-len(part) % 4)))
    except (ValueError, binascii.Error, RecursionError) as error:
        raise NotKnownError(f"{_NOT_VALID}: it is cut off, or no token.") from error
    if not isinstance(found, dict):
        raise NotKnownError(f"{_NOT_VALID}: it is cut off, or no token.")
    return found
