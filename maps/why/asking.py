"""Which runs a chapter tells in full, which beside them, and how to ask for what a study did not ask."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from maps.release_values import Run, Tier
from maps.run_key import BASE_SCENARIO, RunKey
from maps.sentences import list_questions, run_label


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A run with its name in words."""

    run: Run
    label: str

    @property
    def key(self) -> RunKey:
        """What tells it from the others."""
        return self.run.key


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The runs that a chapter tells: ``leads`` in full, one of each pillar and direction; ``others`` beside them."""

    leads: tuple[Asked, ...]
    others: tuple[Asked, ...]


def chosen_runs(tier: Tier, is_told: Callable[[RunKey], bool]) -> Chosen:
    """The runs of which something is told, in the order of the release.

    Of each pillar and direction the first run of the study as it stands leads, hazards as recorded
    before hazards released; where only scenarios are told, the first of them.
    """
    every = [
        Asked(run=run, label=run_label(run, question))
        for question in list_questions(tier)
        for run in question.runs
        if is_told(run.key)
    ]
    leads: dict[tuple[str, str], Asked] = {}
    for asked in sorted(every, key=lambda asked: asked.key.scenario != BASE_SCENARIO):
        leads.setdefault((asked.key.pillar, asked.key.direction), asked)
    first = [asked for asked in every if asked in leads.values()]
    return Chosen(leads=tuple(first), others=tuple(asked for asked in every if asked not in first))


def how_to_ask(tier: Tier, table: str, gives: str) -> str:
    """One sentence for a chapter without files: what to add to the study file, or that this tier holds none."""
    if tier.parameters.get(table) is not None:
        return f"The study asks for {gives} with the table [{table}], but this tier of its release holds none of it."
    return f"This study did not ask for {gives}: a table [{table}] in its study file does, and it is told here then."
