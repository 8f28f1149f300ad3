"""The environment that alembic runs the steps in: the connection that it was given."""

from alembic import context

from api.state.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
