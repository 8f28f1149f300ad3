"""The key: an age identity (X25519), from a file or the environment, and the only place that decrypts.

The format is that of age (https://age-encryption.org/v1): ``age --decrypt -i KEY records.age`` opens a
store without nearcare.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pyrage

from custody.files import write_new
from geo.errors import CustodyError, MissingFileError

KEY_FILE_VARIABLE: Final = "NEARCARE_CUSTODY_KEY_FILE"
KEY_VARIABLE: Final = "NEARCARE_CUSTODY_KEY"
_SECRET: Final = "AGE-SECRET-KEY-"  # noqa: S105 - how a key begins, not a key
_PUBLIC: Final = "age1"
_LONGEST_KEY_FILE_BYTES: Final = 64 * 1024
_OTHERS: Final = 0o077


class Key:
    """What opens one store. Printing it tells nothing."""

    __slots__ = ("_identity",)

    def __init__(self, identity: pyrage.x25519.Identity) -> None:
        self._identity = identity

    def __repr__(self) -> str:
        return "Key(...)"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Key) and self.public == other.public

    def __hash__(self) -> int:
        return hash(self.public)

    @property
    def public(self) -> str:
        """The public half, that anything can be encrypted with and nothing decrypted."""
        return str(self._identity.to_public())

    def encrypt(self, content: bytes) -> bytes:
        """The content as an age file that this key alone opens."""
        return bytes(pyrage.encrypt(content, [self._identity.to_public()]))

    def decrypt(self, content: bytes, *, where: str) -> bytes:
        """The content of an age file. Raises CustodyError if the key is another's, or the file is cut off."""
        try:
            return bytes(pyrage.decrypt(content, [self._identity]))
        except pyrage.DecryptError as error:
            if "matching" in str(error):
                raise CustodyError(
                    f"{where} is not opened by this key; name the key that it was last written with"
                ) from None
            raise CustodyError(
                f"{where} is damaged or cut off, and cannot be opened; bring it back from a backup"
            ) from None


def write_new_key(path: Path) -> Key:
    """A new key, written to a new file that its owner alone can read. Raises CustodyError if the file is there."""
    key = pyrage.x25519.Identity.generate()
    content = f"# the key to a store of nearcare-custody\n# public key: {key.to_public()}\n{key}\n"
    try:
        write_new(path, content.encode("ascii"))
    except FileExistsError:
        raise CustodyError(f"{path} is there already, and a key is never overwritten; choose another name") from None
    except FileNotFoundError:
        raise MissingFileError(f"the folder {path.parent} is not there; make it, or choose another") from None
    return Key(key)


def find_key(path: Path | None, *, away_from: Path, environment: Mapping[str, str] = os.environ) -> Key:
    """The key in the file, else in the file or the text that the environment names.

    Raises CustodyError if there is none, two places in the environment name one, or the file lies in the
    store ``away_from``.
    """
    if path is not None:
        return read_key(path, away_from=away_from)
    file, text = environment.get(KEY_FILE_VARIABLE, ""), environment.get(KEY_VARIABLE, "")
    if file and text:
        raise CustodyError(f"both {KEY_FILE_VARIABLE} and {KEY_VARIABLE} are set; unset one of them")
    if file:
        return read_key(Path(file), away_from=away_from)
    if text:
        return key_of_text(text, where=KEY_VARIABLE)
    raise CustodyError(
        f"there is no key; name its file with --key or in {KEY_FILE_VARIABLE}, "
        "or make one for a new store: nearcare-custody key FILE"
    )


def read_key(path: Path, *, away_from: Path) -> Key:
    """The key in a file, in the form of age-keygen.

    Raises CustodyError if it is none, if others may read it, or if it lies in the store ``away_from``,
    where whoever takes the one takes the other.
    """
    if path.resolve().is_relative_to(away_from.resolve()):
        raise CustodyError(f"the key file {path} lies in the store that it opens; keep it elsewhere")
    try:
        with path.open("rb") as file:
            mode = os.fstat(file.fileno()).st_mode
            content = file.read(_LONGEST_KEY_FILE_BYTES + 1)
    except FileNotFoundError:
        raise MissingFileError(f"the key file {path} is not there; check its name") from None
    except IsADirectoryError:
        raise CustodyError(f"{path} is a folder, not a key file; name the file in it") from None
    if os.name == "posix" and mode & _OTHERS:
        raise CustodyError(f"the key file {path} may be read by others; close it to them: chmod 600 {path}")
    if len(content) > _LONGEST_KEY_FILE_BYTES:
        raise CustodyError(f"{path} is too large for a key file; name the file that nearcare-custody key has written")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise CustodyError(f"{path} is no key file; name the one that nearcare-custody key has written") from None
    return key_of_text(text, where=str(path))


def key_of_text(text: str, *, where: str) -> Key:
    """The one key in a text; lines that begin with ``#`` are none.

    Raises CustodyError, which never repeats the text.
    """
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith("#")]
    if not lines:
        raise CustodyError(f"{where} holds no key; make one: nearcare-custody key FILE")
    if len(lines) > 1:
        raise CustodyError(f"{where} holds {len(lines)} lines beside comments; a key file holds one key alone")
    [line] = lines
    if line.startswith(_PUBLIC):
        raise CustodyError(f"{where} holds a public key, which opens nothing; name the file with the secret key")
    if not line.startswith(_SECRET):
        raise CustodyError(f"{where} holds no age key; it would begin with {_SECRET}")
    try:
        return Key(pyrage.x25519.Identity.from_str(line))
    except pyrage.IdentityError:
        raise CustodyError(f"the key in {where} is mistyped or cut off; bring it back from a backup") from None
