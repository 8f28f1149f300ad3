"""Opening the server's database: a SQLite file, or PostgreSQL when a URL names it."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Engine, create_engine

from api.settings import Settings
from api.state.tables import metadata


def open_database(settings: Settings) -> Engine:
    """The database of these settings, with its tables."""
    url = settings.database_url
    if url is None:
        Path(settings.state).mkdir(parents=True, exist_ok=True)
        url = f"sqlite:///{settings.state / 'nearcare.sqlite'}"
    engine = create_engine(url)
    metadata.create_all(engine)
    return engine
