"""How slow work tells what it is doing: one small callback."""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[str, float], None]
"""Called with a stage in words and the share of it that is done, from 0 to 1."""


def silent(stage: str, share: float) -> None:
    """Tell nobody."""
