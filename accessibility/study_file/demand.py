"""The demand in the study file: who the people are by sex and age, and how many of them need what."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Final, Self

from pydantic import Field, model_validator

from accessibility.ages import OLDEST, AgeBand, AgeSexFile, age_band, find_age_fault
from accessibility.never_weights import WHY_REFUSED, is_never_a_weight
from accessibility.study_file.tables import Sourced, Table

DEFAULT_NEEDS: Final = "default"
_PLACEHOLDER: Final = re.compile(r"\{([^{}]*)\}")
_ASKED_PLACEHOLDERS: Final = ["age", "sex"]
_PATTERN_EXAMPLE: Final = 'age_sex = "com_{sex}_{age}_2020.tif"'

Years = Annotated[int, Field(ge=0, le=OLDEST)]
Members = Annotated[float, Field(ge=1, le=100, allow_inf_nan=False)]


class HouseholdSize(Table):
    """``household_size``: people in a household, itself counted, with the range that it lies in and its source."""

    low: Members
    value: Members
    high: Members
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _is_in_range(self) -> Self:
        if not self.low <= self.value <= self.high:
            raise ValueError(
                f"household_size does not rise from low {self.low:g} by value {self.value:g} to high {self.high:g}; "
                "write low, value and high such that each is at least the one before"
            )
        return self


class DemandTable(Sourced):
    """``[demand]``: shares of the people by sex and age, from rasters or a table, and the needs by rate."""

    age_sex: str | None = None
    shares: Path | None = None
    age_bands: tuple[tuple[Years, Years], ...] | None = Field(default=None, min_length=1)
    needs: str = Field(default=DEFAULT_NEEDS, min_length=1)
    household_size: HouseholdSize | None = None

    @model_validator(mode="before")
    @classmethod
    def _has_no_weight_but_need(cls, values: Any) -> Any:
        refused = [str(key) for key in values if is_never_a_weight(str(key))] if isinstance(values, Mapping) else []
        if refused:
            raise ValueError(f"the key {refused[0]!r} can weigh nothing: {WHY_REFUSED}; remove it")
        return values

    @model_validator(mode="after")
    def _is_told_in_one_way(self) -> Self:
        if self.age_sex is not None and self.shares is not None:
            raise ValueError("age_sex (rasters) and shares (a table) are both given; remove one of them")
        if self.age_sex is not None:
            _check_pattern(self.age_sex)
        if self.age_bands is not None and self.age_sex is None and self.shares is None:
            raise ValueError("age_bands stands without ages; give age_sex (rasters) or shares (a table), or remove it")
        for first, last in self.age_bands or ():
            if first > last:
                raise ValueError(
                    f"the age band [{first}, {last}] ends before it begins; write [from, to], both inclusive"
                )
        fault = find_age_fault(self.bands) if self.age_bands is not None else None
        if fault is not None:
            raise ValueError(
                f"age_bands do not hold each age once: {fault}; write bands such as [[0, 14], [15, 59], [60, 120]]"
            )
        return self

    @property
    def bands(self) -> tuple[AgeBand, ...]:
        """The age bands to tell results by, in the order of age; empty where they are left to the source."""
        return tuple(sorted(age_band(first, last) for first, last in self.age_bands or ()))

    def files(self, folder: Path) -> list[tuple[str, Path]]:
        """Every file that the table names, with the key that names it; ``folder`` is the study's."""
        named = [("[demand] age_sex", file.path) for file in self.age_sex_files(folder)]
        named += [("[demand] shares", self.shares)] if self.shares is not None else []
        named += [("[demand] needs", Path(self.needs))] if Path(self.needs).suffix else []
        return named

    def age_sex_files(self, folder: Path) -> list[AgeSexFile]:
        """The rasters whose names fit ``age_sex``, by sex, age and name; paths as the study file would write them.

        WorldPop's naming: {sex} is f or m, {age} the first year of a band, with or without a leading zero.
        Other files of the folder, such as those of both sexes together, are left alone.
        """
        if self.age_sex is None:
            return []
        pattern = Path(self.age_sex)
        parts = _PLACEHOLDER.split(pattern.name)
        groups = {"sex": r"(?P<sex>[fm])", "age": r"(?P<age>\d{1,3})"}
        name = re.compile("".join(groups[part] if place % 2 else re.escape(part) for place, part in enumerate(parts)))
        if not (folder / pattern.parent).is_dir():
            return []
        found = [(path.name, name.fullmatch(path.name)) for path in (folder / pattern.parent).iterdir()]
        return sorted(
            AgeSexFile(
                sex="female" if match["sex"] == "f" else "male",
                first_year=int(match["age"]),
                path=pattern.parent / file,
            )
            for file, match in found
            if match is not None
        )


def _check_pattern(pattern: str) -> None:
    """Raise ValueError if the text is no pattern of files."""
    name = Path(pattern).name
    if _PLACEHOLDER.search(pattern.removesuffix(name)):
        raise ValueError(
            f"age_sex has {{sex}} or {{age}} in the name of a folder; put all files into one, as in {_PATTERN_EXAMPLE}"
        )
    if sorted(_PLACEHOLDER.findall(name)) != _ASKED_PLACEHOLDERS:
        raise ValueError(
            f"age_sex does not hold {{sex}} and {{age}} once each and nothing else in braces; "
            f"write the files' names with both, as in {_PATTERN_EXAMPLE}"
        )
