"""The visit: who opens the store with which command, when and why; all that the log ever tells."""

from __future__ import annotations

import getpass
import os
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Final

from geo.errors import CustodyError

_LONGEST_REASON: Final = 200
_LONGEST_NAME: Final = 80
_TELLING: Final = re.compile(r"@|[0-9](?:[ ./()-]?[0-9]){6}|[0-9]{1,3}[.,][0-9]{2}")
_WORD: Final = re.compile(r"[\w-]+")


def utc_now() -> datetime:
    """The time in UTC."""
    return datetime.now(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """One opening of a store. ``who`` is what the person says, ``account`` the account of the system.

    ``clock`` gives the time in UTC; retention is judged by its date.
    """

    command: str
    who: str
    account: str
    why: str
    clock: Callable[[], datetime] = utc_now

    @property
    def today(self) -> date:
        """The date of the visit, in UTC."""
        return self.clock().date()

    @property
    def words_of_reason(self) -> frozenset[str]:
        """The words of the reason, to be held against ids."""
        return frozenset(word.casefold() for word in _WORD.findall(self.why))


def new_visit(
    command: str,
    *,
    why: str = "",
    who: str | None = None,
    needs_reason: bool = False,
    clock: Callable[[], datetime] = utc_now,
) -> Visit:
    """A visit of the person at this account. Raises CustodyError if the words could not stand in a plain log.

    The log is not encrypted: a reason with an e-mail address, a coordinate, a date or a number long enough
    for a telephone is refused, and so is one of several lines or more than 200 letters.
    """
    account = _account()
    name = account if who is None else who.strip()
    if not name or len(name) > _LONGEST_NAME or _has_control(name):
        raise CustodyError(f"--who is empty, of several lines or longer than {_LONGEST_NAME} letters; give one name")
    reason = why.strip()
    if needs_reason and not reason:
        raise CustodyError(f"{command} needs a reason for the log; say why with --reason")
    if len(reason) > _LONGEST_REASON or _has_control(reason):
        raise CustodyError(f"the reason is of several lines or longer than {_LONGEST_REASON} letters; shorten it")
    if _TELLING.search(reason):
        raise CustodyError(
            "the reason looks as if it held an e-mail address, a coordinate, a date or a long number, and the "
            "log that it stands in is not encrypted; say it without naming anybody"
        )
    return Visit(command=command, who=name, account=account, why=reason, clock=clock)


def _account() -> str:
    """The account by the system's own list, since a variable of the environment could say anything."""
    if os.name == "posix":
        import pwd  # noqa: PLC0415 - there is none on Windows

        try:
            return pwd.getpwuid(os.getuid()).pw_name
        except KeyError:
            return f"uid {os.getuid()}"
    return getpass.getuser()


def _has_control(text: str) -> bool:
    return any(unicodedata.category(letter) in {"Cc", "Cf", "Cs", "Zl", "Zp"} for letter in text)
