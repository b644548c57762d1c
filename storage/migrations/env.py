"""Chạy di trú từ chương trình.
Alembic's entry: runs on the connection that `storage.migrating` hands over.

A new revision is written by hand in `versions/`, one file each, to work on both databases; the
test that compares the migrated schema with the models says what is missing from it.
"""

from alembic import context

from storage.tables.every import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    render_as_batch=True,
    transactional_ddl=True,
    transaction_per_migration=False,
)
context.run_migrations()
