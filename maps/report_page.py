"""The report page: what a release says in words, tables and bars, in one file without scripts."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from maps.classes import minutes_classes
from maps.effects_sections import clearance_section, hazards_section, what_if_section
from maps.inline import page_environment, template_text
from maps.input_sentences import (
    ground_sentences,
    hazard_size_sentences,
    is_study_file,
    kept_back_sentence,
    outside_grid_sentences,
    population_sentences,
    source_sentence,
    told_sources,
)
from maps.need import NeedChapters
from maps.release_values import Access, Run, Source, Tier
from maps.run_key import RunKey
from maps.sentences import (
    Question,
    base_questions,
    centre_sentences,
    gap_definition,
    hazards_label,
    hazards_note,
    outside_grid_people,
    subtitle,
    summary_sentences,
)
from maps.survivors_section import survivors_section
from maps.table_facts import access_facts
from maps.tables import Share, access_cells, access_columns, class_shares, gap_cells, rows_by_need
from maps.why import WhyChapter
from maps.words import (
    NO_TIME,
    NO_WAY,
    bytes_in_words,
    counted,
    date_in_words,
    duration_in_words,
    lowered,
    minutes_in_words,
    name_in_words,
    people_in_words,
    percent_in_words,
    short_hash,
)

MOST_GAPS: Final = 200  # rows of one table
MOST_BARS: Final = 60
KEPT_BACK: Final = "kept back"


def draw_report_page(
    tier: Tier,
    need: NeedChapters | None = None,
    why: tuple[WhyChapter, ...] = (),
    intervals: Mapping[RunKey, str] = MappingProxyType({}),
) -> str:
    """The HTML of ``report.html``.

    ``need``: its chapters on need and fairness, None where the tier has none; ``why``: those on
    reasons, priority and certainty. ``intervals``: by run a sentence on how far draws move its headline figures.
    """
    questions = base_questions(tier)
    return (
        page_environment()
        .get_template("report.html.j2")
        .render(
            tier=tier,
            css=template_text("report.css"),
            subtitle=subtitle(tier),
            made_on=date_in_words(tier.created_utc),
            hazards_note=hazards_note(tier, page="report"),
            dates_note=_dates_note(tier),
            grounds=[*ground_sentences(tier), *outside_grid_sentences(tier), *hazard_size_sentences(tier)],
            answers=[_answer(place, question, tier, need, intervals) for place, question in enumerate(questions)],
            others=_others(questions, tier),
            need=need,
            why=why,
            facts=_facts(tier),
            method_title="How it was computed" if need is None else "Method and limits",
            survivors=survivors_section(tier),
            hazards=hazards_section(tier),
            clearance=clearance_section(tier),
            what_if=what_if_section(tier),
            gap_definition=gap_definition(tier),
            more_gaps=_more_gaps(tier),
            notices_lead=f"{counted(len(tier.notices), 'thing')} in the inputs to know of:",
            method=[*tier.method, *population_sentences(tier), *centre_sentences(tier), *_road_sentences(tier)],
            sources=_sources(tier),
            source_sentence=source_sentence(tier),
            kept_back=kept_back_sentence(tier),
            stages=_stages(tier),
            parameters=json.dumps(tier.parameters, indent=2, ensure_ascii=False, default=str),
        )
    )


def _facts(tier: Tier) -> dict[str, str]:
    """Unit, denominator, date and source of the tables and bars whose figures are people and times of this release."""
    return {
        "bars": access_facts(tier, unit="share of people", denominator="the people of each bar"),
        "access": access_facts(tier, unit="people, with their share; times one way in hours (h) and minutes (min)"),
        "gaps": access_facts(
            tier,
            unit="people; km²; times one way in hours (h) and minutes (min)",
            denominator="none, counts of each region",
        ),
        "effects": access_facts(
            tier,
            unit="people, with their share where one is given; times in hours (h) and minutes (min)",
            denominator="the people of the row, or of the study where the caption names no other",
        ),
    }


def _dates_note(tier: Tier) -> str:
    year = "" if tier.population.year is None else f" of the year {tier.population.year}"
    return (
        f"Every share is of the people named with it; people are those of the population source{year}. Times are one "
        f"way and hold for {date_in_words(tier.as_of)}. Counts in sentences are rounded to three digits where that "
        "hides no difference, those in tables to whole people."
    )


def _more_gaps(tier: Tier) -> str:
    if all(len(run.gaps) <= MOST_GAPS for run in tier.runs):
        return ""
    return f"A table shows the {MOST_GAPS} regions with most people; all are in tables/gaps.gpkg of this release."


def _others(questions: tuple[Question, ...], tier: Tier) -> dict[str, Any] | None:
    """All questions beside each other, where there are several; the first alone is told in full at the top."""
    if len(questions) < 2:  # noqa: PLR2004  one needs no table
        return None
    columns = ("Question", *access_columns(questions[0].main, tier), "In underserved regions")
    return {
        "note": (
            f"In full here: {questions[0].label}. The table has it beside the others, which are told in full with "
            "their figures by area below."
        ),
        "table": {
            "id": "in-short-table",
            "caption": "All that was asked, each over all people of the study"
            + (f", {hazards_label(questions[0].main)}" if questions[0].main.has_hazards else ""),
            "headings": columns,
            "texts": (),
            "rows": [
                {
                    "name": question.label,
                    "cells": [
                        *access_cells(question.main.overall, question.main),
                        _people_in_gaps(question.main),
                    ],
                    "kind": "",
                }
                for question in questions
            ],
        },
    }


def _people_in_gaps(run: Run) -> str:
    people = people_in_words(sum(gap.people for gap in run.gaps))
    return f"{people} ({counted(len(run.gaps), 'region')})" if run.gaps else people


def _answer(
    place: int, question: Question, tier: Tier, need: NeedChapters | None, intervals: Mapping[RunKey, str]
) -> dict[str, Any]:
    """All that the template needs of one question."""
    answer_id = f"answer-{place + 1}"
    sure = [intervals[question.main.key]] if question.main.key in intervals else []
    return {
        "id": answer_id,
        "label": question.label,
        "title": question.label if need is None else f"Accessibility by area: {question.label}",
        "sentences": (*summary_sentences(question, tier), *sure),
        "parts": [_part(f"{answer_id}-{number}", question, run, tier) for number, run in enumerate(question.runs)],
    }


def _part(part_id: str, question: Question, run: Run, tier: Tier) -> dict[str, Any]:
    """The bars and tables of one run."""
    classes = minutes_classes(tier.bands_minutes)
    rows = rows_by_need(run)
    title = f"{question.label}, {hazards_label(run)}" if len(question.runs) > 1 else question.label
    areas = [row for row in rows if row.area_kind == "area" and row.people > 0]
    barred = areas[:MOST_BARS] + [row for row in rows if row.area_kind != "area" and round(row.people) > 0]
    first = f", those with most people not within {duration_in_words(tier.threshold_minutes)} first" if areas else ""
    shares = {id(row): class_shares(row, classes) for row in barred}
    used = {share.minutes_class.code for row in barred for share in shares[id(row)]}
    left_out = len(areas[MOST_BARS:])
    return {
        "title": hazards_label(run).capitalize(),
        "bars_caption": f"Share of the people{' of each area' if areas else ''} by time to the nearest centre{first}: "
        f"{title}",
        "bars_note": "The table below gives the same figures."
        + (f" Bars of {left_out:,} more areas are left out for length." if left_out > 0 else ""),
        "legend": [{"label": each.label, "background": each.background} for each in classes if each.code in used],
        "bars": [_bar(row, shares[id(row)]) for row in barred],
        "table": {
            "id": f"{part_id}-areas",
            "caption": f"People by {'area and ' if areas else ''}time to the nearest centre{first}: {title}",
            "headings": ("Area", *access_columns(run, tier)),
            "texts": (),
            "rows": [{"name": _row_name(row), "cells": access_cells(row, run), "kind": row.area_kind} for row in rows],
        },
        "table_note": _table_note(run, tier),
        "gaps": {
            "id": f"{part_id}-gaps",
            "caption": f"Underserved regions, most people first: {title}",
            "headings": ("Region", *(label for label, _ in gap_cells(run.gaps[0], run))) if run.gaps else (),
            "texts": (6,),
            "rows": [
                {"name": gap.name, "cells": [text for _, text in gap_cells(gap, run)], "kind": ""}
                for gap in run.gaps[:MOST_GAPS]
            ],
        },
        "gaps_note": _gaps_note(run),
        "no_gaps": f"{title}: there is no underserved region.",
    }


def _bar(row: Access, shares: tuple[Share, ...]) -> dict[str, Any]:
    said = [f"{percent_in_words(share.people, row.people)} {lowered(share.minutes_class.label)}" for share in shares]
    return {
        "name": _row_name(row),
        "text": f"{_row_name(row)}: {', '.join(said)}",
        "pieces": [
            {"percent": f"{share.percent:.3f}", "background": share.minutes_class.background} for share in shares
        ],
    }


def _row_name(row: Access) -> str:
    return {"all": "All", "outside": "Outside all areas"}.get(row.area_kind, row.area_name)


def _table_note(run: Run, tier: Tier) -> str:
    last = minutes_in_words(tier.bands_minutes[-1])
    outside = "outside the grid, " if outside_grid_people(tier) > 0 else ""
    inside = ", inside hazard areas" if run.has_hazards else ""
    note = (
        "“Within” counts grow from left to right and include the limit. "
        f"Within {last}, over {last}, no way{inside} and no time for another reason add up to the people of the row. "
        f"No time for another reason: on a barrier, without land data, {outside}or beyond the limit of the search. "
        f"Not within {duration_in_words(tier.threshold_minutes)} counts everyone else, also those with no time. "
        f"The median and the time of 9 in 10 are over everyone, those with no time last: “{NO_WAY}” or “{NO_TIME}” "
        "there means that half of the people, or one in ten, or more have none."
    )
    if run.has_hazards:
        note += " Because of hazards: those who would be within it if all recorded hazard areas were released."
    return note


def _gaps_note(run: Run) -> str:
    """What the words of the table of regions mean, as far as they are in it."""
    words = {text for gap in run.gaps[:MOST_GAPS] for _, text in gap_cells(gap, run)}
    note = (
        "Longest way: that of whoever lives farthest from a centre, one way. Median: half of the people need no more."
    )
    if NO_WAY in words:
        note += f" “{NO_WAY.capitalize()}” stands there for people whom no land, road or ferry leads to a centre."
    if NO_TIME in words:
        why = "live inside a hazard area" if run.has_hazards else "are on a barrier or without land data"
        note += f" “{NO_TIME.capitalize()}” stands for people who {why} and are counted apart."
    return note


def _road_sentences(tier: Tier) -> list[str]:
    """The counts of the road network, as the run gives them."""
    if "roads" in tier.parameters and tier.parameters["roads"] is None:
        return list(ground_sentences(tier))
    counts = {name: count for name, count in tier.roads.items() if isinstance(count, int | float)}
    if not counts:
        return []
    said = [f"{name_in_words(name).lower()} {people_in_words(count)}" for name, count in counts.items()]
    return [f"Roads: {', '.join(said)}."]


def _sources(tier: Tier) -> dict[str, Any]:
    return {
        "id": "sources-table",
        "caption": "Input files of this release",
        "headings": ("Input", "File", "Source", "Licence", "Date", "Size", "sha256, first digits"),
        "texts": (1, 2, 3, 4, 6),
        "rows": [
            {
                "name": name_in_words(source.role.replace("[", "").replace("]", ",")),
                "cells": (
                    source.file,
                    source.source or _lack(source, "source"),
                    source.licence or _lack(source, "licence"),
                    date_in_words(source.date) if source.date else _lack(source, "date"),
                    KEPT_BACK if source.is_kept_back else bytes_in_words(source.size_bytes),
                    KEPT_BACK if source.is_kept_back else short_hash(source.sha256),
                ),
                "kind": "",
            }
            for source in told_sources(tier)
        ],
    }


def _lack(source: Source, what: str) -> str:
    return "" if is_study_file(source) else f"{what} not given"


def _stages(tier: Tier) -> dict[str, Any]:
    def memory(megabytes: float) -> str:
        return "not measured" if math.isnan(megabytes) else f"{megabytes:,.0f} MB"

    return {
        "id": "stages-table",
        "caption": "Stages of the run",
        "headings": ("Stage", "Seconds", "Peak memory"),
        "texts": (),
        "rows": [
            {"name": stage.name, "cells": (f"{stage.duration_s:,.1f}", memory(stage.peak_memory_mb)), "kind": ""}
            for stage in tier.stages
        ],
    }
