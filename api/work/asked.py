"""What a piece of work is given, and how it says that it cannot be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from geo.errors import NearcareError
from geo.progress import Progress


class WorkError(NearcareError, RuntimeError):
    """Work that cannot be done as asked; ``status`` is that of the problem that its asker is told."""

    def __init__(self, message: str, *, status: int, title: str) -> None:
        super().__init__(message)
        self.status, self.title = status, title


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What a piece of work is given.

    ``releases``: the served folder. ``uploads``: what stewards have sent. ``scratch``: an empty folder of its own on
    the disk of the releases, gone when the work has ended. ``tier``: what the asker sees. ``may_replace``: whether an
    earlier attempt may have published already. ``progress``: told a stage and the share of the whole that is done.
    ``publish``: to be called right before anything that others see is changed; it returns when that is allowed, and
    from then on the work can no longer be cancelled.
    """

    job_id: str
    inputs: Mapping[str, Any]
    releases: Path
    uploads: Path
    scratch: Path
    tier: str
    may_replace: bool
    progress: Progress
    publish: Callable[[], None]


Work = Callable[[Asked], dict[str, Any]]
