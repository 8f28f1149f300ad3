"""Sessions of browsers, and how many deeds a row of the audit log stands for."""

import sqlalchemy as sa
from alembic import op

revision = "sessions_and_counts"
down_revision = "first_tables"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table and the column."""
    moment = sa.DateTime(timezone=True)
    op.create_table(
        "sessions",
        sa.Column("secret_sha256", sa.String(64), nullable=False),
        sa.Column("key_id", sa.String(32)),
        sa.Column("identity", sa.String(200), nullable=False),
        sa.Column("tier", sa.String(16), nullable=False),
        sa.Column("created_utc", moment, nullable=False),
        sa.Column("expires_utc", moment, nullable=False),
        sa.PrimaryKeyConstraint("secret_sha256", name="pk_sessions"),
    )
    op.create_index("ix_sessions_expires_utc", "sessions", ["expires_utc"])
    op.add_column("audit", sa.Column("times", sa.Integer(), server_default="1", nullable=False))
    op.create_index("ix_audit_at_utc", "audit", ["at_utc"])


def downgrade() -> None:
    """Drop the table and the column, with all that is in them."""
    op.drop_index("ix_audit_at_utc", "audit")
    op.drop_column("audit", "times")
    op.drop_table("sessions")
