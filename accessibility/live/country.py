"""A live country: the base answer to one question, and the picture after any changes of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence

from accessibility.live.changes import Change, Question
from accessibility.live.ground import LiveGround
from accessibility.live.picture import Picture
from geo.progress import Progress, silent

IsCancelled = Callable[[], bool]


def never() -> bool:
    """Nobody calls it off."""
    return False


class LiveCountry:
    """The base answer to a question. ``with_changes`` may be called by any number of threads; one works at a time."""

    question: Question
    bytes_held: int

    def with_changes(self, changes: Sequence[Change], *, is_cancelled: IsCancelled = never) -> Picture:
        """The picture after these changes, in whatever order; the base stays as it is.

        Raises InputError for changes that cannot be made, TooWideError, StoppedError once ``is_cancelled`` says so.
        """
        raise NotImplementedError


def start_country(
    ground: LiveGround, question: Question, *, hidden_centres: Collection[str] = (), progress: Progress = silent
) -> LiveCountry:
    """The country of a question, searched once. ``hidden_centres``: ids of those that the caller may not know of.

    Raises InputError for a question that the study did not ask.
    """
    raise NotImplementedError
