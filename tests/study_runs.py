"""The runs of a small study without a release: what each says of every cell and of everyone."""

from __future__ import annotations

from typing import Any

import numpy as np

from accessibility.inputs import Inputs, read_inputs
from accessibility.runs import Run, make_runs
from accessibility.study_file import read_study_file
from geo.faults import Faults
from geo.progress import silent


def inputs_of(study: Any) -> Inputs:
    """The inputs of a SmallStudy, which is sound."""
    study.write()
    faults = Faults()
    read = read_study_file(study.file, faults=faults)
    inputs = None if read is None else read_inputs(read, faults=faults)
    assert inputs is not None, "\n".join(map(str, faults.errors))
    return inputs


def runs_of(study: Any) -> dict[tuple[str, str, str, bool], Run]:
    """The runs of a SmallStudy by pillar, scenario, season and whether they have hazards."""
    inputs = inputs_of(study)
    runs = make_runs(inputs, inputs.worlds, progress=silent)
    return {(run.pillar, *run.world.key, run.has_hazards): run for run in runs}


def assert_same_answer(one: Run, other: Run) -> None:
    """Two runs that say the same of every cell, to the bit, and of everyone."""
    np.testing.assert_array_equal(one.travel.seconds, other.travel.seconds)
    np.testing.assert_array_equal(one.travel.status, other.travel.status)
    np.testing.assert_array_equal(one.times.minutes, other.times.minutes)
    np.testing.assert_array_equal(one.times.status, other.times.status)
    columns = [column for column in one.access if not column.endswith("_by_hazards")]
    assert one.access[columns].equals(other.access[columns])


def is_nowhere_quicker(one: Run, other: Run) -> bool:
    """Whether the first run is at least as slow as the other in every cell."""
    return bool((one.travel.seconds >= other.travel.seconds).all())


def is_somewhere_slower(one: Run, other: Run) -> bool:
    """Whether the first run is slower than the other in some cell."""
    return bool((one.travel.seconds > other.travel.seconds).any())
