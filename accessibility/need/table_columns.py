"""Tables of rates and shares: known columns alone, and none by which anybody could be weighed but need."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pandas as pd

from accessibility.ages import Sex
from accessibility.never_weights import WHY_REFUSED, is_never_a_weight
from geo.faults import Faults
from geo.layers import list_names, nearest_name, read_table, texts_of

_SEXES: Final[dict[str, Sex]] = {"f": "female", "female": "female", "m": "male", "male": "male"}


def read_columns(
    path: Path, *, known: Sequence[str], texts: Sequence[str], where: str, faults: Faults
) -> pd.DataFrame | None:
    """A CSV of no other than the known columns, ``texts`` as texts and a short form of the sex spelled out.

    None, with the faults told, if it cannot be read or has a column that is not known.
    """
    frame = read_table(path, where=where, faults=faults)
    if frame is None or not _are_known(frame, known, where=where, faults=faults):
        return None
    for column in texts:
        if column in frame:
            frame[column] = texts_of(frame[column])
    if "sex" in frame:
        frame["sex"] = pd.Series([_SEXES.get(text.lower(), text) for text in frame["sex"]], frame.index, dtype="str")
    return frame


def sex_of(text: Any) -> Sex | None:
    """The sex that a checked field names; None where it is empty."""
    return _SEXES.get(str(text))


def _are_known(frame: pd.DataFrame, known: Sequence[str], *, where: str, faults: Faults) -> bool:
    is_sound = True
    for column in frame.columns:
        if column in known:
            continue
        is_sound = False
        if is_never_a_weight(column):
            what, do = (
                f"the column can weigh nothing: {WHY_REFUSED}",
                "Remove it; give one row for all people",
            )
        else:
            near = nearest_name(column, known)
            what = "the column is not known" + (f" (did you mean {near!r}?)" if near else "")
            do = f"Remove it, or use one of {list_names(known)}"
        faults.error(where=where, which=f"column {column!r}", what=what, do=do)
    return is_sound
