"""The tables of the server's database."""

from __future__ import annotations

from sqlalchemy import JSON, Column, DateTime, Float, Index, Integer, MetaData, String, Table, Text

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
    Column("created_utc", DateTime(timezone=True), nullable=False),
    Column("expires_utc", DateTime(timezone=True), nullable=False),
    Column("revoked_utc", DateTime(timezone=True)),
    Column("units_per_minute", Integer),
)

audit = Table(
    "audit",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("at_utc", DateTime(timezone=True), nullable=False),
    Column("identity", String(200)),  # of the key or the institution's user, never a secret
    Column("tier", String(16), nullable=False),
    Column("action", String(64), nullable=False),
    Column("subject", String(500), nullable=False),
    Column("outcome", String(64), nullable=False),
    Column("request_id", String(64)),
)

jobs = Table(
    "jobs",
    metadata,
    Column("id", String(32), primary_key=True),
    Column("process_id", String(64), nullable=False),
    Column("owner", String(200)),
    Column("tier", String(16), nullable=False),
    Column("status", String(16), nullable=False),  # accepted, running, successful, failed, dismissed
    Column("progress", Float, nullable=False, default=0.0),
    Column("message", Text, nullable=False, default=""),
    Column("inputs", JSON, nullable=False),
    Column("result", JSON),
    Column("problem", JSON),
    Column("created_utc", DateTime(timezone=True), nullable=False),
    Column("started_utc", DateTime(timezone=True)),
    Column("finished_utc", DateTime(timezone=True)),
    Column("updated_utc", DateTime(timezone=True), nullable=False),
    Column("is_cancel_asked", Integer, nullable=False, default=0),
    Index("ix_jobs_status", "status"),
)
