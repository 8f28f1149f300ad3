"""What a release says, in sentences that can be read aloud, and the names of its runs."""

from __future__ import annotations

import math
from dataclasses import dataclass

from accessibility.need import ANY_PILLAR
from maps.hazard_sentences import hazard_sentences, inside_sentence
from maps.release_values import Access, Run, Tier
from maps.run_key import BASE_SCENARIO, RunKey
from maps.words import (
    about_people,
    counted,
    date_in_words,
    duration_in_words,
    listed,
    lowered,
    minutes_in_words,
    people_in_words,
    people_share,
    percent_in_words,
)
from maps.worlds import centres_serving, pillar_name, profile_name, season_name, world_name

_NOBODY = 1e-6  # people: what is left of a difference of equal sums


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """One pillar, profile, scenario, season and direction, answered with hazards, without, or both."""

    label: str
    key: RunKey
    with_hazards: Run | None
    without_hazards: Run | None

    @property
    def main(self) -> Run:
        """The run to show first: hazards as recorded, where they are published."""
        run = self.with_hazards or self.without_hazards
        assert run is not None  # noqa: S101  a question is made from a run
        return run

    @property
    def runs(self) -> tuple[Run, ...]:
        """The runs there are, that with hazards first."""
        return tuple(run for run in (self.with_hazards, self.without_hazards) if run is not None)


def list_questions(tier: Tier) -> tuple[Question, ...]:
    """The questions that a tier answers, in the order of its runs."""
    keys = dict.fromkeys(run.key.question for run in tier.runs)
    questions = []
    for asked in keys:
        runs = {run.has_hazards: run for run in tier.runs if run.key.question == asked}
        some = next(iter(runs.values()))
        questions.append(
            Question(
                label=_label(some.key, tier),
                key=some.key,
                with_hazards=runs.get(True),
                without_hazards=runs.get(False),
            )
        )
    return tuple(questions)


def base_questions(tier: Tier) -> tuple[Question, ...]:
    """The questions about the study as it stands; what a scenario changes is told beside it, not again in full."""
    return tuple(question for question in list_questions(tier) if question.key.scenario == BASE_SCENARIO)


def run_label(run: Run, question: Question) -> str:
    """The name of a run in a list; the hazards are named only where there are two to tell apart."""
    return f"{question.label}, {hazards_label(run)}" if len(question.runs) > 1 else question.label


def hazards_label(run: Run) -> str:
    """What a run takes the hazards to be."""
    return "hazards as recorded" if run.has_hazards else "all hazards released"


def subtitle(tier: Tier) -> str:
    """The dates that a page must carry: the day that the study looks at, and the year of its people."""
    said = [f"The study looks at {date_in_words(tier.as_of)}"] if tier.as_of else []
    if tier.population.year is not None:
        said.append(f"people of {tier.population.year}")
    return "; ".join(said) or "The study gives no date"


def hazards_note(tier: Tier, *, page: str) -> str:
    """What a page (``map`` or ``report``) of this tier tells about hazards, and what it leaves out."""
    if not tier.hazards_published:
        return (
            f"This {tier.tier} {page} leaves hazard areas out; the authority has not released them. "
            "Every time is computed as if there were none, so real ways can be longer."
        )
    if not any(run.has_hazards for run in tier.runs):
        return "This study was made without hazard areas. Every time is computed as if there were none."
    said = "Every time is given twice: with the hazard areas as recorded, and as if all of them were released."
    if page == "map" and len({run.key.scenario for run in tier.runs}) > 1:
        said += " The areas drawn are those of the study as it is, whatever a scenario releases or adds."
    return said


def headline(access: Access, tier: Tier, *, direction: str) -> str:
    """How many people are within each band.

    The denominator is everyone, also those with no way.
    """
    verb = "reach the nearest centre" if direction == "to" else "are reached from the nearest centre"
    said: list[str] = []
    for band, people in zip(tier.bands_minutes, access.within, strict=True):
        share, within = percent_in_words(people, access.people), f"within {duration_in_words(band)}"
        if said:
            said.append(f"{about_people(people)} ({share}) {within}")
        else:
            everyone = people_in_words(access.people)
            said.append(f"{about_people(people)} of {everyone} people ({share}) {verb} {within}")
    return f"In {tier.study}, {listed(said)}."


def summary_sentences(question: Question, tier: Tier) -> tuple[str, ...]:
    """The answer to a question, from the whole study down to where it is worst."""
    run = question.main
    everyone = run.overall
    if not centres_serving(run.key, tier):
        people = people_in_words(everyone.people)
        return (f"In {tier.study}, no centre offers this service then: none of {people} people has a way to one.",)
    released = None if question.without_hazards is None else question.without_hazards.overall
    said = access_sentences(everyone, released if question.with_hazards else None, run, tier)
    said += [_gap_sentence(run, tier), *_worst_area_sentence(run, tier)]
    return tuple(said)


def access_sentences(access: Access, released: Access | None, run: Run, tier: Tier) -> list[str]:
    """How the people of one row fare in a run; ``released``: the same row without hazards, if both are to be told."""
    said = [headline(access, tier, direction=run.key.direction), *_quantile_sentences(access)]
    if released is None:
        said += [_no_way_sentence(access), *_other_sentences(access, tier)]
        return [*said, inside_sentence(access)] if run.has_hazards else said
    if access.no_way == released.no_way:  # else told with what hazards change
        said.append(_no_way_sentence(access))
    return [
        *said,
        *_other_sentences(access, tier),
        inside_sentence(access),
        *hazard_sentences(access, released, tier),
    ]


