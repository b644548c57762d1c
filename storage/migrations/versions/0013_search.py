"""Chỉ mục tìm kiếm: chữ của gói thầu, tra bằng FTS5 hoặc tsvector.
The search index: the words of packages, looked up by FTS5 or as a tsvector."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import TSVECTOR

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

_TIME = sa.DateTime(timezone=True)
_FTS = (
    # The words stay in their table; what is looked up holds their places only.
    "CREATE VIRTUAL TABLE search_words USING fts5(words, content='search_package', content_rowid='id', "
    "columnsize=0, tokenize='ascii')",
    "CREATE TRIGGER search_words_added AFTER INSERT ON search_package BEGIN "
    "INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER search_words_changed AFTER UPDATE OF words ON search_package "
    "WHEN old.words IS NOT new.words BEGIN "
    "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words); "
    "INSERT INTO search_words(rowid, words) VALUES (new.id, new.words); END",
    "CREATE TRIGGER search_words_removed AFTER DELETE ON search_package BEGIN "
    "INSERT INTO search_words(search_words, rowid, words) VALUES ('delete', old.id, old.words); END",
)


def _text(name: str) -> "sa.Column[str]":
    return sa.Column(name, sa.Text(), nullable=False)


def upgrade() -> None:
    postgres = op.get_bind().dialect.name == "postgresql"
    op.create_table(
        "search_package",
        sa.Column("id", sa.Integer(), autoincrement=False, nullable=False),
        _text("key"),
        sa.Column("revision", sa.Integer(), nullable=False),
        *(_text(name) for name in ("buyer", "category", "method", "status", "places")),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in ("price", "closes")),
        sa.Column("published", sa.BigInteger(), nullable=False),
        sa.Column("holds", sa.Integer(), nullable=False),
        *(_text(name) for name in ("mark", "title", "buyer_name", "notice_no", "bid_no", "plan_no")),
        sa.Column("closes_at", _TIME, nullable=True),
        sa.Column("published_at", _TIME, nullable=False),
        sa.Column("words", TSVECTOR() if postgres else sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_search_package"),
        sa.UniqueConstraint("key", name="uq_search_package_key"),
    )
    op.create_index("ix_search_package_revision", "search_package", ["revision"])
    if postgres:
        op.create_index("ix_search_package_words", "search_package", ["words"], postgresql_using="gin")
    else:
        for statement in _FTS:
            op.execute(statement)
