"""The outcome of an attack: how many figures were tried, and how many gave somebody away."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class AttackResult:
    """What one family of attacks found.

    ``tried`` is how many figures were attacked, all that there are unless ``is_sample``; ``succeeded`` how many of
    them gave way. ``aim`` says in words what giving way means.
    """

    name: str
    aim: str
    tried: int
    succeeded: int
    is_sample: bool = False

    @property
    def passes(self) -> bool:
        """Whether the release withstands it."""
        return self.succeeded == 0

    @property
    def sentence(self) -> str:
        """The line of the disclosure report.

        >>> AttackResult(name="Zoom subtraction", aim="narrows a figure", tried=1200, succeeded=0).sentence
        'Zoom subtraction: withstood. It narrows a figure in 0 of 1,200 tried.'
        """
        word = "withstood" if self.passes else "FAILED"
        scope = " (a sample)" if self.is_sample else ""
        return f"{self.name}: {word}. It {self.aim} in {self.succeeded:,} of {self.tried:,} tried{scope}."
