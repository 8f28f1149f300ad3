"""What a tier may ask of a live country: its runs of the base, its pillars, and which centres stay hidden from it."""

from __future__ import annotations

import csv
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Final

from accessibility.run_dimensions import BASE_SCENARIO, WITH_HAZARDS
from api.changes import AddCentre, Change, Dimensions, UpgradeCentre
from api.errors import ChangesError, NotThereError
from api.releases import Catalogue, ServedTier
from geo.errors import InputError, ReleaseError

if TYPE_CHECKING:
    from accessibility.live import LiveGround, Question

_SHOWN_AT_ONCE: Final = 10
Run = Mapping[str, str]


def base_runs(tier: ServedTier) -> dict[str, Run]:
    """The dimensions of each run of the base that a tier shows, by the run's id; with hazards only if it shows them."""
    shows_hazards = tier.manifest.get("hazards_published") is True
    return {
        each: run.dimensions
        for each, run in tier.runs.items()
        if run.key.scenario == BASE_SCENARIO and (shows_hazards or run.key.hazards != WITH_HAZARDS)
    }


def run_asked(tier: ServedTier, asked: str | Dimensions, *, season: str | None = None) -> tuple[str, Run]:
    """The id and dimensions of the run of the base that is asked for, in another season if one is given.

    Raises InputError if a tier shows none such, or several.
    """
    runs = base_runs(tier)
    if isinstance(asked, Dimensions):
        wanted = {name: value for name, value in asked.model_dump().items() if value is not None}
    elif asked in runs:
        wanted = dict(runs[asked])
    else:
        raise InputError(
            f"There is no run {asked!r} of the base scenario here; /releases/{tier.release}/runs lists the runs"
        )
    if season is not None:
        wanted["season"] = season
    found = [(each, run) for each, run in runs.items() if all(run[name] == value for name, value in wanted.items())]
    if len(found) != 1:
        told = ", ".join(f"{name} {value!r}" for name, value in wanted.items())
        several = ", ".join(each for each, _ in found[:_SHOWN_AT_ONCE])
        raise InputError(
            f"There is no run of the base scenario here with {told}; /releases/{tier.release}/runs lists the runs"
            if not found
            else f"{len(found)} runs have {told}: {several}; say more of what you mean"
        )
    return found[0]


def check_pillars(tier: ServedTier, changes: Sequence[Change]) -> None:
    """Refuse pillars and services that no run of the tier is about. Raises InputError."""
    known = sorted({run["pillar"] for run in base_runs(tier).values()})
    told: list[str | None] = [
        next(
            (
                f"centre {change.id!r}: there is no pillar {pillar!r} here; use some of {', '.join(known)}"
                for pillar in change.pillars
                if pillar not in known
            ),
            None,
        )
        if isinstance(change, AddCentre | UpgradeCentre)
        else None
        for change in changes
    ]
    if any(told):
        raise faulty_changes(told)


def faulty_changes(told: Sequence[str | None], otherwise: str = "") -> ChangesError:
    """The error for changes that cannot be made. ``told``: why, for each in order; None for one that can be.

    ``otherwise``: what is wrong with them together, if each alone could be made.
    """
    faults = [{"where": f"body.changes.{row}", "what": each} for row, each in enumerate(told) if each is not None]
    return ChangesError(otherwise or faults[0]["what"], faults=faults)


def question_of(run: Run) -> Question:
    """The question of a run, as the live country takes it."""
    from accessibility.live import Question  # noqa: PLC0415 - the libraries take a second to load

    return Question(
        pillar=run["pillar"],
        profile=run["profile"],
        season=run["season"],
        direction="to" if run["direction"] == "to" else "from",
        has_hazards=run["hazards"] == WITH_HAZARDS,
    )


def ground_of(tier: ServedTier, catalogue: Catalogue) -> LiveGround:
    """The ground of the release of a tier. Raises NotThereError if the release is served without one."""
    from accessibility.live import read_live_ground  # noqa: PLC0415 - the libraries take a second to load

    folder = catalogue.ground_folder(tier.release)
    try:
        return read_live_ground(folder)
    except (ReleaseError, OSError) as error:
        raise NotThereError(
            f"The release {tier.release} is served without what what-ifs are asked over, its folder ground. "
            "Whoever runs the server can make the release anew with nearcare run."
        ) from error


def hidden_centres(tier: ServedTier, ground: LiveGround) -> frozenset[str]:
    """The ids of the centres of the base that the tier does not list. Raises ReleaseError for a list that is broken."""
    try:
        with tier.file("tables/centres.csv").open(encoding="utf-8", newline="") as table:
            listed = {row["id"] for row in csv.DictReader(table)}
    except (OSError, UnicodeDecodeError, csv.Error, KeyError) as error:
        raise ReleaseError(
            f"tables/centres.csv of the release {tier.release} cannot be read; make the release anew with nearcare run"
        ) from error
    return frozenset(centre.id for centre in ground.centres) - listed
