"""Completeness: how much is known of the survivors in a table or a store; for the custodian's screen alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from custody.records import SurvivorRecord
from custody.vocabulary import NO_NEED, UNKNOWN, VOCABULARY, care_pillars

_UNKNOWN_WORDS = frozenset({UNKNOWN, "other_or_unknown"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Completeness:
    """One field: how many records of ``total`` have each value, in the order of the vocabulary.

    ``known`` counts those whose value says something; ``other_or_unknown`` does not. A survivor may need
    several pillars, so those counts may add up to more than the total.
    """

    field: str
    counts: tuple[tuple[str, int], ...]
    known: int
    total: int

    @property
    def share_known(self) -> float:
        """The share known, from 0 to 1; 1 where there is no record."""
        return self.known / self.total if self.total else 1.0


def completeness_of(records: Sequence[SurvivorRecord]) -> tuple[Completeness, ...]:
    """The completeness by sex, age, disability flag, impairment, place precision, need and consent."""
    flags = {True: "true", False: "false", None: UNKNOWN}
    return (
        _of_field("sex", [record.sex for record in records]),
        _of_field("age_band", [record.age_band for record in records]),
        _of_field("washington_group_flag", [flags[record.washington_group_flag] for record in records]),
        _of_field("impairment", [record.impairment for record in records]),
        _of_field("place_precision", [record.place_precision for record in records]),
        _of_needs(records),
        _of_field("consent_scope", [record.consent_scope for record in records]),
    )


def _of_field(field: str, values: Sequence[str]) -> Completeness:
    counts = Counter(values)
    return Completeness(
        field=field,
        counts=tuple((word, counts[word]) for word in VOCABULARY[field]),
        known=sum(value not in _UNKNOWN_WORDS for value in values),
        total=len(values),
    )


def _of_needs(records: Sequence[SurvivorRecord]) -> Completeness:
    counts = Counter(word for record in records for word in _needs(record))
    return Completeness(
        field="need_pillars",
        counts=tuple((word, counts[word]) for word in (*care_pillars(), NO_NEED, UNKNOWN)),
        known=sum(record.are_needs_known for record in records),
        total=len(records),
    )


def _needs(record: SurvivorRecord) -> Iterable[str]:
    if not record.are_needs_known:
        return (UNKNOWN,)
    return record.need_pillars or (NO_NEED,)
