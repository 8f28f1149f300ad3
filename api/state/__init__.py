"""The server's own state: its database of jobs, keys and what was done."""

from api.state.database import open_database, reading, writing
from api.state.outages import OUTAGES, tell_outages
from api.state.tables import audit, jobs, keys, metadata, sessions
from api.state.times import utc_now

__all__ = [
    "OUTAGES",
    "audit",
    "jobs",
    "keys",
    "metadata",
    "open_database",
    "reading",
    "sessions",
    "tell_outages",
    "utc_now",
    "writing",
]
