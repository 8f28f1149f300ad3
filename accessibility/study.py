"""The door: check a study, or run it from its file to a release."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from accessibility.inputs import Inputs, read_inputs
from accessibility.need import Centres, slug
from accessibility.release import (
    MANIFEST,
    Stages,
    describe_inputs,
    new_release,
    write_ground,
    write_json,
    write_manifest_values,
    write_tier,
)
from accessibility.runs import Run, make_runs
from accessibility.study_file import StudyFile, read_study_file
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
        runs: dict[tuple[str, ...], list[Run]] = {}  # by the centres that a tier shows
        for tier in dict.fromkeys(study.release.tiers):
            centres = _centres_of(tier, inputs.centres)
            if centres.ids not in runs:
                with stages.stage(f"{tier}: search and measure"):
                    runs[centres.ids] = make_runs(inputs, centres, progress=progress)
            with stages.stage(f"{tier}: write"):
                progress(f"writing the {tier} tier", 0.0)
                shows_hazards = _shows_hazards(tier, study)
                manifest = write_manifest_values(
                    study if shows_hazards else study.model_copy(update={"hazards": None}),
                    inputs=[file for file in described if shows_hazards or not file["role"].startswith("[hazards]")],
                    faults=_faults_of(tier, faults, inputs),
                    stages=stages.done,
                    shows_hazards=shows_hazards and inputs.ground.hazards is not None,
                    grid=inputs.ground.grid,
                    extra={"tier": tier, "hazards_published": shows_hazards},
                )
                (folder / tier).mkdir()
                write_tier(
                    folder / tier,
                    inputs,
                    centres,
                    runs[centres.ids],
                    read_centres=_centres_of(tier, inputs.read_centres),
                    manifest=manifest,
                    shows_hazards=shows_hazards,
                )
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
        hidden |= {str(path) for key, path in study.files() if key.startswith("[hazards]")}
    if tier == "public" and inputs.read_centres.is_sensitive.any():
        hidden.add(str(study.centres.path))
    return [fault for fault in faults if fault.where not in hidden and not (tier == "public" and fault.is_restricted)]
