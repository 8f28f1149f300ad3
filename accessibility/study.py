"""The door: check a study, or run it from its file to a release."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from pathlib import Path

from accessibility.comparisons import compare_runs
from accessibility.disclosure import Disclosure, disclosure_of
from accessibility.effects import find_effects
from accessibility.inputs import Inputs, read_inputs
from accessibility.live import write_live_ground
from accessibility.mixed_runs import make_mixed_runs
from accessibility.need import slug
from accessibility.protection import ProtectedTables
from accessibility.release import (
    MANIFEST,
    Stages,
    TierContent,
    describe_inputs,
    new_release,
    write_ground,
    write_json,
    write_manifest_values,
    write_tier,
)
from accessibility.runs import all_pillars, make_runs
from accessibility.study_file import StudyFile, read_study_file
from accessibility.survivor_tables import NamedTables, check_times, read_survivor_tables
from accessibility.tier_need import find_need, with_survivors
from accessibility.tier_plans import beside_parity, check_tier_plans, find_plans
from accessibility.tier_why import check_why, find_why
from accessibility.worlds import World
from geo.faults import Faults
from geo.progress import Progress, silent

Draw = Callable[[Path], None]
IsStopped = Callable[[], bool]
BestSoFar = Callable[[], AbstractContextManager[IsStopped]]
"""Opened while plans are made; what it gives says whether the best so far is to be taken."""
_Shown = tuple[bool, frozenset[str], tuple[str, ...]]  # hazards or not, hidden scenarios, ids of the centres


def _to_the_end() -> AbstractContextManager[IsStopped]:
    return nullcontext(lambda: False)


def check_study(path: Path, *, progress: Progress = silent) -> Faults:
    """Every fault of every input of a study file at once. Raises MissingFileError without such a file."""
    faults = Faults()
    study = read_study_file(path, faults=faults)
    _read(study, faults=faults, progress=progress)
    return faults


def default_release_folder(path: Path) -> Path:
    """Where a study's release goes unless another folder is named: ``releases/`` and the study file's name."""
    return Path("releases") / (slug(path.stem) or "study")


def run_study(
    path: Path,
    *,
    out: Path | None = None,
    draw: Draw | None = None,
    progress: Progress = silent,
    best_so_far: BestSoFar = _to_the_end,
) -> Path:
    """Run a study file and give the folder of its release, which is whole.

    ``draw`` is called with the folder of each tier before the release is moved into place, to add
    its pages. ``best_so_far`` is open while plans are made, which can end early with the best
    so far and go on. Raises InputFaults with every fault of every input, MissingFileError, ReleaseError;
    after any error there is no release, and an earlier one is untouched.
    """
    out = default_release_folder(path) if out is None else out
    faults, stages = Faults(), Stages()
    with stages.stage("read"):
        study = read_study_file(path, faults=faults)
        inputs, named_tables = _read(study, faults=faults, progress=progress)
        faults.raise_errors()
        if study is None or inputs is None:
            raise AssertionError("a reader refused its input without a fault")
    with new_release(out) as folder:
        with stages.stage("ground"):
            progress("writing the ground", 0.0)
            write_ground(folder / "ground", inputs.ground, people=inputs.population.people)
            write_live_ground(folder / "ground", inputs)
            described = describe_inputs(study, path)
        contents: dict[_Shown, TierContent] = {}
        chosen: list[tuple[Disclosure, TierContent]] = []
        for tier in dict.fromkeys(study.release.tiers):
            disclosure = disclosure_of(tier, study, inputs.read_centres, named_tables)
            worlds = disclosure.worlds(inputs.worlds)
            shown = (disclosure.shows_hazards, disclosure.hidden, worlds[0].centres.ids)
            if shown not in contents:
                contents[shown] = _content_of(
                    disclosure,
                    inputs,
                    worlds,
                    contents,
                    faults=faults,
                    stages=stages,
                    progress=progress,
                    best_so_far=best_so_far,
                )
            check_times(named_tables, tier, contents[shown].runs, inputs.areas, faults=faults)
            chosen.append((disclosure, contents[shown]))
        faults.raise_errors()
        for disclosure, content in chosen:
            name = disclosure.tier
            with stages.stage(f"{name}: write"):
                progress(f"writing the {name} tier", 0.0)
                manifest = write_manifest_values(
                    disclosure.shown_study,
                    inputs=disclosure.files(described),
                    faults=disclosure.faults(faults, inputs.read_centres),
                    stages=disclosure.stages(stages.done),
                    shows_hazards=disclosure.shows_hazards and inputs.ground.hazards is not None,
                    grid=inputs.ground.grid,
                    profiles=inputs.profiles,
                    mixes=inputs.mixes,
                    extra={"tier": name, "hazards_published": disclosure.shows_hazards},
                )
                (folder / name).mkdir()
                told = [named.told for named in disclosure.survivors]
                write_tier(
                    folder / name, inputs, _beside_survivors(content, inputs, told), manifest=manifest, survivors=told
                )
            if draw is not None:
                with stages.stage(f"{name}: draw the pages"):
                    progress(f"drawing the {name} pages", 0.0)
                    draw(folder / name)
        manifest = write_manifest_values(
            study,
            inputs=described,
            faults=faults,
            stages=stages.done,
            shows_hazards=inputs.ground.hazards is not None,
            grid=inputs.ground.grid,
            profiles=inputs.profiles,
            mixes=inputs.mixes,
            extra={"tiers": list(study.release.tiers)},
        )
        write_json(folder / MANIFEST, manifest)
        progress("done", 1.0)
    return out


def _read(
    study: StudyFile | None, *, faults: Faults, progress: Progress
) -> tuple[Inputs | None, tuple[NamedTables, ...]]:
    """The inputs of a study, and beside them the protected tables: nothing that is searched or compared sees these."""
    if study is None:
        return None, ()
    inputs = read_inputs(study, faults=faults, progress=progress)
    if inputs is not None:
        check_why(inputs, faults=faults)
        check_tier_plans(inputs, faults=faults)
    return inputs, read_survivor_tables(study, None if inputs is None else inputs.areas, faults=faults)


def _content_of(  # noqa: PLR0913 - what it is made from
    disclosure: Disclosure,
    inputs: Inputs,
    worlds: tuple[World, ...],
    others: Mapping[_Shown, TierContent],
    *,
    faults: Faults,
    stages: Stages,
    progress: Progress,
    best_so_far: BestSoFar,
) -> TierContent:
    """What a tier is written from; runs over the same centres are made once for all tiers."""
    tier, shows_hazards = disclosure.tier, disclosure.shows_hazards
    whole = others.get((True, frozenset(), worlds[0].centres.ids))
    if whole is not None:
        keys, pillars = {world.key for world in worlds}, set(all_pillars(worlds))
        runs = tuple(
            run
            for run in whole.runs
            if run.world.key in keys and run.pillar in pillars and (shows_hazards or not run.has_hazards)
        )
    else:
        with stages.stage(f"{tier}: search and measure"):
            runs = tuple(make_runs(inputs, worlds, progress=progress))
    mixed_runs = tuple(make_mixed_runs(inputs, runs))
    with stages.stage(f"{tier}: compare"):
        comparisons = tuple(compare_runs(inputs, runs, disclosure.comparisons()))
    effects = None
    if shows_hazards and inputs.ground.hazards is not None:
        with stages.stage(f"{tier}: clearance and other effects of hazards"):
            effects = find_effects(inputs, runs, progress=progress)
    with stages.stage(f"{tier}: measure need and fairness"):
        need = find_need(inputs, runs, mixed_runs, worlds[0].centres, progress=progress)
    with stages.stage(f"{tier}: reasons and certainty"):
        why = find_why(
            inputs,
            (*runs, *mixed_runs),
            worlds[0].centres,
            shows_hazards=shows_hazards,
            known=None if whole is None else whole.why,
            faults=faults,
            progress=progress,
        )
    plans = None
    if inputs.study.candidates is not None or inputs.study.outreach is not None:
        with stages.stage(f"{tier}: plans"), best_so_far() as is_stopped:
            plans = find_plans(
                replace(inputs, worlds=worlds, read_centres=disclosure.centres(inputs.read_centres)),
                runs,
                shows_hazards=shows_hazards,
                known=None if whole is None else whole.plans,
                progress=progress,
                is_stopped=is_stopped,
            )
    return TierContent(
        worlds=worlds,
        read_centres=disclosure.centres(inputs.read_centres),
        runs=runs,
        comparisons=comparisons,
        effects=effects,
        shows_hazards=shows_hazards,
        mixed_runs=mixed_runs,
        need=need,
        why=why,
        plans=plans,
    )


def _beside_survivors(content: TierContent, inputs: Inputs, tables: Sequence[ProtectedTables]) -> TierContent:
    """The content of a tier with what it may tell of survivors beside the need, and beside plans."""
    content = replace(content, plans=beside_parity(content.plans, tables))
    if content.need is None:
        return content
    near_hazards = None if content.effects is None else content.effects.near_hazards
    return replace(content, need=with_survivors(content.need, inputs, tables, near_hazards))
