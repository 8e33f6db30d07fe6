"""How Alembic reaches the database: on the connection that `upgrading` hands in, within its transaction."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