def centre_sentences(tier: Tier) -> tuple[str, ...]:
    """How many centres were used, moved and refused, by pillar."""
    said = []
    for count in tier.centre_counts:
        sentence = f"{pillar_name(count.pillar, tier)}: {counted(count.accepted, 'centre')} used"
        if count.moved:
            sentence += f", {count.moved} of them moved to the nearest cell one can walk on"
        if count.refused:
            sentence += f"; {count.refused} refused"
        said.append(sentence + ".")
    return tuple(said)


def gap_definition(tier: Tier) -> str:
    """What counts as an underserved region."""
    threshold = duration_in_words(tier.threshold_minutes)
    least = "" if tier.min_people is None else f", with {people_in_words(tier.min_people)} people or more"
    return f"An underserved region is connected ground from which no centre is within {threshold}{least}."


def _label(key: RunKey, tier: Tier) -> str:
    """The pillar, and whatever else tells this run from others of the tier."""
    has_scenarios = len({run.key.scenario for run in tier.runs}) > 1
    said = []
    if len({run.key.world for run in tier.runs}) > 1:
        said.append(world_name(key, tier) if has_scenarios else season_name(key.season, tier))
    if len({run.key.profile for run in tier.runs}) > 1:
        profile = profile_name(key.profile, tier)
        said.append(lowered(profile) if said else profile)
    pillar = pillar_name(key.pillar, tier)
    if not said or key.pillar != ANY_PILLAR:  # that any service is meant need not be said each time
        said = [f"{pillar}: {', '.join(said)}" if said else pillar]
    if len({run.key.direction for run in tier.runs}) > 1:
        said.append("to the centre" if key.direction == "to" else "from the centre")
    return ", ".join(said)


def _quantile_sentences(access: Access) -> list[str]:
    if math.isnan(access.median_minutes):
        return []
    if math.isinf(access.median_minutes):
        return ["Half of the people or more have no time: they have no way, or are counted apart."]
    is_half_there, are_most_there = access.median_minutes < 1, access.p90_minutes < 1
    if are_most_there:
        return ["Nine in ten of the people are in the same place as a centre, or less than a minute away."]
    half = f"Half of the people need {minutes_in_words(access.median_minutes)} or less"
    if is_half_there:
        half = "Half of the people are in the same place as a centre, or less than a minute away"
    if math.isinf(access.p90_minutes):
        return [f"{half}; one in ten or more have no time at all."]
    return [f"{half}; nine in ten need {minutes_in_words(access.p90_minutes)} or less."]


def _no_way_sentence(access: Access) -> str:
    if access.no_way <= 0:
        return "Nobody is without a way to a centre."
    return f"{people_share(access.no_way, access.people)} have no way to a centre by land, road or recorded ferry."


def _other_sentences(access: Access, tier: Tier) -> list[str]:
    """Those without a time for other reasons; who is outside the grid is told with the inputs."""
    said = []
    elsewhere = 0.0 if access.area_kind == "area" else outside_grid_people(tier)
    stranded = access.on_barrier + access.no_land_data - elsewhere
    for people, why in (
        (stranded, "they stand on a barrier, or where there is no land data"),
        (access.beyond_limit, "their way is longer than the limit that is set"),
    ):
        if people > _NOBODY:
            said.append(f"{people_share(people, access.people)} have no time because {why}.")
    return said


def outside_grid_people(tier: Tier) -> float:
    """People outside the grid who are in the rows of all people, among those without land data; 0 if in no row."""
    people, in_rows = tier.population, tier.runs[0].overall.people
    is_in_rows = abs(in_rows - people.people) < abs(in_rows - (people.people - people.outside_grid))
    return people.outside_grid if people.outside_grid > 0 and is_in_rows else 0.0


def other_people(access: Access) -> float:
    """People on a barrier, without land data, or beyond the limit of the search."""
    return access.on_barrier + access.no_land_data + access.beyond_limit


def _gap_sentence(run: Run, tier: Tier) -> str:
    threshold = duration_in_words(tier.threshold_minutes)
    least = "" if tier.min_people is None else f" of {people_in_words(tier.min_people)} people or more"
    if not run.gaps:
        return f"There is no underserved region{least} beyond {threshold}."
    people = sum(gap.people for gap in run.gaps)
    is_are = "is 1 underserved region" if len(run.gaps) == 1 else f"are {len(run.gaps):,} underserved regions"
    return f"There {is_are}{least} beyond {threshold}; {people_share(people, run.overall.people)} live there."


def _worst_area_sentence(run: Run, tier: Tier) -> list[str]:
    """Where the share beyond the threshold is highest; areas whose shares read the same are told together."""
    areas = [row for row in run.access if row.area_kind == "area" and row.people > 0]
    if len(areas) < 2:  # noqa: PLR2004  the worst of one says nothing
        return []
    highest = max(areas, key=lambda row: row.beyond_threshold / row.people)
    if highest.beyond_threshold <= 0:
        return []
    threshold, share = duration_in_words(tier.threshold_minutes), _share_beyond(highest)
    worst = [row for row in areas if _share_beyond(row) == share]
    largest = max(worst, key=lambda row: row.people)
    if len(worst) == 1:
        people = people_in_words(largest.people)
        return [
            f"The share of people not within {threshold} is highest in {largest.area_name}: {share} of its {people}."
        ]
    among = f"{largest.area_name} has most people among them, {people_in_words(largest.people)}."
    if share == percent_in_words(1, 1):
        of = "all" if len(worst) == len(areas) else f"{len(worst):,} of"
        return [f"In {of} {len(areas):,} areas with people nobody is within {threshold} of a centre; {among}"]
    where = f"in {len(worst):,} of {len(areas):,} areas with people"
    return [f"The share of people not within {threshold} is highest, {share}, {where}; {among}"]


def _share_beyond(row: Access) -> str:
    return percent_in_words(row.beyond_threshold, row.people)
