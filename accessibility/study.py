"""The door: check a study, or run it from its file to a release."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from accessibility.comparisons import compare_runs, comparisons_of
from accessibility.effects import find_effects
from accessibility.inputs import Inputs, read_inputs
from accessibility.need import Centres, slug
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
from accessibility.runs import make_runs
from accessibility.study_file import StudyFile, read_study_file
from accessibility.study_scenarios import ClearanceTable
from accessibility.worlds import World
from geo.errors import Fault
from geo.faults import Faults
from geo.progress import Progress, silent

Draw = Callable[[Path], None]


def check_study(path: Path, *, progress: Progress = silent) -> Faults:
    """Every fault of every input of a study file at once. Raises MissingFileError without such a file."""
    faults = Faults()
    study = read_study_file(path, faults=faults)
    if study is not None:
        read_inputs(study, faults=faults, progress=progress)
    return faults


def default_release_folder(path: Path) -> Path:
    """Where a study's release goes unless another folder is named: ``releases/`` and the study file's name."""
    return Path("releases") / (slug(path.stem) or "study")


def run_study(path: Path, *, out: Path | None = None, draw: Draw | None = None, progress: Progress = silent) -> Path:
    """Run a study file and give the folder of its release, which is whole.

    ``draw`` is called with the folder of each tier before the release is moved into place, to add
    its pages. Raises InputFaults with every fault of every input, MissingFileError, ReleaseError;
    after any error there is no release, and an earlier one is untouched.
    """
    out = default_release_folder(path) if out is None else out
    faults, stages = Faults(), Stages()
    with stages.stage("read"):
        study = read_study_file(path, faults=faults)
        inputs = read_inputs(study, faults=faults, progress=progress) if study is not None else None
        faults.raise_errors()
        if study is None or inputs is None:
            raise AssertionError("a reader refused its input without a fault")
    with new_release(out) as folder:
        with stages.stage("ground"):
            progress("writing the ground", 0.0)
            write_ground(folder / "ground", inputs.ground)
            described = describe_inputs(study, path)
        contents: dict[tuple[bool, tuple[str, ...]], TierContent] = {}  # by what a tier may show
        for tier in dict.fromkeys(study.release.tiers):
            shows_hazards = _shows_hazards(tier, study)
            worlds = tuple(_world_of(tier, world) for world in inputs.worlds)
            shown = (shows_hazards, worlds[0].centres.ids)
            if shown not in contents:
                contents[shown] = _content_of(tier, inputs, worlds, contents, stages=stages, progress=progress)
            with stages.stage(f"{tier}: write"):
                progress(f"writing the {tier} tier", 0.0)
                manifest = write_manifest_values(
                    study if shows_hazards else _without_hazards(study),
                    inputs=[file for file in described if shows_hazards or not _is_about_hazards(file["role"], study)],
                    faults=_faults_of(tier, faults, inputs),
                    stages=stages.done,
                    shows_hazards=shows_hazards and inputs.ground.hazards is not None,
                    grid=inputs.ground.grid,
                    extra={"tier": tier, "hazards_published": shows_hazards},
                )
                (folder / tier).mkdir()
                write_tier(folder / tier, inputs, contents[shown], manifest=manifest)
            if draw is not None:
                with stages.stage(f"{tier}: draw the pages"):
                    progress(f"drawing the {tier} pages", 0.0)
                    draw(folder / tier)
        manifest = write_manifest_values(
            study,
            inputs=described,
            faults=faults,
            stages=stages.done,
            shows_hazards=inputs.ground.hazards is not None,
            grid=inputs.ground.grid,
            extra={"tiers": list(study.release.tiers)},
        )
        write_json(folder / MANIFEST, manifest)
        progress("done", 1.0)
    return out


def _content_of(  # noqa: PLR0913 - what it is made from
    tier: str,
    inputs: Inputs,
    worlds: tuple[World, ...],
    others: dict[tuple[bool, tuple[str, ...]], TierContent],
    *,
    stages: Stages,
    progress: Progress,
) -> TierContent:
    """What a tier is written from; runs over the same centres are made once for all tiers."""
    study = inputs.study
    shows_hazards = _shows_hazards(tier, study)
    runs = next((content.runs for key, content in others.items() if key == (True, worlds[0].centres.ids)), None)
    if runs is None:
        with stages.stage(f"{tier}: search and measure"):
            runs = tuple(make_runs(inputs, worlds if shows_hazards else _quiet(worlds), progress=progress))
    if not shows_hazards:
        worlds = _quiet(worlds)
        keys = {world.key for world in worlds}
        runs = tuple(run for run in runs if not run.has_hazards and run.world.key in keys)
    with stages.stage(f"{tier}: compare"):
        tables = comparisons_of(study, shows_hazards=shows_hazards)
        comparisons = tuple(compare_runs(inputs, runs, tables))
    effects = None
    if shows_hazards and inputs.ground.hazards is not None:
        with stages.stage(f"{tier}: clearance and other effects of hazards"):
            effects = find_effects(inputs, runs, progress=progress)
    return TierContent(
        worlds=worlds,
        read_centres=_centres_of(tier, inputs.read_centres),
        runs=runs,
        comparisons=comparisons,
        effects=effects,
        shows_hazards=shows_hazards,
    )


def _quiet(worlds: tuple[World, ...]) -> tuple[World, ...]:
    """The worlds that say nothing of hazards."""
    return tuple(world for world in worlds if not world.place.scenario.changes_hazards)


def _without_hazards(study: StudyFile) -> StudyFile:
    """The study as it stands in a tier that shows no hazards."""
    quiet = tuple(scenario for scenario in study.scenarios if not scenario.changes_hazards)
    names = {table.name for table in comparisons_of(study, shows_hazards=False)}
    comparisons = tuple(table for table in study.comparisons if table.name in names)
    return study.model_copy(
        update={"hazards": None, "scenarios": quiet, "comparisons": comparisons, "clearance": ClearanceTable()}
    )


def _is_about_hazards(role: str, study: StudyFile) -> bool:
    """Whether an input file is of the hazards, or of a scenario that changes them."""
    hidden = [f"[[scenarios]] {scenario.name} " for scenario in study.scenarios if scenario.changes_hazards]
    return role.startswith(("[hazards]", *hidden))


def _world_of(tier: str, world: World) -> World:
    """A world with the centres that a tier may show."""
    return replace(world, centres=_centres_of(tier, world.centres))


def _centres_of(tier: str, centres: Centres) -> Centres:
    """The centres that a tier may show: all, or in public those that are not sensitive."""
    return centres.only(~centres.is_sensitive) if tier == "public" else centres


def _shows_hazards(tier: str, study: StudyFile) -> bool:
    """Whether a tier leaves no hazard out: all do where there are none, public only where they are published."""
    return study.hazards is None or tier != "public" or study.hazards.publish


def _faults_of(tier: str, faults: Faults, inputs: Inputs) -> list[Fault]:
    """What was found in the inputs, without what the tier may not speak of.

    A notice of a layer counts its rows: of a layer with sensitive centres the public learns none.
    """
    study = inputs.study
    hidden: set[str] = set()
    if study.hazards is not None and not _shows_hazards(tier, study):
        hidden |= {str(path) for key, path in study.files() if _is_about_hazards(key, study)}
    if tier == "public" and inputs.read_centres.is_sensitive.any():
        hidden.add(str(study.centres.path))
    return [fault for fault in faults if fault.where not in hidden and not (tier == "public" and fault.is_restricted)]
