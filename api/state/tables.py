"""The tables of the server's database."""

from __future__ import annotations

from sqlalchemy import JSON, Boolean, Column, Float, Index, Integer, MetaData, String, Table, Text, false

from api.state.times import UtcTime

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_label)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)

keys = Table(
    "keys",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("name", String(200), nullable=False),
    Column("tier", String(16), nullable=False),
    Column("releases", JSON),  # a list of ids, null for all
    Column("secret_sha256", String(64), nullable=False, unique=True),
    Column("created_utc", UtcTime, nullable=False),
    Column("expires_utc", UtcTime, nullable=False),
    Column("revoked_utc", UtcTime),
    Column("units_per_minute", Integer),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at_utc", UtcTime, nullable=False),
    Column("identity", String(200)),  # of the key or the institution's user, never a secret
    Column("tier", String(16), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(500), nullable=False),
    Column("outcome", String(64), nullable=False),
    Column("request_id", String(64)),
    Column("times", Integer, nullable=False, server_default="1"),  # within a minute
    Index("ix_audit_at_utc", "at_utc"),
)

sessions = Table(
    "sessions",
    metadata,
    Column("secret_sha256", String(64), primary_key=True),
    Column("key_id", String(32)),  # the key that it was begun with, null for a token of an institution
    Column("identity", String(200), nullable=False),
    Column("tier", String(16), nullable=False),
    Column("created_utc", UtcTime, nullable=False),
    Column("expires_utc", UtcTime, nullable=False),
    Index("ix_sessions_expires_utc", "expires_utc"),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("process_id", String(64), nullable=False),
    Column("owner", String(200)),  # the caller's identity, null for the public
    Column("tier", String(16), nullable=False),
    Column("status", String(16), nullable=False),  # accepted, running, successful, failed, dismissed
    Column("progress", Float, nullable=False),  # 0 to 100
    Column("message", Text, nullable=False),
    Column("inputs", JSON, nullable=False),
    Column("result", JSON),
    Column("problem", JSON),
    Column("created_utc", UtcTime, nullable=False),
    Column("started_utc", UtcTime),
    Column("finished_utc", UtcTime),
    Column("updated_utc", UtcTime, nullable=False),
    Column("revision", Integer, nullable=False, server_default="0"),  # one more with each change that is told
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("server", String(200)),  # that runs it
    Column("lease_until_utc", UtcTime),  # until when that server need not say again that it runs it
    Column("is_publishing", Boolean, nullable=False, server_default=false()),  # too late to cancel
    Index("ix_jobs_status", "status"),
    Index("ix_jobs_owner", "owner"),
)
