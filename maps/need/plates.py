"""Which figures a release gets: curves by profile and by group, small multiples of areas, ranked areas."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from accessibility.need import slug
from maps.need.asking import (
    KIND_LABELS,
    KINDS,
    Ask,
    everyone_of,
    group_sources,
    groups_of_kind,
    of_lead,
    whole_rows,
)
from maps.need.canvas import Drawing, Words
from maps.need.chapter import Row, Shown, Table, access_cell, measure_label, share_with_people
from maps.need.curves import (
    MOST_PANELS,
    Panel,
    coincide,
    curve_of,
    described,
    draw_curves,
    draw_multiples,
    farthest_apart,
)
from maps.need.looks import MOST_LINES
from maps.need.ranked_bars import MOST_BARS, Bar, bar_in_words, draw_bars
from maps.need.values import AREA, EVERYONE, GroupAccess, NeedTables
from maps.release_values import Tier
from maps.run_key import RunKey
from maps.table_facts import access_facts
from maps.words import duration_in_words, lowered, people_in_words
from maps.worlds import profile_name, season_name

LINES_NOTE: Final = (
    "The marks are the figures of the table; the lines between them only lead the eye. Everyone is counted: what a "
    "line lacks to 100 % are people farther away, and in the strip at the right those with no time at all."
)
_draw_curves: Final = lru_cache(maxsize=128)(draw_curves)  # tiers that tell the same share their pictures
_draw_multiples: Final = lru_cache(maxsize=32)(draw_multiples)
_draw_bars: Final = lru_cache(maxsize=32)(draw_bars)
_MULTIPLES_KINDS: Final = ("sex", "settlement", "age", "need")


def draw_plates(ask: Ask, place: int, need: NeedTables, tier: Tier) -> tuple[Shown, ...]:
    """All figures of one ask; ``place`` tells their files from those of other asks."""
    start = f"figure-{place:02d}-{slug(ask.lead.pillar) or 'service'}"
    found: list[Shown | None] = [_by_profile(f"{start}-by-profile", ask, need, tier)]
    found += [_by_group(f"{start}-by-{kind}", kind, ask, need, tier) for kind in KINDS]
    found += [_multiples(f"{start}-areas", ask, need, tier), _ranked(f"{start}-ranked", ask, need, tier)]
    return tuple(each for each in found if each is not None)


def _by_profile(name: str, ask: Ask, need: NeedTables, tier: Tier) -> Shown | None:
    runs = [run for run in ask.runs if run.season == ask.lead.season]
    rows = [(profile_name(run.profile, tier), row) for run in runs if (row := everyone_of(need, run)) is not None]
    if len(rows) < 2:  # noqa: PLR2004  one line alone compares nothing
        return None
    return _curves(name, f"Share of people by travel time, by profile: {ask.label}{_season(ask, tier)}", rows, tier)


def _season(ask: Ask, tier: Tier) -> str:
    """The season of the figures of an ask, to follow its label; empty where there is one alone."""
    has_seasons = len({run.season for run in ask.runs}) > 1
    return f", {lowered(season_name(ask.lead.season, tier))}" if has_seasons else ""


def _by_group(name: str, kind: str, ask: Ask, need: NeedTables, tier: Tier) -> Shown | None:
    rows = _rows_of_kind(kind, whole_rows(need, ask.lead), need)
    if len(rows) < 2:  # noqa: PLR2004  everyone alone compares nothing
        return None
    title = f"Share of people by travel time, by {KIND_LABELS[kind]}: {ask.label}{of_lead(ask)}"
    return _curves(name, title, rows, tier, groups=group_sources(need, (kind,), tier))


def _rows_of_kind(kind: str, told: dict[str, GroupAccess], need: NeedTables) -> list[tuple[str, GroupAccess]]:
    """Everyone, then the groups of a kind that the table tells of, empty ones with them."""
    keys = [EVERYONE, *groups_of_kind(need, kind)]
    return [(need.group_label(key), told[key]) for key in keys if key in told]


def has_no_difference(kind: str, told: dict[str, GroupAccess], need: NeedTables) -> bool:
    """Whether the groups of a kind lie so near to each other that no picture is drawn of them."""
    return coincide([curve_of(row, label) for label, row in _rows_of_kind(kind, told, need)])


def _curves(
    name: str, title: str, rows: Sequence[tuple[str, GroupAccess]], tier: Tier, *, groups: str = ""
) -> Shown | None:
    curves = [curve_of(row, label) for label, row in rows]
    told = [curve for curve in curves if not curve.is_empty]
    if not told or coincide(told):
        return None
    drawn = farthest_apart(told, MOST_LINES, tier.threshold_minutes)
    too_many = [curve.label for curve in told if curve not in drawn]
    empty = [curve.label for curve in curves if curve.is_empty]
    notes = []
    if too_many:
        notes.append(
            f"More than {MOST_LINES} lines cannot be told apart: drawn are the first and those with the lowest and the "
            f"highest shares; not drawn: {'; '.join(too_many)}."
        )
    if empty:
        notes.append(f"Not drawn, for nobody is in them or nothing is known: {'; '.join(empty)}.")
    words = Words(
        slug=name,
        title=title,
        facts=access_facts(
            tier, unit="share of people; travel minutes one way", denominator="the people of each line", groups=groups
        ),
        description=". ".join(described(curve, tier.threshold_minutes) for curve in curves),
        shared_notes=(LINES_NOTE,),
        notes=tuple(notes),
        disclaimer=_disclaimer(tier),
    )
    drawing = _draw_curves(words, tuple(drawn), threshold_minutes=tier.threshold_minutes)
    return _shown(drawing, [(label, row, "") for label, row in rows], tier, first="People of the line")


def _multiples(name: str, ask: Ask, need: NeedTables, tier: Tier) -> Shown | None:
    """Areas beside each other: by profile where there are several, else by the first kind of group that is told."""
    runs = [run for run in ask.runs if run.season == ask.lead.season]
    areas = _areas_by_need(need, ask)
    if len(areas) < 2:  # noqa: PLR2004  one area is the whole
        return None
    if len(runs) > 1:
        by, season, groups = "profile", _season(ask, tier), ""
        told = [(profile_name(run.profile, tier), _by_area(need, run, EVERYONE)) for run in runs]
    else:
        whole = whole_rows(need, ask.lead)
        kinds = (kind for kind in _MULTIPLES_KINDS if groups_of_kind(need, kind))
        kind = next((kind for kind in kinds if not has_no_difference(kind, whole, need)), "")
        by, season, groups = KIND_LABELS.get(kind, ""), of_lead(ask), group_sources(need, (kind,), tier)
        keys = (EVERYONE, *groups_of_kind(need, kind))
        told = [(need.group_label(key), _by_area(need, ask.lead, key)) for key in keys]
    told = [(label, rows) for label, rows in told if rows][:MOST_LINES]
    shown = areas[:MOST_PANELS]
    rows = [
        (area.area_name, [(label, by_area[area.area_id]) for label, by_area in told if area.area_id in by_area])
        for area in shown
    ]
    lengths = {len(each) for _, each in rows}
    if len(lengths) != 1 or 0 in lengths:
        return None
    panels = [
        Panel(area_id=area.area_id, name=area_name, curves=tuple(curve_of(row, label) for label, row in each))
        for area, (area_name, each) in zip(shown, rows, strict=True)
    ]
    notes = []
    if len(areas) > MOST_PANELS:
        notes.append(f"The {MOST_PANELS} of {len(areas):,} areas with most people beyond the threshold.")
    threshold = f"The upright line is the threshold of {tier.threshold_minutes:g} minutes."
    words = Words(
        slug=name,
        title=f"Share of people by travel time in each area{f', by {by}' if by else ''}: {ask.label}{season}",
        facts=access_facts(
            tier,
            unit="share of people; travel minutes one way",
            denominator="the people of each line in the area",
            groups=groups,
        ),
        description=". ".join(
            f"{panel.name}: {'; '.join(described(curve, tier.threshold_minutes) for curve in panel.curves)}"
            for panel in panels
        ),
        shared_notes=(LINES_NOTE,),
        notes=(*notes, threshold),
        disclaimer=_disclaimer(tier),
    )
    drawing = _draw_multiples(words, tuple(panels), threshold_minutes=tier.threshold_minutes)
    named = [(f"{area}: {label}", row, "") for area, each in rows for label, row in each]
    return _shown(drawing, named, tier, first="People of the line")


def _ranked(name: str, ask: Ask, need: NeedTables, tier: Tier) -> Shown | None:
    areas = [
        Bar(
            area_id=row.area_id,
            name=row.area_name,
            people=row.people,
            beyond_share=row.value("beyond_threshold_share"),
            unreached_share=row.value("unreached_share"),
        )
        for row in _areas_by_need(need, ask)
    ]
    bars = [bar for bar in areas if bar.people > 0 and not math.isnan(bar.beyond_share)]
    if len(bars) < 2:  # noqa: PLR2004  one alone has no rank
        return None
    bars.sort(key=lambda bar: (-bar.beyond_share, -bar.people, bar.area_id))
    threshold = duration_in_words(tier.threshold_minutes)
    notes = (f"The {MOST_BARS} highest of {len(bars):,} areas with people.",) if len(bars) > MOST_BARS else ()
    words = Words(
        slug=name,
        title=f"Areas by the share of their people not within {threshold} of a centre: {ask.label}{of_lead(ask)}",
        facts=access_facts(tier, unit="share of people, and people", denominator="the people of each area"),
        description=". ".join(f"{bar.name}, {bar_in_words(bar)}" for bar in bars[:MOST_BARS]),
        notes=notes,
        disclaimer=_disclaimer(tier),
    )
    table = Table(
        id=f"{name}-table",
        caption=f"The figures of the picture: {words.title}",
        facts=words.facts,
        headings=("Area", "People", f"Not within {threshold}", "No time at all"),
        rows=tuple(
            Row(
                name=bar.name,
                cells=(
                    people_in_words(bar.people),
                    share_with_people(bar.beyond_share, bar.people),
                    share_with_people(bar.unreached_share, bar.people),
                ),
            )
            for bar in bars[:MOST_BARS]
        ),
    )
    return Shown(drawing=_draw_bars(words, tuple(bars)), table=table)


def _shown(drawing: Drawing, rows: Sequence[tuple[str, GroupAccess, str]], tier: Tier, *, first: str) -> Shown:
    """A figure with the table of its lines."""
    measures = [
        *(f"share_within_{band:g}_min" for band in tier.bands_minutes),
        "unreached_share",
    ]
    used = [measure for measure in measures if any(measure in row.measures for _, row, _ in rows)]
    words = drawing.words
    table = Table(
        id=f"{words.slug}-table",
        caption=f"The figures of the picture: {words.title}",
        facts=words.facts,
        headings=("Line", first, *(measure_label(measure) for measure in used)),
        rows=tuple(
            Row(
                name=label,
                cells=(people_in_words(row.people), *(access_cell(row, measure) for measure in used)),
                kind=kind,
            )
            for label, row, kind in rows
        ),
    )
    return Shown(drawing=drawing, table=table)


def _areas_by_need(need: NeedTables, ask: Ask) -> list[GroupAccess]:
    """The areas with people, those with most people beyond the threshold first."""

    def beyond(row: GroupAccess) -> float:
        people = row.value("beyond_threshold_share") * row.people
        return 0.0 if math.isnan(people) else people

    areas = [row for row in need.access[ask.lead] if row.area_kind == AREA and row.group == EVERYONE and row.people > 0]
    return sorted(areas, key=lambda row: (-beyond(row), row.area_id))


def _by_area(need: NeedTables, run: RunKey, group: str) -> dict[str, GroupAccess]:
    """The rows of a group by the ids of their areas."""
    return {row.area_id: row for row in need.access.get(run, ()) if row.area_kind == AREA and row.group == group}


def _disclaimer(tier: Tier) -> str:
    return " ".join(tier.disclaimers)
