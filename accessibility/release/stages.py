"""What a run took: seconds and peak memory of each of its stages."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

if sys.platform != "win32":
    import resource

_BYTES_PER_MB = 1e6
_KILOBYTES_PER_MB = 1e3


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """One stage; ``peak_memory_mb`` is that of the whole process until its end, None where unknown."""

    stage: str
    seconds: float
    peak_memory_mb: float | None


class Stages:
    """The stages so far, in their order."""

    def __init__(self) -> None:
        self.done: list[Stage] = []

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Time what happens inside."""
        start = time.perf_counter()
        yield
        seconds = round(time.perf_counter() - start, 3)
        self.done.append(Stage(stage=name, seconds=seconds, peak_memory_mb=peak_memory_mb()))


def peak_memory_mb() -> float | None:
    """The greatest memory that this process has held, in MB; None where the system does not tell."""
    if sys.platform == "win32":
        return None
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return round(peak / (_BYTES_PER_MB if sys.platform == "darwin" else _KILOBYTES_PER_MB), 1)
