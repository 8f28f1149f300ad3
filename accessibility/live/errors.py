"""What a live country refuses: a change that reaches too far to be answered at once, and one that was called off."""

from __future__ import annotations

from geo.errors import InputError, NearcareError


class TooWideError(InputError):
    """A change reaches too much of the country to be answered at once; a job can do it.

    ``reached``: how many cells and places on roads it had reached, or would at least; ``most``: how many it may.
    """

    def __init__(self, message: str, *, reached: int, most: int) -> None:
        super().__init__(message)
        self.reached, self.most = reached, most


class StoppedError(NearcareError, RuntimeError):
    """Whoever asked for a change called it off; the country is as it was."""
