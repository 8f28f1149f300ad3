"""Which runs of a tier go into the file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from accessibility.need import slug
from geo.errors import InputError
from geo.layers import nearest_name
from maps.gap_reports import run_id
from maps.release_values import Run, Tier
from maps.run_key import BASE_SCENARIO
from maps.sentences import list_questions

MOST_DEFAULT_RUNS: Final = 12
_NAMED: Final = 6  # in a message


def choose_runs(tier: Tier, asked: Sequence[str] = ()) -> tuple[Run, ...]:
    """The runs that are asked for, in the order of the tier; each a run's id, or a service, which means all of its.

    Nothing asked: all of the first service; of more than MOST_DEFAULT_RUNS those of the study as it stands alone.
    Raises InputError for a name that is no run and no service, with the nearest that is.
    """
    runs = [run for question in list_questions(tier) for run in question.runs]
    if not asked:
        first = [run for run in runs if run.key.pillar == runs[0].key.pillar]
        if len(first) > MOST_DEFAULT_RUNS:
            first = [run for run in first if run.key.scenario == BASE_SCENARIO] or first
        return tuple(first[:MOST_DEFAULT_RUNS])
    ids, services = {run_id(run.key) for run in runs}, {slug(run.key.pillar) for run in runs}
    for name in asked:
        if name not in ids | services:
            raise InputError(_unknown(name, ids=ids, services=services, tier=tier))
    return tuple(run for run in runs if {run_id(run.key), slug(run.key.pillar)} & set(asked))


def _unknown(name: str, *, ids: set[str], services: set[str], tier: Tier) -> str:
    near = nearest_name(name, sorted(services | ids))
    meant = f" Do you mean {near}?" if near else ""
    shown = sorted(services)
    more = f" and {len(shown) - _NAMED} more" if len(shown) > _NAMED else ""
    return (
        f"{name!r} is no run and no service of the {tier.tier} tier of {tier.study}.{meant} "
        f"Services: {', '.join(shown[:_NAMED])}{more}; runs.csv in {tier.folder} lists the runs, "
        "and a run's id is its six names joined by dots"
    )
