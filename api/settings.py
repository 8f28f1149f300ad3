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
    ``layers_mb``: the most megabytes of layers of features that are kept in memory.
    """

    model_config = SettingsConfigDict(env_prefix="NEARCARE_", extra="ignore", frozen=True)

    releases: Path = Path("releases")
    state: Path = Path("state")
    database_url: str | None = None
    public_url: str | None = None
    host: str = "127.0.0.1"
    port: Annotated[int, Field(ge=0, le=65535)] = 8000
    jobs_at_once: Annotated[int, Field(ge=1, le=64)] = 1
    layers_mb: Annotated[int, Field(ge=1, le=65536)] = 256
    what_ifs_at_once: Annotated[int, Field(ge=0, le=1000)] = 8
