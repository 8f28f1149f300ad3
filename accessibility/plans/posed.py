"""A plan of a study as a siting problem, with what leads back from its entries and candidates to places and people."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from accessibility.candidates import CandidateMinutes, Candidates
from accessibility.runs import Run
from accessibility.siting import Ask, SitingProblem
from accessibility.study_file import PlanTable


@dataclass(frozen=True, slots=True, kw_only=True)
class Posed:
    """One plan, ready to be solved.

    ``runs``: by pillar of the plan the run that it starts from. Entry e of the problem is the people of home
    ``home[e]`` (a row of the runs' demand) who are counted for pillar ``pillars[pillar[e]]``. ``candidate``: int64,
    the row among ``candidates`` of each candidate of the problem, -1 for an existing centre that is required.
    """

    table: PlanTable
    runs: tuple[Run, ...]
    pillars: tuple[str, ...]
    candidates: Candidates
    reach: CandidateMinutes
    problem: SitingProblem
    ask: Ask
    home: npt.NDArray[np.int64]
    pillar: npt.NDArray[np.int64]
    candidate: npt.NDArray[np.int64]
