"""Needs by rate: how many of a hundred people need a service, with the source of each rate."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd
import pandera.pandas as pa

from accessibility.ages import EVERY_AGE, OLDEST, SEXES, AgeBand, Sex, age_band
from accessibility.need.centres import PILLAR_SEPARATOR
from accessibility.need.pillars import pillar_labels
from accessibility.need.table_columns import read_columns, sex_of
from accessibility.never_weights import is_never_a_need
from geo.faults import Faults
from geo.layers import check_table, list_names, name_rows, nearest_name
from geo.shipped import data_folder, shipped_names

Bound = Literal["value", "low", "high"]
CERTAINTIES: Final = ("S", "V", "D", "M", "A")  # from the surest to our own proposal
_NAME: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_COLUMNS: Final = (
    *("need", "label", "pillars", "rate_per_100", "low", "high", "sex", "age_from", "age_to"),
    *("source", "source_date", "certainty"),
)
_TEXTS: Final = ("need", "label", "pillars", "sex", "source", "source_date", "certainty")
_PER_100: Final = 100.0


@dataclass(frozen=True, slots=True, kw_only=True)
class NeedRate:
    """The share of the people of a sex (None: both) and age that needs a service; ``low`` and ``high`` NaN: unknown."""

    sex: Sex | None
    band: AgeBand
    value: float
    low: float
    high: float

    def meets(self, other: NeedRate) -> bool:
        """Whether the rates are told of some of the same people."""
        return (self.sex is None or other.sex is None or self.sex == other.sex) and self.band.meets(other.band)


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """A need by rate. No two of its ``rates`` are of the same people; of whom there is no rate, nobody has the need.

    ``pillars`` are those whose services it asks for. ``certainty`` is that of its least certain rate.
    """

    name: str
    label: str
    pillars: tuple[str, ...]
    rates: tuple[NeedRate, ...]
    source: str
    source_date: str
    certainty: str

    @property
    def is_for_everyone(self) -> bool:
        """Whether one rate holds for all, so that nothing need be known of sex and age."""
        return len(self.rates) == 1 and self.rates[0].sex is None and self.rates[0].band == EVERY_AGE

    def shares(self, bands: Sequence[AgeBand], bound: Bound) -> npt.NDArray[np.float64]:
        """The share in need of each sex and band, (2, bands); NaN where the bound is not known."""
        shares = np.zeros((len(SEXES), len(bands)))
        for rate in self.rates:
            for place, sex in enumerate(SEXES):
                if rate.sex in {None, sex}:
                    shares[place, [rate.band.holds(band) for band in bands]] = getattr(rate, bound)
        return shares


def read_needs(name_or_path: str | Path, *, where: str, faults: Faults) -> tuple[Need, ...] | None:
    """The needs of the table of that shipped name, or in that file, in its order; None if it has a fault.

    A text that ends in ``.csv`` is a path too. ``where`` stands for it in the faults.
    """
    path = Path(name_or_path)
    if isinstance(name_or_path, str) and path.suffix.lower() != ".csv":
        known = shipped_names("needs")
        if name_or_path not in known:
            near = nearest_name(name_or_path, known)
            hint = f"Did you mean {near!r}? " if near else ""
            faults.error(
                where=where,
                which="needs",
                what=f"there is no table of needs called {name_or_path!r}",
                do=f"{hint}Write one of {', '.join(known)}, or the path of a .csv",
            )
            return None
        shipped = _shipped(name_or_path)
        if shipped is not None:
            return shipped
        path = data_folder() / "needs" / f"{name_or_path}.csv"
    return _read_table(path, where, faults)


@cache
def _shipped(name: str) -> tuple[Need, ...] | None:
    """The needs of a table that comes with nearcare, read once; None if there is anything to tell of it."""
    quiet = Faults()
    needs = _read_table(data_folder() / "needs" / f"{name}.csv", name, quiet)
    return None if len(quiet) else needs


def _read_table(path: Path, where: str, faults: Faults) -> tuple[Need, ...] | None:
    frame = read_columns(path, known=(*_COLUMNS, "note"), texts=_TEXTS, where=where, faults=faults)
    rows = None if frame is None else check_table(frame, _SCHEMA, where=where, faults=faults)
    if rows is None:
        return None
    before = len(faults.errors)
    _check_ranges(rows, where=where, faults=faults)
    _tell_unknown_pillars(rows, where=where, faults=faults)
    needs = [_need_of(name, part, where=where, faults=faults) for name, part in rows.groupby("need", sort=False)]
    return None if len(faults.errors) > before else tuple(need for need in needs if need is not None)


def _is_number_of_people(values: pd.Series) -> pd.Series:
    return values.isna() | ((values >= 0) & (values <= _PER_100))


def _is_year(values: pd.Series) -> pd.Series:
    return values.isna() | ((values >= 0) & (values <= OLDEST) & (values % 1 == 0))


def _per_100(*, nullable: bool) -> pa.Column:
    words = "a rate is less than 0 or more than 100"
    do = "Write how many of 100 people, such as 0.5"
    return pa.Column(float, pa.Check(_is_number_of_people, error=words), nullable=nullable, coerce=True, description=do)


def _year() -> pa.Column:
    words = f"the age is no whole year from 0 to {OLDEST}"
    do = "Write whole years, both inclusive; leave it empty where there is no limit"
    return pa.Column(float, pa.Check(_is_year, error=words), nullable=True, coerce=True, description=do)


def _text(what: str, do: str) -> pa.Column:
    return pa.Column(str, pa.Check.ne("", error=what), description=do)


_SCHEMA: Final = pa.DataFrameSchema(
    {
        "need": pa.Column(
            str,
            [
                pa.Check.str_matches(f"^(?:{_NAME.pattern})$", error="the name of the need has another form"),
                pa.Check(
                    lambda names: ~names.map(is_never_a_need),
                    error="survivors are a subset of those in need, told by protected tables, and no need of their own",
                ),
            ],
            description="Name the need in small letters, digits and dashes, such as prosthetics-orthotics",
        ),
        "label": _text("the label is missing", "Name the need in words, as readers should see it"),
        "pillars": _text(
            "the pillars are missing",
            f"Name the pillars that the need asks for, several with {PILLAR_SEPARATOR} between them",
        ),
        "rate_per_100": _per_100(nullable=False),
        "low": _per_100(nullable=True),
        "high": _per_100(nullable=True),
        "sex": pa.Column(
            str,
            pa.Check.isin(("", *SEXES), error="the sex is not known"),
            description="Write female or male; leave it empty for both",
        ),
        "age_from": _year(),
        "age_to": _year(),
        "source": _text("the source is missing", "Say where the rate is from: who tells it, and in which work"),
        "source_date": _text("the date of the source is missing", "Write the year of the source"),
        "certainty": pa.Column(
            str,
            pa.Check.isin(CERTAINTIES, error="the certainty is not known"),
            description=f"Write one of {', '.join(CERTAINTIES)}: S given, V read in a public source, D derived, "
            "M recalled, A assumed",
        ),
    }
)


def _check_ranges(rows: pd.DataFrame, *, where: str, faults: Faults) -> None:
    value, low, high = rows["rate_per_100"], rows["low"], rows["high"]
    first, last = rows["age_from"], rows["age_to"]
    for is_bad, column, what, do in (
        (low.isna() != high.isna(), "low, high", "only one end of the range is given", "Write both or neither"),
        (low > high, "low, high", "the range is upside down", "Write the lower number under low"),
        (
            (low <= high) & ((value < low) | (value > high)),
            "rate_per_100",
            "the rate lies outside its own range",
            "Mend the rate, low or high",
        ),
        (first > last, "age_from, age_to", "the ages end before they begin", "Write the younger age under age_from"),
    ):
        if is_bad.any():
            faults.error(where=where, which=f"{name_rows(rows.index, is_bad)}, column {column}", what=what, do=do)


def _tell_unknown_pillars(rows: pd.DataFrame, *, where: str, faults: Faults) -> None:
    known = list(pillar_labels())
    unknown = sorted({pillar for text in rows["pillars"] for pillar in _pillars(text)} - set(known))
    for pillar in unknown:
        near = nearest_name(pillar, known)
        faults.notice(
            where=where,
            which=f"pillar {pillar!r}",
            what="is none of the pillars that are known" + (f" (did you mean {near!r}?)" if near else ""),
            do=f"Use {list_names(known[1:])}, unless centres of this study name it so",
        )


def _need_of(name: str, rows: pd.DataFrame, *, where: str, faults: Faults) -> Need | None:
    """The need that some rows tell of; None, with the faults told, if they contradict one another."""
    rates = [_rate_of(row) for row in rows.to_dict("records")]
    is_sound = True
    for (one, rate), (other, further) in combinations(zip(rows.index, rates, strict=True), 2):
        if rate.meets(further):
            is_sound = False
            faults.error(
                where=where,
                which=f"rows {one} and {other}",
                what=f"both tell the rate of {name} for some of the same people",
                do="Give each sex and age one rate",
            )
    for column in ("label", "pillars"):
        if len(set(rows[column])) > 1:
            is_sound = False
            faults.error(
                where=where,
                which=f"{name_rows(rows.index, [True] * len(rows))}, column {column}",
                what=f"the need {name} has more than one {column.removesuffix('s')}",
                do="Write the same in each of its rows",
            )
    if not is_sound:
        return None
    return Need(
        name=name,
        label=str(rows["label"].iloc[0]),
        pillars=_pillars(rows["pillars"].iloc[0]),
        rates=tuple(rates),
        source=_joined(rows["source"]),
        source_date=_joined(rows["source_date"]),
        certainty=max(rows["certainty"], key=CERTAINTIES.index),
    )


def _rate_of(row: dict[Any, Any]) -> NeedRate:
    first = 0 if math.isnan(row["age_from"]) else int(row["age_from"])
    last = None if math.isnan(row["age_to"]) else int(row["age_to"])
    value, low, high = (float(row[column]) / _PER_100 for column in ("rate_per_100", "low", "high"))
    return NeedRate(sex=sex_of(row["sex"]), band=age_band(first, last), value=value, low=low, high=high)


def _pillars(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(PILLAR_SEPARATOR) if part.strip())


def _joined(texts: Iterable[str]) -> str:
    return "; ".join(dict.fromkeys(texts))
