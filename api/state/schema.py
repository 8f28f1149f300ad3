"""The schema: bringing a database's tables up to date, by one process at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, text

from api.errors import NotReadyError

_LOCK: Final = 0x6E656172  # a number of our own among PostgreSQL's advisory locks
_FOLDER: Final = Path(__file__).parent / "migrations"


def bring_up_to_date(engine: Engine) -> None:
    """Take a database to the newest schema in one transaction; another process that does the same waits.

    Raises NotReadyError if the schema is newer than this program.
    """
    with engine.begin() as connection:  # on SQLite it holds the writer's lock from here on
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        config = migrations(connection)
        script = ScriptDirectory.from_config(config)
        known = {revision.revision for revision in script.walk_revisions()}
        found = set(MigrationContext.configure(connection).get_current_heads())
        if found - known:
            raise NotReadyError(
                f"The database has the schema {', '.join(sorted(found - known))}, which this nearcare does not know: "
                "a newer one wrote it. Update nearcare, or give it another database"
            )
        if found != set(script.get_heads()):
            command.upgrade(config, "head")


def migrations(connection: Connection) -> Config:
    """The migrations as alembic asks for them, over one connection."""
    config = Config()
    config.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
