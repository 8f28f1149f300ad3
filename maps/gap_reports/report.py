"""One gap report: what a release tells of one place in one run, gathered for all documents alike."""

from __future__ import annotations

import math
from dataclasses import replace

from maps.gap_reports.asking import run_id
from maps.gap_reports.figures import figures_of
from maps.gap_reports.ground_parts import centres_part, data_age_part, hazards_part, released_row, row_of
from maps.gap_reports.need_parts import (
    areas_part,
    certainty_part,
    fairness_part,
    families_part,
    priorities_part,
    reasons_part,
    regions_in,
    regions_part,
)
from maps.gap_reports.reading import ReleaseTables
from maps.gap_reports.values import OUTSIDE, WHOLE, Figure, GapReport, Place
from maps.input_sentences import source_sentence, told_sources
from maps.release_values import Gap, Run, Tier
from maps.sentences import access_sentences, list_questions, run_label
from maps.why import how_to_ask
from maps.words import counted, duration_in_words, percent_in_words
from maps.worlds import centres_serving


def gap_report(tables: ReleaseTables, run: Run, place: Place, *, release: str, version: str) -> GapReport:
    """The report of one place in one run.

    ``release`` and ``version`` name the release on every document. A part that the study did not ask for, or that
    the tier does not show, is there and says so.
    """
    tier = tables.tier
    figures = figures_of(tables, run, place)
    gaps = regions_in(tables, run, place)
    question = next(each for each in list_questions(tier) if each.key.question == run.key.question)
    return GapReport(
        release=release,
        version=version,
        tier=tier.tier,
        study=tier.study,
        country=tier.country,
        as_of=tier.as_of,
        population_year=tier.population.year,
        made_with=f"nearcare {tier.version}",
        run=run.key,
        run_id=run_id(run.key),
        run_label=run_label(run, question),
        place=place,
        threshold_minutes=tier.threshold_minutes,
        bands_minutes=tier.bands_minutes,
        sentences=_sentences(tier, run, place, gaps),
        range_note=_range_note(tables, figures),
        figures=figures,
        parts=(
            areas_part(tables, run, place),
            regions_part(tables, run, gaps, place),
            reasons_part(tables, run, place),
            priorities_part(tables, run, gaps),
            fairness_part(tables, run, place, figures),
            families_part(tables, run, place),
            centres_part(tables, run, place, gaps),
            hazards_part(tables, run, place),
            certainty_part(tables, run, place, gaps),
            data_age_part(tables),
        ),
        sources=told_sources(tier),
        source_sentence=source_sentence(tier),
        method=tier.method,
        disclaimers=tier.disclaimers,
    )


def _sentences(tier: Tier, run: Run, place: Place, gaps: tuple[Gap, ...]) -> tuple[str, ...]:
    row = row_of(run, place)
    name = tier.study if place.kind == WHOLE else place.name
    where = name[:1].upper() + name[1:] if place.kind == OUTSIDE else f"In {name}"
    if row.people <= 0:
        return (f"{where}, no people are counted.",)
    if not centres_serving(run.key, tier):
        return (f"{where}, no centre offers this service in this run: nobody has a way to one.",)
    said = access_sentences(row, released_row(tier, run, place), run, replace(tier, study=name))
    said[0] = said[0].replace(f"In {name}", where, 1)
    beyond = duration_in_words(tier.threshold_minutes)
    share = percent_in_words(row.beyond_threshold, row.people)
    said.append(
        f"{counted(len(gaps), 'underserved region')} {'has' if len(gaps) == 1 else 'have'} ground here; {share} of the "
        f"people are not within {beyond}."
    )
    return tuple(said)


def _range_note(tables: ReleaseTables, figures: tuple[Figure, ...]) -> str:
    parts = {each.interval for each in figures if not math.isnan(each.interval)}
    if not parts and "tables/intervals.csv" in tables.why.files:
        return "No figure of this report has a range: the release tells ranges of other runs."
    if not parts:
        return f"No figure has a range. {how_to_ask(tables.tier, 'uncertainty', 'intervals around its figures')}"
    middle = percent_in_words(max(parts), 1)
    return (
        f"A range holds the middle {middle} of the draws of speeds, hazards and people; the figure itself is computed "
        "once, with the study's own values, and may lie outside it. A figure without a range has none in this release."
    )
