"""The ground of a release that what-ifs are asked over: its index at once, its arrays when they are needed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from accessibility.live.changes import Question


@dataclass(frozen=True, kw_only=True, eq=False)
class LiveGround:
    """What was written beside a release for what-ifs. ``questions``: every run of its base."""

    folder: Path
    questions: tuple[Question, ...]


def read_live_ground(folder: Path) -> LiveGround:
    """The ground in a release's folder ``ground``; reads the index alone. Raises ReleaseError for one it lacks."""
    raise NotImplementedError
