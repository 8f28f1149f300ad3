"""The chapter on which region comes first, by what weights, and how that moves with them."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Final

from maps.need import Row, Table
from maps.release_values import Tier
from maps.table_facts import access_facts
from maps.why.asking import Asked, chosen_runs, how_to_ask
from maps.why.blocks import (
    MOST_CARDS,
    MOST_ROWS,
    Folded,
    Piece,
    Section,
    Stack,
    Stacks,
    Swatch,
    WhyChapter,
    cut_rows_note,
)
from maps.why.columns import MOVES, PRIORITIES
from maps.why.sure_words import SURELY, degree_in_words, draws_in_words, ranks_in_words, short_name
from maps.why.values import REGION, Move, Priority, RunTables, WhyTables
from maps.words import UNKNOWN, counted, listed, lowered, name_in_words, percent_in_words

TITLE: Final = "Which comes first"
_OF_LARGEST: Final = "the largest of the run, by part"
_CHANGES: Final = frozenset({"doubled", "left out", "alone"})
_MOST_TIED: Final = 3
_NO_PLACE: Final = "none: a tie above"
_LEAD: Final = (
    "Each region gets a score from 0 to 1 out of parts that are shown. Each part is held against the region that has "
    "most of it, which gets 1, and the score is their mean by weights that the study sets. What caused an impairment, "
    "nationality and status never weigh. A score says where most is missing; it does not say what helps, at what cost. "
    "To see what hangs on the weights, they are changed: one part doubled, left out or alone, or all equal."
)
_LABELS: Final[Mapping[str, tuple[str, str]]] = {
    "people": ("People beyond", "people beyond the threshold"),
    "depth": ("Time lost", "person-hours beyond the threshold"),
    "need": ("People in need", "people in need of the service beyond the threshold, where known"),
    "no-way": ("No way at all", "people with no way to any centre"),
    "steadiness": ("How sure", "the share of draws in which most of the region is underserved"),
}
# Light to dark of cividis, with stripes that tell them apart in a grey print.
_LOOKS: Final = (
    "#00326f",
    "repeating-linear-gradient(45deg, #ffffffa6 0 2px, transparent 2px 7px), #575d6d",
    "repeating-linear-gradient(0deg, #ffffffa6 0 2px, transparent 2px 7px), #7b7b78",
    "repeating-linear-gradient(135deg, #ffffffa6 0 2px, transparent 2px 9px), #a69d75",
    "radial-gradient(circle, #ffffffd9 1.3px, transparent 1.7px) 0 0 / 7px 7px, #c4a632",
    "#e9d66b",
)


def priority_chapter(why: WhyTables, tier: Tier) -> WhyChapter:
    """The chapter; one sentence on how to ask where the tier tells no priorities."""
    if PRIORITIES not in why.files:
        lead = how_to_ask(tier, "priority", "a score of which region comes first")
        return WhyChapter(id="priority", title=TITLE, lead=(lead,))
    chosen = chosen_runs(tier, lambda key: bool(why.of(key).priorities))
    sections = [
        _section(place, asked, why.of(asked.key), tier, is_only=len(chosen.leads) == 1)
        for place, asked in enumerate(chosen.leads, 1)
    ]
    if chosen.others:
        folded = tuple(
            Folded(
                title=asked.label,
                sentences=first_sentences(why.of(asked.key)),
                tables=(_table(f"priority-other-{at}", asked.label, why.of(asked.key), tier, most=MOST_CARDS),),
            )
            for at, asked in enumerate(chosen.others, 1)
        )
        sections.append(Section(title="The other runs of this release", folded=folded))
    nothing = ("No run has an underserved region, so there is none to put first.",) if not chosen.leads else ()
    return WhyChapter(id="priority", title=TITLE, lead=(_LEAD, *nothing), sections=tuple(sections))


def _section(place: int, asked: Asked, told: RunTables, tier: Tier, *, is_only: bool) -> Section:
    tables = [_table(f"priority-{place}-regions", asked.label, told, tier)]
    if told.moves:
        tables.append(_move_table(f"priority-{place}-moves", asked.label, told, tier))
    known = _known_parts(told.priorities)
    parts = [f"{part_label(name)}, {_meaning(name)}" for name in known]
    unknown = [lowered(part_label(name)) for name in told.priorities[0].parts if name not in known]
    return Section(
        title="" if is_only else asked.label,
        sentences=first_sentences(told),
        stacks=(_bars(asked.label, told.priorities[:MOST_CARDS], tier),),
        tables=tuple(tables),
        notes=(
            f"The parts: {'; '.join(parts)}.",
            *_unmoved_note(told),
            *([f"Not known for every region, so of no weight here: {listed(unknown)}."] if unknown else []),
            *cut_rows_note(len(told.priorities), "regions", PRIORITIES),
            *([f"The rank of every region under every weighting is in {MOVES} of this release."] if told.moves else []),
        ),
    )


def part_label(name: str) -> str:
    """The name of a part of the score.

    >>> part_label("no_way"), part_label("depth"), part_label("new_part")
    ('No way at all', 'Time lost', 'New part')
    """
    return _LABELS.get(name.replace("_", "-"), (name_in_words(name), ""))[0]


def _meaning(name: str) -> str:
    return _LABELS.get(name.replace("_", "-"), ("", "as the study defines it"))[1]


def first_sentences(told: RunTables) -> tuple[str, ...]:
    """Who comes first, and under how many weightings that stays so; ties are told."""
    firsts = [each for each in told.priorities if each.rank == 1]
    if not firsts:
        return ()
    names = listed([short_name(each.name) for each in firsts])
    verb = "comes" if len(firsts) == 1 else "come"
    said = [f"{names} {verb} first, with a score of {firsts[0].score:.2f} of 1."]
    if len(firsts) == 1:
        said += _not_sure(firsts[0], told)
    weightings = list(dict.fromkeys(each.weighting for each in told.moves))
    if weightings and len(firsts) == 1:
        first = firsts[0]
        holds = {each.weighting for each in told.moves if each.region_id == first.region_id and each.rank == 1}
        said.append(f"It stays first under {len(holds):,} of {len(weightings):,} weightings.")
        said += _instead([name for name in weightings if name not in holds], first, told.moves)
    if len(firsts) == 1 and not math.isnan(firsts[0].share_first):
        share = percent_in_words(firsts[0].share_first, 1)
        said.append(f"With weights taken at random it is first in {share} of the trials.")
    return tuple(said)


def _not_sure(first: Priority, told: RunTables) -> list[str]:
    """That a region which comes first is not almost surely underserved."""
    found = told.sureness_of(REGION, first.region_id)
    if found is None or not found.beyond_share < SURELY:
        return []
    draws = draws_in_words(found.beyond_share, found.draws)
    return [f"That it is underserved at all is not sure: {draws}, {degree_in_words(found.beyond_share)}."]


def _instead(weightings: Sequence[str], first: Priority, moves: Sequence[Move]) -> list[str]:
    """Who is first under the weightings under which another is."""
    found: dict[str, list[str]] = {}
    for weighting in weightings:
        others = [each for each in moves if each.weighting == weighting and each.rank == 1]
        names = _named([short_name(each.name) for each in others if each.region_id != first.region_id])
        found.setdefault(names, []).append(f"“{lowered(weighting_in_words(weighting))}”")
    return [
        f"{names} would be first with {_named(said)}."
        for names, said in sorted(found.items(), key=lambda each: -len(each[1]))[:_MOST_TIED]
    ]


def _bars(label: str, priorities: Sequence[Priority], tier: Tier) -> Stacks:
    names = _known_parts(priorities)
    looks = {name: _LOOKS[place % len(_LOOKS)] for place, name in enumerate(names)}
    return Stacks(
        caption=f"Score of each region with what its parts add to it: {label}",
        facts=access_facts(tier, unit="score, 0 to 1 for the whole width", denominator=_OF_LARGEST),
        legend=tuple(Swatch(background=looks[name], label=_weighted(name, priorities[0])) for name in names),
        bars=tuple((f"{_rank_cell(each.rank)}. {short_name(each.name)}", _bar(each, looks)) for each in priorities),
        note="",
    )


def _bar(priority: Priority, looks: Mapping[str, str]) -> Stack:
    """What each known part adds to the score."""
    added = {
        name: part * priority.weights.get(name, 0.0) for name, part in priority.parts.items() if not math.isnan(part)
    }
    whole = sum(added.values())
    shares = {name: priority.score * each / whole for name, each in added.items() if each > 0}
    said = ", ".join(f"{lowered(part_label(name))} adds {share:.2f}" for name, share in shares.items())
    return Stack(
        text=f"{priority.name}: score {priority.score:.2f}{f': {said}' if said else ''}",
        pieces=tuple(
            Piece(percent=100 * share, background=looks[name], label=f"{share:.2f}") for name, share in shares.items()
        ),
    )


def _weighted(name: str, priority: Priority) -> str:
    weight = priority.weights.get(name, math.nan)
    return f"{part_label(name)} (weight {UNKNOWN if math.isnan(weight) else f'{weight:.2g}'})"


def _table(table_id: str, label: str, told: RunTables, tier: Tier, most: int = MOST_ROWS) -> Table:
    shown = told.priorities[:most]
    has_random = any(not math.isnan(each.share_first) for each in shown)
    ranks: dict[str, list[float]] = {}
    for move in told.moves:
        ranks.setdefault(move.region_id, []).append(move.rank)
    parts = _known_parts(told.priorities)
    headings = ("Region", "Rank", "Score", *(_weighted(name, shown[0]) for name in parts))
    headings += ("Rank under all weightings",) if ranks else ()
    headings += ("First with random weights",) if has_random else ()
    rows = []
    for each in shown:
        cells = [_rank_cell(each.rank), _part_cell(each.score), *(_part_cell(each.parts[name]) for name in parts)]
        if ranks:
            found = ranks.get(each.region_id, [math.nan])
            cells.append(ranks_in_words(min(found), max(found)))
        if has_random:
            cells.append(percent_in_words(each.share_first, 1))
        rows.append(Row(name=short_name(each.name), cells=tuple(cells)))
    return Table(
        id=table_id,
        caption=f"Priority of regions, first ones first: {label}",
        facts=access_facts(tier, unit="rank; score and parts, 0 to 1", denominator=_OF_LARGEST),
        headings=headings,
        rows=tuple(rows),
    )


def _named(names: Sequence[str]) -> str:
    """Those who share a rank, the first three by name; one better is shared where nobody has it."""
    more = len(names) - _MOST_TIED
    if not names:
        return _NO_PLACE
    return listed([*names[:_MOST_TIED], *([counted(more, "more", "more")] if more > 0 else [])])


def _known_parts(priorities: Sequence[Priority]) -> list[str]:
    """The parts that are known of some region."""
    names = priorities[0].parts
    return [name for name in names if any(not math.isnan(each.parts.get(name, math.nan)) for each in priorities)]


def _rank_cell(rank: float) -> str:
    return UNKNOWN if math.isnan(rank) else f"{rank:g}"


def _part_cell(part: float) -> str:
    return UNKNOWN if math.isnan(part) else f"{part:.2f}"


def _most_moved(moves: Sequence[Move], given: Mapping[str, float]) -> str:
    """The region whose rank moves most against the one as given."""
    known = [(each, given[each.region_id] - each.rank) for each in moves if each.region_id in given]
    most, steps = max(((each, step) for each, step in known if step), key=lambda pair: abs(pair[1]), default=(None, 0))
    return "none moves" if most is None else f"{short_name(most.name)}: {most.rank + steps:g} to {most.rank:g}"


def weighting_in_words(weighting: str) -> str:
    """The name of a weighting with its part in words.

    >>> [weighting_in_words(name) for name in ("no-way left out", "depth doubled", "as given")]
    ['No way at all left out', 'Time lost doubled', 'As given']
    """
    part, _, what = weighting.partition(" ")
    if part.replace("_", "-") in _LABELS and what in _CHANGES:
        return f"{part_label(part)} {what}"
    return weighting[:1].upper() + weighting[1:]


def _unmoved(told: RunTables) -> list[str]:
    """The weightings, but for the first, under which every region keeps the rank it has as given."""
    given = {each.region_id: each.rank for each in told.priorities}
    moved = {each.weighting for each in told.moves if given.get(each.region_id) != each.rank}
    return [name for name in list(dict.fromkeys(each.weighting for each in told.moves))[1:] if name not in moved]


def _unmoved_note(told: RunTables) -> tuple[str, ...]:
    names = [f"“{lowered(weighting_in_words(name))}”" for name in _unmoved(told)]
    return (f"The order is as given with {listed(names)} too.",) if names else ()


def _move_table(table_id: str, label: str, told_run: RunTables, tier: Tier) -> Table:
    """One row for each weighting: who is first, second and third, and who moves most."""
    moves, given = told_run.moves, {each.region_id: each.rank for each in told_run.priorities}
    rows = []
    unmoved = set(_unmoved(told_run))
    for weighting in dict.fromkeys(each.weighting for each in moves):
        if weighting in unmoved:
            continue
        told = [each for each in moves if each.weighting == weighting]
        places = [_named([short_name(each.name) for each in told if each.rank == rank]) for rank in (1, 2, 3)]
        rows.append(Row(name=weighting_in_words(weighting), cells=(*places, _most_moved(told, given))))
    return Table(
        id=table_id,
        caption=f"How the order moves when the weights move: {label}",
        facts=access_facts(tier, unit="rank, 1 comes first; ties share the better rank", denominator="none, ranks"),
        headings=("Weighting", "First", "Second", "Third", "Moves most"),
        rows=tuple(rows),
        texts=(1, 2, 3, 4),
    )
