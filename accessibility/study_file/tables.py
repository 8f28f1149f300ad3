"""What all tables of the study file have in common: unknown keys are refused, and a file says where it is from."""

from __future__ import annotations

import datetime as dt
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]


class Table(BaseModel):
    """One table of the study file; unknown keys are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True, strict=False)


class Sourced(Table):
    """A table that names a file: where it is from, under which licence and of which day, for the manifest."""

    source: str | None = None
    licence: str | None = None
    date: dt.date | None = None
