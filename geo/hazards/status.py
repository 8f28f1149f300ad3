"""The closed tables of a hazard's words, for status, evidence and geometry, and how a layer's words meet them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import pandas as pd

from geo.faults import Faults
from geo.layers import list_names, name_rows, nearest_name

UNKNOWN: Final = "unknown"

# After IMAS 07.11: land is released by cancelling, reducing or clearing it; all else that is recorded is open. Words
# that only say how far a task or a record has come, such as expired, are not here: whether the land is released
# is for the study to say.
OPEN_STATUS: Final = frozenset({"open", "active", "suspected", "confirmed"})
RELEASED_STATUS: Final = frozenset({"closed", "cancelled", "reduced", "cleared", "released", "completed"})
_SPELLED: Final = {"canceled": "cancelled"}
STATUS_WORDS: Final = (*sorted(OPEN_STATUS), *sorted(RELEASED_STATUS), *_SPELLED)

EVIDENCE: Final = ("direct", "indirect", UNKNOWN)
GEOMETRY_QUALITY: Final = ("surveyed", "digitised", "circle_from_area", "point_only", "strike_buffer", UNKNOWN)


def status_word(word: str) -> str | None:
    """The status of the closed table that a word is, ignoring case and blanks; None if it is none.

    >>> status_word(" Canceled ")
    'cancelled'
    """
    plain = " ".join(word.split()).lower()
    plain = _SPELLED.get(plain, plain)
    return plain if plain in OPEN_STATUS | RELEASED_STATUS else None


def mapped_words(
    words: pd.Series[str], mapping: Mapping[str, str], *, key: str, where: str, faults: Faults
) -> pd.Series[str]:
    """The layer's words with those that ``mapping`` names replaced, whatever their case.

    An entry of the mapping that no row has is told under its key of ``[hazards]``.
    """
    ours = {" ".join(theirs.split()).lower(): ours for theirs, ours in mapping.items()}
    plain = pd.Series([" ".join(word.split()).lower() for word in words], index=words.index, dtype="str")
    found = list(dict.fromkeys(words))
    for theirs in mapping:
        if " ".join(theirs.split()).lower() not in set(plain):
            near = nearest_name(theirs, found)
            faults.notice(
                where=where,
                which=f"[hazards.{key}] {theirs}",
                what="no row has this word" + (f" (did you mean {near!r}?)" if near else ""),
                do=f"Correct or remove it; the layer has {list_names([repr(word) for word in found])}",
            )
    replaced = [ours.get(word, own) for word, own in zip(plain, words, strict=True)]
    return pd.Series(replaced, index=words.index, dtype="str")


def statuses_of(
    words: pd.Series[str], *, default_status: str | None, where: str, faults: Faults
) -> pd.Series[str] | None:
    """The status of each row as a word of the closed table; None, with the errors told, if some row has none.

    An empty word takes ``default_status``, which is told, and is an error without one. A word outside
    the table is an error that lists all such words and proposes how to map them.
    """
    is_empty = words.str.strip().str.lower().isin(["", UNKNOWN])
    if is_empty.any():
        which = f"status, {name_rows(words.index, is_empty)}"
        what = f"{int(is_empty.sum()):,} of {len(words):,} areas say no status"
        if default_status is None:
            do = "Write open for an area that is not known to be released"
            faults.error(where=where, which=which, what=what, do=do)
        else:
            what += f" and count as {default_status}"
            faults.notice(where=where, which=which, what=what, do="Nothing, if [hazards] default_status holds for them")
            words = words.mask(is_empty, default_status)
            is_empty = np.zeros(len(words), dtype=np.bool_)
    known = pd.Series([status_word(word) for word in words], index=words.index, dtype=object)
    is_odd = known.isna() & ~is_empty
    if is_odd.any():
        _tell_odd_statuses(words, is_odd, where=where, faults=faults)
    return None if known.isna().any() else known.astype("str")


def _tell_odd_statuses(words: pd.Series[str], is_odd: pd.Series[bool], *, where: str, faults: Faults) -> None:
    counts = words[is_odd].value_counts()
    listed = [f"{word!r} ({count:,} area{'s' if count > 1 else ''})" for word, count in sorted(counts.items())]
    lines = ", ".join(f'{json.dumps(word, ensure_ascii=False)} = "open"' for word in sorted(counts.index))
    is_are = "are no known statuses" if len(listed) > 1 else "is no known status"
    faults.error(
        where=where,
        which=f"status, {name_rows(words.index, is_odd)}",
        what=f"{', '.join(listed)} {is_are}",
        do=f"Say in [hazards] what they mean, as in statuses = {{{lines}}}; open areas are "
        f"{', '.join(sorted(OPEN_STATUS))}, released ones {', '.join(sorted(RELEASED_STATUS))}",
    )


def closed_words(  # noqa: PLR0913 - a check says where it is and to whom it tells
    words: pd.Series[str], known: tuple[str, ...], *, key: str, is_needed: bool, where: str, faults: Faults
) -> pd.Series[str]:
    """The words of a closed table in lower case; one outside it is told.

    Where the column was named or a rule goes by it (``is_needed``) that is an error; else such words
    are "unknown", in a notice.
    """
    plain = words.str.strip().str.lower().replace("", UNKNOWN)
    is_odd = ~plain.isin(known)
    if is_odd.any():
        counts = words[is_odd].value_counts()
        listed = list_names([f"{word!r} ({count:,})" for word, count in sorted(counts.items())])
        tell: Any = faults.error if is_needed else faults.notice
        tell(
            where=where,
            which=f"{key}, {name_rows(words.index, is_odd)}",
            what=f"{listed} is no known {key.replace('_', ' ')}" + ("" if is_needed else " and counts as unknown"),
            do=f"Write one of {', '.join(known)}",
        )
    return plain.mask(is_odd, UNKNOWN)
