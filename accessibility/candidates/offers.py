"""What candidates give, from the tables of the study file: the words checked, and what is left out filled in."""

from __future__ import annotations

import math
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from itertools import chain
from typing import Any

from accessibility.candidates.drafts import Offer
from accessibility.inputs import Inputs
from accessibility.need import key_of, known_pillars, known_tasks, level_labels, names_of
from accessibility.study_file import OfferTable
from geo.faults import Faults
from geo.layers import list_names, nearest_name


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """The words that a study knows for what a centre gives; ``usual``: its own pillars, given where none is said."""

    pillars: tuple[str, ...]
    tasks: tuple[str, ...]
    levels: tuple[str, ...]
    usual: tuple[str, ...]

    @classmethod
    def of(cls, inputs: Inputs) -> Words:
        """Pillars and tasks of the taxonomy and of the study's own centres."""
        services = names_of(inputs.centres.services)
        served = dict.fromkeys(chain.from_iterable(world.centres.all_pillars for world in inputs.worlds))
        tasks = chain.from_iterable(record.tasks or () for record in inputs.read_centres.records)
        return cls(
            pillars=tuple(dict.fromkeys([*served, *services, *known_pillars()])),
            tasks=tuple(dict.fromkeys([*known_tasks(), *tasks])),
            levels=tuple(level_labels()),
            usual=tuple(pillar for pillar in inputs.centres.all_pillars if pillar not in services),
        )

    def unknown(self, kind: str, said: Iterable[str]) -> list[str]:
        """Those of some words that are none of this kind: pillars, tasks or levels; each once."""
        known: Collection[str] = getattr(self, kind)
        return [word for word in dict.fromkeys(said) if word and word not in known]

    def in_words(self, kind: str, odd: list[str]) -> tuple[str, str]:
        """What is wrong with unknown words, and what to do."""
        known: tuple[str, ...] = getattr(self, kind)
        near = nearest_name(odd[0], known)
        hint = f" (did you mean {near!r}?)" if near else ""
        names = list_names([repr(word) for word in odd])
        return f"{names} is none of the known {kind}{hint}", f"Use {', '.join(known)}"


def read_offer(  # noqa: PLR0913 - what is read, and who is told
    table: OfferTable, usual: OfferTable, words: Words, *, which: str, where: str, faults: Faults
) -> Offer | None:
    """The offer of a table; each key that it does not say is that of the ``usual`` one. None after an error."""
    before = len(faults.errors)

    def said(key: str) -> Any:
        return getattr(table if key in table.model_fields_set else usual, key)

    pillars, tasks = said("pillars") or words.usual, tuple(key_of(task) for task in said("tasks") or ())
    level = key_of(said("level") or "")
    for key, kind, given in (("pillars", "pillars", pillars), ("tasks", "tasks", tasks), ("level", "levels", (level,))):
        odd = words.unknown(kind, given)
        if odd and (key in table.model_fields_set or table is usual):  # the usual offer is told of by itself
            what, do = words.in_words(kind, odd)
            faults.error(where=where, which=f"{which} {key}", what=what, do=do)
    if len(faults.errors) > before:
        return None
    return Offer(
        pillars=tuple(dict.fromkeys(pillars)),
        tasks=tuple(dict.fromkeys(tasks)),
        level=level,
        cost=_number(said("cost")),
        cost_per_year=_number(said("cost_per_year")),
        capacity_per_year=_number(said("capacity_per_year")),
        is_satellite=bool(said("satellite")),
    )


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)
