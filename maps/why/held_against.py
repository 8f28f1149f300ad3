"""What stands beside the intervals and is never mixed with them: reported times, and the chain of referral."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Final

from maps.need import Row, Table, value_in_words
from maps.release_values import Tier
from maps.table_facts import access_facts, table_facts
from maps.why.blocks import Section
from maps.why.sure_words import figure_in_words, figure_label, range_in_words
from maps.why.values import WHOLE, Calibrated, Calibration, Fit, Referral, RunTables, WhyTables
from maps.words import UNKNOWN, about_people, duration_in_words, listed, name_in_words, people_in_words

_NEVER_MIXED: Final = (
    "Modelled times tend to be too short. Each column lengthens every time by one factor and holds it against the same "
    "thresholds. These are scenarios with names: they are in no interval above."
)
_BEYOND: Final = "beyond_threshold_people"


def against_sections(place: int, label: str, why: WhyTables, tier: Tier, told: RunTables) -> list[Section]:
    """What one run tells of calibration and of referral."""
    found = []
    if told.calibrated:
        found.append(
            Section(
                title=f"If times are longer, as people report: {label}",
                sentences=(_NEVER_MIXED, *_calibrated_sentences(why, told, tier)),
                tables=(_calibrated_table(f"sure-{place}-calibrated", label, why, told, tier),),
                is_sub=True,
            )
        )
    if told.referrals:
        found.append(
            Section(
                title=f"Level by level, as referral works: {label}",
                sentences=_referral_sentences(told.referrals),
                tables=(_referral_table(f"sure-{place}-referral", label, told.referrals, tier),),
                is_sub=True,
            )
        )
    return found


def _title(name: str, why: WhyTables) -> str:
    known = {each.name: each for each in why.calibrations}
    return known[name].title or name_in_words(name) if name in known else name_in_words(name)


def _factor(name: str, why: WhyTables) -> float:
    return next((each.factor for each in why.calibrations if each.name == name), math.nan)


def _calibrated_sentences(why: WhyTables, told: RunTables, tier: Tier) -> tuple[str, ...]:
    beyond = duration_in_words(tier.threshold_minutes)
    drawn = told.interval_of(WHOLE, "", _BEYOND)
    instead = "" if drawn is None else f" instead of {about_people(drawn.value)}"
    said = []
    for each in told.calibrated:
        factor = _factor(each.calibration, why)
        if each.measure == _BEYOND and not math.isnan(factor):
            title, people = _title(each.calibration, why), about_people(each.value)
            said.append(f"{title}, {factor:g} times as long: {people} people are not within {beyond}{instead}.")
    return tuple(said)


def _calibrated_table(table_id: str, label: str, why: WhyTables, told: RunTables, tier: Tier) -> Table:
    names = list(dict.fromkeys(each.calibration for each in told.calibrated))
    cells: dict[str, dict[str, Calibrated]] = {}
    for each in told.calibrated:
        cells.setdefault(each.measure, {})[each.calibration] = each
    rows = []
    for measure, found in cells.items():
        drawn = told.interval_of(WHOLE, "", measure)
        computed = "" if drawn is None else figure_in_words(drawn.value, drawn.unit)
        rows.append(Row(name=figure_label(measure), cells=(computed, *(_cell(found.get(name)) for name in names))))
    return Table(
        id=table_id,
        caption=f"Figures if every time were longer: {label}",
        facts=access_facts(
            tier,
            unit="that of each figure: people, share, or time in hours (h) and minutes (min); in brackets the range "
            "that the factor's own interval gives",
            denominator="all people of the study",
        ),
        headings=("Figure", "As computed", *(_title(name, why) for name in names)),
        rows=tuple(rows),
    )


def _cell(each: Calibrated | None) -> str:
    if each is None:
        return ""
    said = figure_in_words(each.value, each.unit)
    has_range = not math.isnan(each.low) and not math.isnan(each.high)
    return f"{said} ({range_in_words(each.low, each.high, each.unit)})" if has_range else said


def _levels(levels: str) -> str:
    return " → ".join(part.strip() for part in levels.replace(",", ";").split(";") if part.strip())


def _referral_sentences(referrals: Sequence[Referral]) -> tuple[str, ...]:
    first = referrals[0]
    said = [
        (
            f"People go to the nearest centre of the first level, from there to the nearest of the next, and so on: "
            f"{_levels(first.levels)}. This is another way of counting, with a time of its own."
        )
    ]
    median = next((each for each in referrals if each.measure == "median_minutes"), None)
    if median is not None:
        direct, chain = (value_in_words(value, "minutes") for value in (median.direct, median.chain))
        said.append(f"Half of the people need {direct} or less straight to the centre, {chain} or less by the chain.")
    if first.people_without_chain > 0:
        said.append(f"{about_people(first.people_without_chain)} people have no way along the whole chain.")
    return tuple(said)


def _referral_table(table_id: str, label: str, referrals: Sequence[Referral], tier: Tier) -> Table:
    return Table(
        id=table_id,
        caption=f"Straight to the centre and by the chain of referral: {label}",
        facts=access_facts(
            tier,
            unit="that of each figure: people, share, or time in hours (h) and minutes (min)",
            denominator="all people of the study",
        ),
        headings=("Figure", "Levels", "Straight", "By the chain", "People without the chain", "Note"),
        rows=tuple(
            Row(
                name=figure_label(each.measure),
                cells=(
                    _levels(each.levels),
                    figure_in_words(each.direct, each.unit),
                    figure_in_words(each.chain, each.unit),
                    people_in_words(each.people_without_chain),
                    each.note,
                ),
            )
            for each in referrals
        ),
        texts=(1, 5),
    )


def calibration_section(why: WhyTables, tier: Tier) -> list[Section]:
    """The factors with their sources, and where the model fits the reported times worst."""
    tables = []
    if why.calibrations:
        tables.append(_factor_table(why.calibrations, tier))
    if why.fits:
        tables.append(_fit_table(why.fits, tier))
    if not tables:
        return []
    sentences = _worst_sentences(why.fits)
    notes = ("A group of fewer than 10 reported times is not shown, and no single reported time is in a release.",)
    return [Section(title="Reported times", sentences=sentences, tables=tuple(tables), notes=notes if why.fits else ())]


def _factor_table(calibrations: Sequence[Calibration], tier: Tier) -> Table:
    return Table(
        id="sure-factors",
        caption="By how much reported times are longer than modelled ones",
        facts=table_facts(
            unit="times as long",
            denominator="modelled minutes",
            date=tier.as_of,
            source="; ".join(dict.fromkeys(each.source or "not given" for each in calibrations)),
        ),
        headings=("Scenario", "Factor", "Its interval", "Pairs", "Source", "Certainty", "Note"),
        rows=tuple(
            Row(
                name=each.title or name_in_words(each.name),
                cells=(
                    _factor_cell(each.factor),
                    _ends(each.low, each.high),
                    _pairs_cell(each.pairs),
                    each.source,
                    each.certainty,
                    each.note,
                ),
            )
            for each in calibrations
        ),
        texts=(4, 5, 6),
    )


def _fit_table(fits: Sequence[Fit], tier: Tier) -> Table:
    return Table(
        id="sure-fits",
        caption="Where reported and modelled times differ most",
        facts=table_facts(
            unit="times as long; minutes, reported less modelled",
            denominator="modelled minutes",
            date=tier.as_of,
            source="times reported to the study",
        ),
        headings=("Of which", "Pairs", "Factor", "Its interval", "Median difference", "Note"),
        rows=tuple(
            Row(
                name=_fit_name(each),
                cells=(
                    _pairs_cell(each.pairs),
                    _factor_cell(each.factor),
                    _ends(each.low, each.high),
                    UNKNOWN if math.isnan(each.residual_minutes) else f"{each.residual_minutes:+.0f} min",
                    each.note,
                ),
            )
            for each in fits
        ),
        texts=(5,),
    )


def _fit_name(fit: Fit) -> str:
    return f"{name_in_words(fit.by)}: {fit.name}" if fit.name else name_in_words(fit.by)


def _worst_sentences(fits: Sequence[Fit]) -> tuple[str, ...]:
    """The groups in which reported times are longest against modelled ones, one of each kind."""
    kinds = dict.fromkeys(each.by for each in fits if each.name and not math.isnan(each.factor))
    worst = []
    for kind in kinds:
        found = max((each for each in fits if each.by == kind), key=lambda each: abs(math.log(each.factor or 1)))
        worst.append(f"{_fit_name(found).lower()} ({found.factor:.2f} times as long)")
    return (f"The model is farthest from what was reported in {listed(worst)}.",) if worst else ()


def _factor_cell(factor: float) -> str:
    return UNKNOWN if math.isnan(factor) else f"{factor:.2f}"


def _pairs_cell(pairs: float) -> str:
    return UNKNOWN if math.isnan(pairs) else f"{pairs:,.0f}"


def _ends(low: float, high: float) -> str:
    return UNKNOWN if math.isnan(low) or math.isnan(high) else f"{low:.2f} to {high:.2f}"
