"""Settings of the server: one object, read from the environment with the prefix NEARCARE_."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """What the server is told from outside; every field is the variable ``NEARCARE_`` and its name in capitals.

    ``releases``: the folder that is served. ``state``: a folder of the server's own for its database and uploads.
    ``database_url``: an SQLAlchemy URL; a SQLite file in ``state`` if it is not given. ``public_url``: how the server
    is reached from outside, for links behind a proxy; taken from each request if it is not given.
    ``what_ifs_at_once``: how many what-ifs are kept for their callers, 0 for none; ``what_if_bytes``: how much memory
    they and what they stand on may hold together; ``what_if_idle_minutes``: how long one is kept unasked.
    """

    model_config = SettingsConfigDict(env_prefix="NEARCARE_", extra="ignore", frozen=True)

    releases: Path = Path("releases")
    state: Path = Path("state")
    database_url: str | None = None
    public_url: str | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    jobs_at_once: Annotated[int, Field(ge=1, le=64)] = 1
    what_ifs_at_once: Annotated[int, Field(ge=0, le=1000)] = 8
    what_if_bytes: Annotated[int, Field(ge=0)] = 2_000_000_000
    what_if_idle_minutes: Annotated[float, Field(gt=0, le=1440)] = 15.0
