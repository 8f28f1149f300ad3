"""Checking an uploaded study without running it: every fault of every input, in words."""

from __future__ import annotations

from typing import Any, Final

from accessibility.study import check_study
from accessibility.study_file import read_study_file
from api.confinement import confine
from api.work.asked import Asked, WorkError
from api.work.plain_words import without_paths
from api.work.study_checks import refuse_outside, refuse_survivors
from geo.faults import Faults

_MOST_TOLD: Final = 200


def check_uploaded(asked: Asked) -> dict[str, Any]:
    """The faults of an uploaded study as ``nearcare check`` tells them, the errors first; without the network."""
    confine(may_write=True)
    folder = asked.uploads / str(asked.inputs["upload"])
    path = folder / "study.toml"
    if not path.is_file():
        raise WorkError("The upload has no study.toml; send it first", status=404, title="Not there")
    refuse_survivors(folder)
    study = read_study_file(path, faults=Faults())
    if study is not None:
        refuse_outside(study, path, folder)
    faults = sorted(check_study(path, progress=asked.progress), key=lambda fault: fault.severity)
    errors = sum(1 for fault in faults if fault.severity == "error")
    listed = [
        {name: without_paths(getattr(fault, name)) for name in ("severity", "where", "which", "what", "do")}
        for fault in faults[:_MOST_TOLD]
    ]
    return {"error_count": errors, "notice_count": len(faults) - errors, "faults": listed}
