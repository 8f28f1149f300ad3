"""The sections of the report on hazards, clearance and scenarios, as what its template needs."""

from __future__ import annotations

from typing import Any, Final

from maps.clearance_sentences import (
    changes_nothing_sentence,
    cluster_sentence,
    drawn_counts,
    steps_sentences,
    within_sentence,
)
from maps.comparison_sentences import comparison_sentences, held_against, world_sentences
from maps.comparison_tables import area_table, band_table
from maps.effects_sentences import (
    disputed_sentence,
    hazard_count_sentences,
    modelled,
    near_sentences,
    road_rule_sentence,
)
from maps.effects_tables import MOST_LISTED, cluster_table, disputed_table, near_table, road_rule_table, step_table
from maps.effects_values import Comparison
from maps.release_values import Run, Tier
from maps.sentences import Question, base_questions
from maps.words import lowered
from maps.worlds import pillar_name, profile_name

MOST_SENTENCES: Final = 10
MOST_AREAS: Final = 10
HOURS_NOTE: Final = (
    "A person-hour each way: one person's way to the centre, or from it, gets an hour shorter. People quicker and the "
    "hours are of those with a time before and after; people with a way at last have no way before and one after."
)
_CLUSTER_NOTE: Final = (
    "Areas that touch are one group, since releasing a part of it rarely opens a way. Areas and groups are numbered as "
    "on the map. Each is said to lie in the area of the study that holds a point inside it, and may reach into others. "
    "People inside who then have a time within the threshold are among those who come within it. "
    "The order is by people who come within the threshold, then by people with a way at last, then by hours. It says "
    "what ways a release would open by this model; it says nothing of how dangerous an area is, of the work to clear "
    "it, or of other reasons to clear it."
)


def comparison_page_name(slug: str) -> str:
    """The file of a comparison's page, beside the map and the report."""
    return f"compare-{slug}.html"


def comparison_label(comparison: Comparison, tier: Tier) -> str:
    """The name of a comparison with the pillar, and what else tells it from the others of one name."""
    return f"{comparison.name}: {view_label(comparison, tier)}"


def view_label(comparison: Comparison, tier: Tier) -> str:
    """What tells a comparison from the others of one name: its pillar, then whatever differs."""
    same = [each for each in tier.effects.comparisons if each.slug == comparison.slug]
    said = [pillar_name(comparison.after.pillar, tier)]
    if len({each.after.profile for each in same}) > 1:
        said.append(lowered(profile_name(comparison.after.profile, tier)))
    if len({each.after.direction for each in same}) > 1:
        said.append("to the centre" if comparison.after.direction == "to" else "from the centre")
    return ", ".join(said)


def hazards_section(tier: Tier) -> dict[str, Any] | None:
    """What hazards do; None where the tier says nothing of it."""
    lead = hazard_count_sentences(tier)
    parts = [part for place, question in _with_hazards(tier) if (part := _hazards_part(place, question, tier))]
    if not lead and not parts:
        return None
    notes = [f"{modelled(tier)}."]
    notes += _profile_notes(tier)
    if tier.effects.disputed:
        notes.append(
            "People depending: those whose quickest way leads along the stretch if all roads in hazard areas are open. "
            "All stretches are in tables/disputed_roads.gpkg."
        )
    if tier.effects.near:
        notes.append("Distances are straight lines to the nearest edge of an open hazard area; the limit is included.")
    return {"lead": lead, "parts": parts, "notes": notes}


def clearance_section(tier: Tier) -> dict[str, Any] | None:
    """Which area cuts off whom; None where the tier says nothing of it."""
    effects, drawn = tier.effects, drawn_counts(tier.hazards)
    parts = []
    for place, question in _with_hazards(tier):
        key, label = _run_of(question).key, question.label
        clusters, steps = effects.clusters.get(key, ()), effects.steps.get(key, ())
        if not clusters and not steps:
            continue
        clusters = tuple(sorted(clusters, key=lambda cluster: cluster.rank))
        parts.append(
            {
                "label": label,
                "lead": [
                    within_sentence(_run_of(question).overall, tier),
                    *([changes_nothing_sentence(clusters)] if clusters else []),
                ],
                "sentences": [
                    cluster_sentence(cluster, tier, drawn)
                    for cluster in clusters[:MOST_SENTENCES]
                    if not cluster.changes_nothing
                ],
                "clusters": cluster_table(f"clearance-{place}-areas", label, clusters, tier, drawn),
                "step_sentences": steps_sentences(steps, clusters, tier),
                "steps": step_table(f"clearance-{place}-steps", label, steps, clusters, tier),
            }
        )
    if not parts:
        return None
    notes = [HOURS_NOTE, _CLUSTER_NOTE, *_profile_notes(tier)]
    if any(len(clusters) > MOST_LISTED for clusters in effects.clusters.values()):
        notes.append("All areas and groups are in tables/clearance.csv and tables/clearance.gpkg of this release.")
    return {"parts": parts, "notes": notes}


def what_if_section(tier: Tier) -> dict[str, Any] | None:
    """What each scenario and season changes, and how the people fare; None where the tier compares nothing."""
    worlds = world_sentences(tier)
    comparisons = tier.effects.comparisons
    if not comparisons and len(worlds) <= 1:
        return None
    parts = []
    for place, comparison in enumerate(comparisons):
        label = comparison_label(comparison, tier)
        parts.append(
            {
                "label": label,
                "name": comparison.name,
                "against": held_against(comparison, tier),
                "page": comparison_page_name(comparison.slug),
                "sentences": comparison_sentences(comparison, tier),
                "bands": band_table(f"what-if-{place}-bands", label, comparison, tier),
                "areas": area_table(f"what-if-{place}-areas", label, comparison, tier, most=MOST_AREAS),
            }
        )
    return {"worlds": worlds, "parts": parts, "notes": [HOURS_NOTE, f"{modelled(tier)}."] if parts else []}


def _profile_notes(tier: Tier) -> list[str]:
    """For whom the effects of hazards are told, where there are several profiles."""
    if len({run.key.profile for run in tier.runs}) == 1:
        return []
    first = lowered(profile_name(tier.runs[0].key.profile, tier))
    return [f"Told for one profile alone, the first of the study: {first}."]


def _hazards_part(place: int, question: Question, tier: Tier) -> dict[str, Any] | None:
    run, label = _run_of(question), question.label
    rules, near = tier.effects.road_rules.get(run.key, ()), tier.effects.near.get(run.key, ())
    roads = tier.effects.disputed.get(run.key, ())
    blocks = []
    if rules:
        table = road_rule_table(f"hazards-{place}-roads", label, rules, tier)
        blocks.append({"sentences": [said] if (said := road_rule_sentence(rules, tier)) else [], "table": table})
    if roads:
        table = disputed_table(f"hazards-{place}-disputed", label, roads, tier)
        blocks.append({"sentences": [disputed_sentence(roads)], "table": table})
    if near:
        table = near_table(f"hazards-{place}-near", label, near, tier)
        blocks.append({"sentences": near_sentences(near, run.overall, tier), "table": table})
    return {"label": label, "blocks": blocks} if blocks else None


def _with_hazards(tier: Tier) -> list[tuple[int, Question]]:
    """The questions that were answered with hazards, by their place."""
    return [(place, each) for place, each in enumerate(base_questions(tier), start=1) if each.with_hazards]


def _run_of(question: Question) -> Run:
    assert question.with_hazards is not None  # noqa: S101  _with_hazards asked for it
    return question.with_hazards
