"""All questions of a release at a glance: who is beyond the threshold, why, and what would have to change first."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from accessibility.reasons import TOO_FAR
from maps.need import Row, Table
from maps.release_values import Tier
from maps.table_facts import access_facts
from maps.why.asking import Asked
from maps.why.bars import share_in_words, told_reasons
from maps.why.blocks import Section
from maps.why.factors import factor_of
from maps.why.sure_words import (
    degree_in_words,
    draws_in_words,
    hours_in_words,
    middle_of,
    range_in_words,
    region_sureness,
    short_name,
)
from maps.why.values import WHOLE, Region, RunTables, WhyTables
from maps.words import UNKNOWN, about_people

_PEOPLE: Final = "beyond_threshold_people"
_NONE: Final = "none"
_TEXTS: Final = (  # headings of columns that hold no numbers
    "Largest reason",
    "Region that loses most",
    "What would have to change there",
    "How sure it is underserved",
)


def overview(asked: Sequence[Asked], why: WhyTables, tier: Tier) -> tuple[Section, ...]:
    """One row for each question that is told in full below; nothing where there is only one.

    The region named is the one that loses most person-hours, as it comes first below.
    """
    if len(asked) <= 1:
        return ()
    tables = [why.of(each.key) for each in asked]
    drawn = next((told for told in tables if told.intervals), None)
    headings = ["Question", "People beyond", *([] if drawn is None else [f"In {middle_of(drawn)}"])]
    headings += ["Person-hours beyond", "Largest reason", "Too far even so", "Region that loses most"]
    headings += ["What would have to change there", *([] if drawn is None else ["How sure it is underserved"])]
    rows = [
        Row(name=each.label, cells=_cells(told, has_draws=drawn is not None))
        for each, told in zip(asked, tables, strict=True)
    ]
    table = Table(
        id="why-overview",
        caption="All questions at a glance; each is told in full below",
        facts=access_facts(
            tier,
            unit="people; person-hours one way beyond the threshold, and shares of them by reason",
            denominator="the person-hours beyond of the row; for people, none, counts",
        ),
        headings=tuple(headings),
        rows=tuple(rows),
        texts=tuple(place for place, heading in enumerate(headings) if heading in _TEXTS),
    )
    return (Section(title="At a glance", tables=(table,)),)


def _cells(told: RunTables, *, has_draws: bool) -> tuple[str, ...]:
    whole = told_reasons(told.reasons_of(WHOLE))
    region = told.regions[0] if told.regions else None
    people, hours = (whole[0].people_beyond, whole[0].denominator_hours) if whole else (math.nan, math.nan)
    cells = [UNKNOWN if math.isnan(people) else about_people(people)]
    if has_draws:
        beyond = told.interval_of(WHOLE, "", _PEOPLE)
        cells.append(UNKNOWN if beyond is None else range_in_words(beyond.low, beyond.high, "people"))
    causes = [each for each in whole if each.factor != TOO_FAR and each.share > 0]
    most = max(causes, key=lambda each: each.share) if causes else None
    far = next((each.share for each in whole if each.factor == TOO_FAR), math.nan)
    cells += [
        hours_in_words(hours),
        _NONE if most is None else f"{factor_of(most.factor).label}, {share_in_words(most.share)}",
        _NONE if math.isnan(far) else share_in_words(far),
        _NONE if region is None else short_name(region.name),
        UNKNOWN if region is None else region.change or UNKNOWN,
    ]
    return (*cells, *([_sure(region, told)] if has_draws else []))


def _sure(region: Region | None, told: RunTables) -> str:
    sureness = None if region is None else region_sureness(region, told)
    if sureness is None or math.isnan(sureness.beyond_share):
        return UNKNOWN
    return f"{draws_in_words(sureness.beyond_share, sureness.draws)}: {degree_in_words(sureness.beyond_share)}"
