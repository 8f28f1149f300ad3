"""Bodies: uploads, their files and the checks of their studies, as they are told."""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from api.links import Link

UPLOAD_EXAMPLE = "0123456789abcdef0123456789abcdef"


class FileAnswer(BaseModel):
    """A file that was looked at and may be used."""

    name: Annotated[str, Field(examples=["study.toml"])]
    size_bytes: Annotated[int, Field(examples=[2680])]
    sha256: Annotated[str, Field(description="The hash of what was received, to compare with yours.")]
    sent_utc: dt.datetime
    inspection: Annotated[
        dict[str, Any],
        Field(description="What it holds.", examples=[{"kind": "a table", "columns": ["id"], "rows": 4}]),
    ]
    confinement: Annotated[str, Field(description="What kept the process that looked at it from the network.")]


class CheckFault(BaseModel):
    """One fault of one input."""

    severity: Annotated[Literal["error", "notice"], Field(description="An error stops a run, a notice is reported.")]
    where: Annotated[str, Field(description="The file, as the study names it.", examples=["areas.geojson"])]
    which: Annotated[str, Field(description="The row, key or feature in it.")]
    what: str
    do: Annotated[str, Field(description="What to do about it.")]


class CheckAnswer(BaseModel):
    """What the check of a study said."""

    is_sound: Annotated[bool, Field(description="Whether the study can be run.")]
    is_current: Annotated[bool, Field(description="Whether no file was changed since.")]
    error_count: int
    notice_count: int
    faults: Annotated[list[CheckFault], Field(description="The first 200, errors before notices.")]
    checked_utc: dt.datetime


class UploadAnswer(BaseModel):
    """An upload in short."""

    id: Annotated[str, Field(examples=[UPLOAD_EXAMPLE])]
    created_utc: dt.datetime
    expires_utc: Annotated[dt.datetime, Field(description="When it is removed if nothing of it is changed.")]
    file_count: int
    size_bytes: int
    left_bytes: Annotated[int, Field(description="How much one more file may hold.")]
    has_study: Annotated[bool, Field(description="Whether study.toml is there, which is what a job runs.")]
    links: list[Link]


class WholeUploadAnswer(UploadAnswer):
    """An upload with its files and the last check of its study."""

    files: list[FileAnswer]
    check: Annotated[CheckAnswer | None, Field(description="What its last check said, null without one.")]


class UploadList(BaseModel):
    """The uploads of a steward."""

    uploads: list[UploadAnswer]
    links: list[Link]
