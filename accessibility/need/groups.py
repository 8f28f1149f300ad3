"""Groups of people: everyone, by sex and age, by settlement, and by need; their people home by home."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final, Literal

import numpy as np
import numpy.typing as npt

from accessibility.ages import EVERY_AGE, OLDEST, SEXES, AgeBand, Sex
from accessibility.need.needs import Bound, Need
from accessibility.need.sex_age import SexAgeShares, nobody_known
from accessibility.never_weights import WHY_REFUSED, is_never_a_weight
from geo.errors import InputError
from geo.layers import list_names, nearest_name

Kind = Literal["everyone", "sex", "age", "sex-age", "settlement", "need"]
Doubles = npt.NDArray[np.float64]

EVERYONE: Final = "everyone"
SEX_NOT_KNOWN: Final = "sex-not-known"
AGE_NOT_KNOWN: Final = "age-not-known"
SETTLEMENT_NOT_KNOWN: Final = "settlement-not-known"
NEED_PREFIX: Final = "need-"
SETTLEMENTS: Final = {"rural": 1, "town": 2, "city": 3}
_NOT_KNOWN: Final = "not-known"


@dataclass(frozen=True, slots=True, kw_only=True)
class Group:
    """A group of people. ``sex`` None: any; ``age_from`` and ``age_to`` inclusive, None: no limit.

    ``pillars``: those whose services a need asks for, else empty. ``low_share`` and ``high_share``: the
    range of a need's people as shares of everyone, NaN where none is known and for all other kinds.
    ``source``, ``source_date`` and ``certainty`` are empty where nothing is said of them.
    """

    key: str
    label: str
    kind: Kind
    sex: Literal["female", "male", "not-known"] | None = None
    age_from: int | None = None
    age_to: int | None = None
    pillars: tuple[str, ...] = ()
    low_share: float = float("nan")
    high_share: float = float("nan")
    source: str = ""
    source_date: str = ""
    certainty: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """Where figures are from, and of which year or day; empty where the study does not say."""

    name: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class PeopleGroups:
    """The groups of a study over its homes, the populated cells of a Demand in the order of ``home_cell``.

    ``groups``: everyone first, then by sex, age, both, settlement and need. ``everyone``: float64 (homes,).
    ``sex_age`` is None where nothing is known of it. ``settlement``: uint8 (homes,), 1 rural, 2 town, 3 city,
    0 not known, or None. ``zone``: int32 (homes,), the row of ``area_ids`` that holds the home, -1 for none.
    ``people_outside_grid`` of the source live in no home; nothing but their number is known.
    """

    groups: tuple[Group, ...]
    everyone: Doubles
    sex_age: SexAgeShares | None
    settlement: npt.NDArray[np.uint8] | None
    needs: tuple[Need, ...]
    area_ids: tuple[str, ...]
    zone: npt.NDArray[np.int32]
    people_outside_grid: float

    def group(self, key: str) -> Group:
        """The group of this key. Raises InputError if there is none."""
        found = next((group for group in self.groups if group.key == key), None)
        if found is None:
            if is_never_a_weight(key):
                raise InputError(f"{key!r} can be no group of people: {WHY_REFUSED}; ask for one by sex, age or need")
            keys = [group.key for group in self.groups]
            near = nearest_name(key, keys)
            hint = f"did you mean {near!r}? " if near else ""
            raise InputError(f"there is no group {key!r}; {hint}use one of {list_names(keys)}")
        return found

    def people(self, key: str, bound: Bound = "value") -> Doubles:
        """The people of a group in each home, float64 (homes,). Raises InputError for a group that is not there.

        Female, male and sex-not-known add up to everyone in each home, and so do the ages. ``bound`` low and
        high are the ends of a need's range, NaN where it is not known; other groups have the same people at all.
        Of homes whose sex and age are not known a need that depends on them counts its lowest rate, which is
        that of nobody if some sex or age has none, and at the high end of its range the highest.
        """
        group = self.group(key)
        if group.kind == "need":
            need = next(need for need in self.needs if NEED_PREFIX + need.name == key)
            return need_people(need, self.everyone, self.sex_age, bound)
        if group.kind == "settlement" and self.settlement is not None:
            return np.where(self.settlement == SETTLEMENTS.get(key, 0), self.everyone, 0.0)
        if group.kind == "everyone" or self.sex_age is None:
            return self.everyone.copy()
        if group.sex == _NOT_KNOWN or key == AGE_NOT_KNOWN:
            return np.where(self.sex_age.is_known, 0.0, self.everyone)
        band = AgeBand(first=group.age_from or 0, last=OLDEST if group.age_to is None else group.age_to)
        is_of_group = [[group.sex in {None, sex} and band.holds(each) for each in self.sex_age.bands] for sex in SEXES]
        return self.everyone * self.sex_age.share(np.array(is_of_group, dtype=np.float64))

    def people_outside(self, key: str, bound: Bound = "value") -> float:
        """The people of a group outside the grid: all are of everyone and of those of whom a thing is not known.

        They need what others need of whom sex and age are not known. Raises InputError as ``people`` does.
        """
        group = self.group(key)
        if group.kind == "need":
            need = next(need for need in self.needs if NEED_PREFIX + need.name == key)
            nothing_known = None if self.sex_age is None else nobody_known(self.sex_age.bands, 1)
            return float(need_people(need, np.array([self.people_outside_grid]), nothing_known, bound)[0])
        is_theirs = key in {EVERYONE, SEX_NOT_KNOWN, AGE_NOT_KNOWN, SETTLEMENT_NOT_KNOWN}
        return self.people_outside_grid if is_theirs else 0.0

    def total(self, key: str, bound: Bound = "value") -> float:
        """The people of a group in all homes and outside the grid together; NaN where the bound is not known."""
        return float(self.people(key, bound).sum()) + self.people_outside(key, bound)


def need_people(need: Need, everyone: Doubles, sex_age: SexAgeShares | None, bound: Bound) -> Doubles:
    """The people with a need in each home; without ``sex_age``, and where it is not known, as PeopleGroups says."""
    rates = need.shares((EVERY_AGE,) if sex_age is None else sex_age.bands, bound)
    if need.is_for_everyone or sex_age is None:
        return everyone * float(rates[0, 0])
    of_not_known = rates.max() if bound == "high" else rates.min()
    return everyone * np.where(sex_age.is_known, sex_age.share(rates), of_not_known)


def people_groups(  # noqa: PLR0913 - all that groups are made of
    everyone: Doubles,
    *,
    bands: Sequence[AgeBand],
    sex_age: SexAgeShares | None,
    settlement: npt.NDArray[np.uint8] | None,
    needs: Sequence[Need],
    area_ids: Sequence[str],
    zone: npt.NDArray[np.int32],
    people_outside_grid: float = 0.0,
    of_people: Source = Source(),
    of_sex_age: Source = Source(),
) -> PeopleGroups:
    """The groups of the people of some homes; ``bands`` are those to tell ages by, unions of those of ``sex_age``.

    Raises InputError if a settlement is none of 0 to 3 or is not told for each home.
    """
    if settlement is not None and (
        settlement.shape != everyone.shape or (settlement > max(SETTLEMENTS.values())).any()
    ):
        raise InputError(
            f"settlements of shape {settlement.shape} do not fit {len(everyone)} homes, or one of them is no class; "
            "give each home 1 (rural), 2 (town), 3 (city) or 0 (not known)"
        )
    groups = [_counted(EVERYONE, "everyone", of_people)]
    if sex_age is not None:
        groups += _by_sex_and_age(bands, of_sex_age)
    if settlement is not None:
        is_some_not_known = bool((settlement == 0).any()) or people_outside_grid > 0
        keys = [*SETTLEMENTS, *([SETTLEMENT_NOT_KNOWN] if is_some_not_known else [])]
        groups += [_counted(key, "settlement", of_people) for key in keys]
    return PeopleGroups(
        groups=(*groups, *(_group_of_need(need, everyone, sex_age) for need in needs)),
        everyone=everyone,
        sex_age=sex_age,
        settlement=settlement,
        needs=tuple(needs),
        area_ids=tuple(area_ids),
        zone=zone,
        people_outside_grid=people_outside_grid,
    )


def _by_sex_and_age(bands: Sequence[AgeBand], source: Source) -> list[Group]:
    def of(key: str, kind: Kind, sex: Sex | None = None, band: AgeBand | None = None) -> Group:
        group = _counted(key, kind, source, label=", ".join([*([sex] if sex else []), *([band.label] if band else [])]))
        if band is None:
            return replace(group, sex=sex)
        return replace(group, sex=sex, age_from=band.first, age_to=None if band.is_open else band.last)

    return [
        *(of(sex, "sex", sex) for sex in SEXES),
        replace(_counted(SEX_NOT_KNOWN, "sex", source), sex=_NOT_KNOWN),
        *(of(band.key, "age", None, band) for band in bands),
        _counted(AGE_NOT_KNOWN, "age", source),
        *(of(f"{sex}-{band.key}", "sex-age", sex, band) for sex in SEXES for band in bands),
    ]


def _group_of_need(need: Need, everyone: Doubles, sex_age: SexAgeShares | None) -> Group:
    total = float(everyone.sum())

    def share(bound: Bound) -> float:
        if need.is_for_everyone:
            return float(getattr(need.rates[0], bound))
        return float(need_people(need, everyone, sex_age, bound).sum()) / total if total > 0 else float("nan")

    bands = {(rate.sex, rate.band) for rate in need.rates}
    sex, band = next(iter(bands)) if len(bands) == 1 else (None, EVERY_AGE)
    return Group(
        key=NEED_PREFIX + need.name,
        label=need.label,
        kind="need",
        sex=sex,
        age_from=band.first or None,
        age_to=None if band.is_open else band.last,
        pillars=need.pillars,
        low_share=share("low"),
        high_share=share("high"),
        source=need.source,
        source_date=need.source_date,
        certainty=need.certainty,
    )


def _counted(key: str, kind: Kind, source: Source, *, label: str | None = None) -> Group:
    """A group that is no estimate by rate, called by its key if it has no other label."""
    words = (label or key).replace("-", " ")
    return Group(key=key, label=words[:1].upper() + words[1:], kind=kind, source=source.name, source_date=source.date)
