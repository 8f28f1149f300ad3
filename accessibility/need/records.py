"""A centre's record in the service directory: what it does, for whom, when, and how far that is known."""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import dataclass
from typing import Final

UNKNOWN: Final = math.nan


@dataclass(frozen=True, slots=True, kw_only=True)
class CentreRecord:
    """What the directory knows of a centre. Unknown is None, NaN or an empty text, and a class of its own.

    ``level``: a key of data/services/levels.csv, "" unknown. ``tasks``: all that it does, None unknown.
    ``capacity_per_year`` counts ``capacity_unit`` ("" where not said). ``fee`` is as written, ``is_free``
    what follows from it. ``languages``: ISO 639 codes, or as written where no code is known.
    ``days_open``: of "mon" to "sun". ``last_verified``: the day on which somebody checked the entry.
    """

    level: str = ""
    tasks: tuple[str, ...] | None = None
    capacity_per_year: float = UNKNOWN
    capacity_unit: str = ""
    dormitory_beds: float = UNKNOWN
    transport_support: bool | None = None
    fee: str = ""
    is_free: bool | None = None
    female_staff: bool | None = None
    languages: tuple[str, ...] | None = None
    step_free: bool | None = None
    days_open: frozenset[str] | None = None
    last_verified: dt.date | None = None
    is_verified: bool | None = None
    first_fitting: bool | None = None
    repair: bool | None = None

    def does(self, task: str) -> bool | None:
        """Whether the centre does a task; None where the directory does not say.

        Its own field comes before the list of tasks; a list that is there is taken as complete.
        """
        own: bool | None = {"first_fitting": self.first_fitting, "repair": self.repair}.get(task)
        if own is not None or self.tasks is None:
            return own
        return task in self.tasks
