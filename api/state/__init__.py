"""The server's own state: its database of jobs, keys and what was done."""

from api.state.database import open_database
from api.state.tables import audit, jobs, keys, metadata

__all__ = ["audit", "jobs", "keys", "metadata", "open_database"]
