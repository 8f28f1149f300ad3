"""The study file's ``[calibration]``: by which factors modelled times are held against what people report."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Annotated, Final, Self

from pydantic import Field, model_validator

from accessibility.study_file.scenarios import Slug
from accessibility.study_file.tables import Positive, Sourced, Table

OWN_TIMES: Final = "reported-times"
Text = Annotated[str, Field(min_length=1)]


class FactorTable(Table):
    """``[[calibration.factors]]``: a factor of the study's own, with its range if one is known, and its source."""

    name: Slug
    title: Text | None = None
    factor: Positive
    low: Positive | None = None
    high: Positive | None = None
    source: Text

    @model_validator(mode="after")
    def _lies_in_its_range(self) -> Self:
        if (self.low is None) != (self.high is None):
            raise ValueError("low and high stand together; write both, or neither where no range is known")
        if self.low is not None and self.high is not None and not self.low <= self.factor <= self.high:
            raise ValueError(
                f"the range from {self.low:g} to {self.high:g} does not hold the factor {self.factor:g}; "
                "write low, factor and high from the least to the greatest"
            )
        return self


class ReportedColumns(Table):
    """``[calibration.columns]``: which columns of the reported times hold what; a key left out is its own name."""

    from_place: Text = "from_place"
    lon: Text = "lon"
    lat: Text = "lat"
    area: Text = "area"
    to_centre: Text = "to_centre"
    minutes: Text = "minutes"
    mode: Text = "mode"
    season: Text = "season"


class CalibrationTable(Sourced):
    """``[calibration]``: named factors that come with nearcare, factors of the study, and a table of reported times.

    ``reported``: a CSV beside the study; ``source`` and ``date`` are of it.
    """

    scenarios: tuple[Slug, ...] = ()
    factors: tuple[FactorTable, ...] = ()
    reported: Path | None = None
    columns: ReportedColumns = ReportedColumns()

    @model_validator(mode="after")
    def _names_each_once(self) -> Self:
        if not self.scenarios and not self.factors and self.reported is None:
            raise ValueError(
                "the table names no factor and no reported times; write scenarios, factors or reported, "
                "or remove the table"
            )
        names = [*self.scenarios, *(each.name for each in self.factors)]
        twice = [name for name, count in Counter(names).items() if count > 1]
        if twice:
            raise ValueError(f"the factor {twice[0]} is named twice; name each once")
        if OWN_TIMES in names:
            raise ValueError(f"{OWN_TIMES} stands for the factor of the reported times; choose another name")
        if self.reported is not None and self.source is None:
            raise ValueError("the reported times have no source; write source, such as who asked whom, and when")
        columns = [column for _, column in self.columns]
        shared = [column for column, count in Counter(columns).items() if count > 1]
        if shared:
            raise ValueError(f"two keys of columns name the column {shared[0]!r}; name one column for each")
        return self
