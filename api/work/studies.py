"""Running an uploaded study, or a scenario of one, to a release in the served folder."""

from __future__ import annotations

import json
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from accessibility.release import MANIFEST, new_release
from accessibility.scenario_toml import scenario_toml
from accessibility.study import run_study
from accessibility.study_file import StudyFile
from api.work.asked import Asked, WorkError
from api.work.study_checks import refuse_survivors, sound_study
from geo.progress import Progress
from maps.publishing import publish_tier

STUDY_FILE: Final = "study.toml"
# How far a study is when a stage begins, of 1; those of a further tier come again and take it no further back.
_STAGES: Final = (
    ("reading", 0.02),
    ("laying", 0.08),
    ("writing the ground", 0.12),
    ("searching", 0.15),
    ("finding", 0.40),
    ("trying", 0.45),
    ("measuring", 0.55),
    ("sharing", 0.65),
    ("asking", 0.70),
    ("modelling", 0.80),
    ("following", 0.82),
    ("writing the", 0.88),
    ("drawing", 0.93),
)


def run_uploaded(asked: Asked) -> dict[str, Any]:
    """Run an uploaded study; the result names the release, its tiers and what of its inputs is to be known."""
    folder = _upload(asked)
    refuse_survivors(folder)
    sound_study(folder / STUDY_FILE, folder)
    return _publish(asked, folder / STUDY_FILE)


def run_scenario(asked: Asked) -> dict[str, Any]:
    """Run an uploaded study with one more scenario than it has. Its files are used where they are, unchanged."""
    folder = _upload(asked)
    refuse_survivors(folder)
    beside = asked.scratch / "study"
    beside.mkdir()
    for entry in folder.iterdir():
        if entry.name != STUDY_FILE:
            (beside / entry.name).symlink_to(entry.resolve())
    written = (folder / STUDY_FILE).read_text(encoding="utf-8-sig")
    (beside / STUDY_FILE).write_text(f"{written}\n\n{scenario_toml(asked.inputs['scenario'])}", encoding="utf-8")
    study = sound_study(beside / STUDY_FILE, folder)
    _refuse_unknown(study, asked.inputs["scenario"])
    return _publish(asked, beside / STUDY_FILE)


def _upload(asked: Asked) -> Path:
    folder = asked.uploads / str(asked.inputs["upload"])
    if not (folder / STUDY_FILE).is_file():
        raise WorkError(
            "The upload has no study.toml any more; send the study again", status=404, title="The upload is not there"
        )
    return folder


def _refuse_unknown(study: StudyFile, scenario: Mapping[str, Any]) -> None:
    """Refuse a scenario that the study file did not take in, should its text have hidden it."""
    if scenario["name"] not in {each.name for each in study.scenarios}:
        raise AssertionError("the scenario was lost on its way into the study file")


def _publish(asked: Asked, study: Path) -> dict[str, Any]:
    """Run a study beside the served releases, and move what it gave among them as a whole."""
    release = str(asked.inputs["release"])
    out, staged = asked.releases / release, asked.scratch / "out" / release
    _refuse_existing(out, asked)
    progress = _whole(asked.progress)
    run_study(study, out=staged, draw=partial(publish_tier, progress=progress), progress=progress)
    manifest = json.loads((staged / MANIFEST).read_text(encoding="utf-8"))
    asked.progress("publishing", 0.99)
    asked.publish()
    _refuse_existing(out, asked)
    with new_release(out) as unfinished:
        for entry in staged.iterdir():
            shutil.move(entry, unfinished / entry.name)
    faults = [fault for fault in manifest.get("faults", []) if isinstance(fault, dict)]
    return {"release": release, "tiers": list(manifest["tiers"]), "notice_count": len(faults)}


def _refuse_existing(out: Path, asked: Asked) -> None:
    if out.exists() and not (asked.inputs["replaces"] or asked.may_replace):
        raise WorkError(
            f"There is a release {out.name} already; choose another id, or say that it is to be replaced",
            status=409,
            title="There already",
        )


def _whole(progress: Progress) -> Progress:
    """Progress over the whole of a study, roughly, from that of its stages: never less than before."""
    reached = [0.0]

    def tell(stage: str, share: float) -> None:
        for place, (word, start) in enumerate(_STAGES):
            if stage.startswith(word):
                end = _STAGES[place + 1][1] if place + 1 < len(_STAGES) else 0.99
                reached[0] = max(reached[0], start + (end - start) * min(share, 1.0))
                break
        progress(stage, reached[0])

    return tell
