"""What must be said with survivors' figures, in sentences: whom they count, what is not told, and whom that hides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from accessibility.need import ALL_ID, OUTSIDE_ID, pillar_label
from maps.release_values import Tier
from maps.sentences import hazards_label, list_questions
from maps.survivors_values import HELD, IMPOSSIBLE, SUPPRESSED, Folder, SurvivorTable, Unit
from maps.survivors_words import MINUTES_BAND, category_in_words, dimension_in_words
from maps.words import counted, date_in_words, listed, lowered, percent_in_words

MOST_NAMED: Final = 12
_CHILDREN: Final = ("0-4", "5-11", "12-17")
_AUDIENCES: Final = {"public": "for everyone", "partner": "for partners alone; do not pass it on"}
_UNITS: Final = {"areas": "area"}
PRIVACY: Final = (
    "Survivors are counted where they live, inside the custodian's own program. No record is in this release, "
    "and nobody can be looked up in it."
)
NEED: Final = (
    "Each service is counted for itself: whoever needs two is in both, so that figures of different services must "
    "not be added up. Survivors are a part of the people counted above, never more people."
)
WHAT_IF: Final = (
    "Survivors are no part of scenarios, comparisons and clearance: those count the population alone, since questions "
    "asked one after the other could find a single person."
)
LEGEND: Final = (
    "Suppressed: not told, since the figure is too small, or since a small one could be worked out from it. It does "
    "not mean zero. Nobody lives there: for all to see, nobody of the place lives at that distance."
)


def made_up_note(tier: Tier) -> str:
    """The loud label of made-up survivors; nothing where they are real."""
    if not any(folder.is_synthetic for folder in tier.survivors):
        return ""
    return (
        "MADE-UP SURVIVORS. Every survivor in these tables was drawn by a random number. No figure is about a person."
    )


def map_note(tier: Tier) -> str:
    """What the map says of survivors: that it does not show them; nothing where the tier has no table of them."""
    if not tier.survivors:
        return ""
    made_up = " They are made up in this release." if any(folder.is_synthetic for folder in tier.survivors) else ""
    return f"Survivors are not on this map, and nobody can be looked up: protected figures are in the report.{made_up}"


def place_name(unit: Unit) -> str:
    """What a place is called at the head of its row."""
    return {ALL_ID: "All", OUTSIDE_ID: "Outside all areas"}.get(unit.unit_id, unit.name)


def folder_label(folder: Folder) -> str:
    """What a folder of tables is, and for whom."""
    units = _UNITS.get(folder.units_kind, f"place ({folder.units_kind})")
    return f"By {units}, {_AUDIENCES[folder.audience]}; records of {date_in_words(folder.as_of)}"


def folder_sentences(folder: Folder, tier: Tier) -> Iterator[str]:
    """The rules that the figures of a folder are told by."""
    base = folder.rounding_base
    rounded = f" and is rounded up or down to a multiple of {base}, so that it is less than {base} off"
    yield (
        f"The records are those of {date_in_words(folder.as_of)}. Every figure stands for {folder.k} survivors or more"
        f"{rounded if base > 1 else ''}; shares are of rounded figures."
    )
    if any(table.has_noise for table in folder.tables):
        yield "Random noise was added to every figure before it was rounded: parts need not add up to their sum."
    held = [figure for table in folder.tables for figure in table.figures.values() if figure.status == HELD]
    if held:
        days = sorted({figure.as_of for figure in held})
        yield (
            f"{counted(len(held), 'figure is', 'figures are')} held, as told of {listed(_dates(days))}: since then "
            "they have not changed, or by too few survivors to be told."
        )
    yield from _merged_sentences(folder, tier)


def table_label(table: SurvivorTable, tier: Tier) -> str:
    """The service and the run, named as elsewhere in the report."""
    for question in list_questions(tier):
        for run in question.runs:
            if run.key == table.key:
                return f"{question.label}, {hazards_label(run)}" if len(question.runs) > 1 else question.label
    return pillar_label(table.key.pillar)


def table_sentences(folder: Folder, table: SurvivorTable, tier: Tier) -> Iterator[str]:
    """How many there are, and how far they live from care."""
    pillar = lowered(pillar_label(table.key.pillar))
    whole = table.figure(folder, folder.whole, {})
    if whole.survivors is None:
        yield f"How many survivors are in need of {pillar} is not told."
    else:
        held = f", as told of {date_in_words(whole.as_of)}" if whole.status == HELD else ""
        yield f"About {whole.survivors:,} survivors in need of {pillar} are recorded in {tier.study}{held}."
    if (MINUTES_BAND,) in folder.margins:
        yield from _band_sentences(folder, table, whole.survivors)


def _band_sentences(folder: Folder, table: SurvivorTable, everyone: int | None) -> Iterator[str]:
    """How many are within each band, and of which bands that is not told."""
    told, not_told = [], []
    for category in folder.dimensions[MINUTES_BAND]:
        figure, label = table.figure(folder, folder.whole, {MINUTES_BAND: category}), category_in_words(category)
        if figure.survivors is not None:
            share = "" if everyone is None else f" ({percent_in_words(min(figure.survivors, everyone), everyone)})"
            told.append(f"about {figure.survivors:,}{share} {_far(category)}")
        elif figure.status == SUPPRESSED:
            not_told.append(f"“{lowered(label)}”")
    way = "way to the nearest centre" if table.key.direction == "to" else "way from the nearest centre"
    if told:
        yield f"One {way}: {listed(told)}."
    if not_told:
        yield f"Not told: how many there are under {listed(not_told)}."


def _far(category: str) -> str:
    label = lowered(category_in_words(category))
    return {"no_way": "have no way at all", "place_unknown": "are known by their area alone"}.get(
        category, f"need {label}"
    )


def hidden_sentences(folder: Folder, table: SurvivorTable) -> Iterator[str]:
    """What is not told by place, and whom that hides."""
    for loss in table.losses:
        if loss.margin and loss.suppressed and len(loss.margin) == 1:
            share = f"about {loss.people_percent} %" if loss.people_percent else "fewer than 1 %"
            people = "" if loss.people_percent is None else f"; they stand for {share} of the survivors"
            yield (
                f"By place and {dimension_in_words(loss.margin[0])}, {loss.suppressed:,} of {loss.figures:,} figures "
                f"({percent_in_words(loss.suppressed, loss.figures)}) are suppressed{people}."
            )
    if ("sex",) in folder.margins:
        yield from _women_sentence(folder, table)
    children = [each for each in folder.dimensions.get("age_band", ()) if each in _CHILDREN]
    if children and ("age_band",) in folder.margins:
        counts = [_suppressed(folder, table, "age_band", each) for each in children]
        hidden, figures = sum(count for count, _ in counts), sum(figures for _, figures in counts)
        if hidden:
            share = percent_in_words(hidden, figures)
            said = f"{share} ({hidden:,} of {figures:,})"
            yield f"Of the figures by place about children under 18, {said} are suppressed."
    silent = [place_name(unit) for unit in folder.leaves if _is_silent(folder, table, unit)]
    if silent:
        yield (
            f"Nothing at all is told of {counted(len(silent), 'place')}: {_some(silent)}. "
            "Survivors in need may live there."
        )


def _women_sentence(folder: Folder, table: SurvivorTable) -> Iterator[str]:
    words = {"female": "women and girls", "male": "men and boys"}
    counts = {each: _suppressed(folder, table, "sex", each) for each in words if each in folder.dimensions["sex"]}
    if not any(hidden for hidden, _ in counts.values()):
        return
    said = [
        f"{percent_in_words(hidden, figures)} ({hidden:,} of {figures:,}) of those about {words[each]}"
        for each, (hidden, figures) in counts.items()
        if figures
    ]
    sentence = f"Of the figures by place and sex, suppression hides {listed(said)}."
    if _more_hidden(counts):
        sentence += " It hides women and girls more because fewer of them are recorded, not because they need less."
    yield sentence


def _more_hidden(counts: Mapping[str, tuple[int, int]]) -> bool:
    """Whether women's figures are hidden more often than men's."""
    female, male = counts.get("female", (0, 0)), counts.get("male", (0, 0))
    return female[0] * male[1] > male[0] * female[1]


def _suppressed(folder: Folder, table: SurvivorTable, dimension: str, category: str) -> tuple[int, int]:
    """Of the figures of the leaves about a category how many are suppressed, and how many there could be."""
    figures = [table.figure(folder, unit, {dimension: category}).status for unit in folder.leaves]
    return figures.count(SUPPRESSED), sum(status != IMPOSSIBLE for status in figures)


def _is_silent(folder: Folder, table: SurvivorTable, unit: Unit) -> bool:
    """Whether no figure of a place is told though there could be some."""
    statuses = {
        table.figure(folder, unit, {name: category}).status
        for margin in folder.margins
        if len(margin) == 1
        for name in margin
        for category in folder.dimensions[name]
    } | {table.figure(folder, unit, {}).status}
    return SUPPRESSED in statuses and statuses <= {SUPPRESSED, IMPOSSIBLE}


def _merged_sentences(folder: Folder, tier: Tier) -> Iterator[str]:
    """Which areas are told together, since few people live there."""
    names = {area.area_id: area.name for area in tier.areas} | {OUTSIDE_ID: "what lies outside all areas"}
    merged = [unit for unit in folder.units if unit.merged_ids]
    for unit in merged[:MOST_NAMED]:
        together = [names.get(identity, identity) for identity in unit.merged_ids]
        yield (
            f"{_some(together)} are told together, since fewer than {folder.least_people:,} people live in at least "
            f"one of them; the tables call them “{unit.name}”."
        )
    if len(merged) > MOST_NAMED:
        yield f"{len(merged) - MOST_NAMED:,} more places are told together for the same reason."


def _some(names: Sequence[str]) -> str:
    """Names, the first ones of many."""
    if len(names) <= MOST_NAMED:
        return listed(names)
    return f"{', '.join(names[:MOST_NAMED])} and {len(names) - MOST_NAMED:,} more"


def _dates(days: Sequence[str]) -> list[str]:
    return [date_in_words(day) for day in days]
