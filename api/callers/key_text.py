"""Secrets: texts of 256 random bits with check letters, of which only a hash is kept."""

from __future__ import annotations

import base64
import hashlib
import re
import secrets
import zlib
from typing import Final

KEY_PREFIX: Final = "nck_"
SESSION_PREFIX: Final = "ncs_"
_RANDOM_BYTES: Final = 32
_FORM: Final = re.compile(r"nc[ks]_[a-z2-7]{59}", re.ASCII)


def new_secret(prefix: str) -> str:
    """A new secret: the prefix, 52 random letters and digits, and 7 that tell a slip of the hand."""
    body = prefix + _letters(secrets.token_bytes(_RANDOM_BYTES))
    return body + _check_letters(body)


def is_well_formed(secret: str) -> bool:
    """Whether a text could be a secret of ours; false of one that was mistyped or cut off.

    >>> is_well_formed(new_secret(KEY_PREFIX)), is_well_formed(new_secret(KEY_PREFIX)[:-1]), is_well_formed("nck_")
    (True, False, False)
    """
    if not _FORM.fullmatch(secret):
        return False
    return _check_letters(secret[:-7]) == secret[-7:]


def hash_of(secret: str) -> str:
    """The SHA-256 of a secret, which is what is kept: 256 random bits need no slower one."""
    return hashlib.sha256(secret.encode()).hexdigest()


def _check_letters(body: str) -> str:
    return _letters(zlib.crc32(body.encode()).to_bytes(4, "big"))


def _letters(content: bytes) -> str:
    return base64.b32encode(content).decode().rstrip("=").lower()
