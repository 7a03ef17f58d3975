"""Runs the migrations on the connection that the store hands over; feedmill never migrates by alembic's command."""

from alembic import context

from feedmill.store.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
