"""Kho trống, kho cũ, kho mới, kho lạ, kho hỏng.
Every state in which a database may be found, and what is said about it."""

import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, text

from monitor.domain.errors import StorageError
from storage import migrating
from storage.engine import database_url
from storage.store import Store
from storage.tables.every import METADATA
from storage.tables.searched import WORDS_ON_SQLITE

_NEWEST = max(
    file.name[:4] for file in (Path(migrating.__file__).parent / "migrations").glob("versions/0*.py")
)
_NEXT_REVISION = f"""
import sqlalchemy as sa
from alembic import op

revision = "next"
down_revision = "{_NEWEST}"


def upgrade():
    op.add_column("meta", sa.Column("extra", sa.Text()))
"""

Opened = Callable[[str], Store]


def _execute(url: str, *statements: str) -> None:
    engine = create_engine(database_url(url))
    with engine.begin() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


def _refusal(store: Store) -> StorageError:
    with pytest.raises(StorageError) as refusal:
        store.check()
    return refusal.value


def test_an_empty_database_becomes_ours_and_creating_again_changes_nothing(
    blank_url: str, opened: Opened
) -> None:
    store = opened(blank_url)
    store.create()
    with store.begin() as work:
        work.meta.set("kept", 1)
    store.create()
    store.check()
    with store.begin() as work:
        assert work.meta.get("kept") == 1


def _built_here(item: Any, name: str | None, kind: str, reflected: bool, _beside: Any) -> bool:
    """FTS5 and what it keeps beside itself are tables of no model; a GIN index is PostgreSQL's alone."""
    if kind == "index" and not reflected:
        return bool(item.dialect_options["postgresql"]["using"] != "gin")
    return not (kind == "table" and name is not None and name.startswith(WORDS_ON_SQLITE))


# SQLite does not tell what an expression in an index is; that one is proven by the plan that uses it.
@pytest.mark.filterwarnings("ignore:.*expression-based index '?ix_sighting_source_shown")
def test_the_migrations_build_exactly_the_tables_of_the_models(url: str) -> None:
    engine = create_engine(database_url(url))
    with engine.connect() as connection:
        opts: dict[str, Any] = {"compare_server_default": True}
        if connection.dialect.name == "sqlite":
            opts["include_object"] = _built_here
        context = MigrationContext.configure(connection, opts=opts)
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_a_database_that_was_never_created_names_the_command_that_creates_it(
    blank_url: str, opened: Opened
) -> None:
    assert "monitor init" in _refusal(opened(blank_url)).vi
    if blank_url.startswith("sqlite"):
        assert not Path(str(database_url(blank_url).database)).exists()


def test_a_database_of_a_newer_version_is_not_touched(blank_url: str, opened: Opened) -> None:
    opened(blank_url).create()
    _execute(blank_url, "UPDATE alembic_version SET version_num = '9999'")
    store = opened(blank_url)
    assert "mới hơn" in _refusal(store).vi
    with pytest.raises(StorageError, match="newer"):
        store.upgrade()
    with pytest.raises(StorageError, match="newer"):
        store.create()


def test_a_database_of_another_program_is_refused(blank_url: str, opened: Opened) -> None:
    store = opened(blank_url)
    if blank_url.startswith("sqlite"):
        path = Path(str(database_url(blank_url).database))
        path.parent.mkdir()
        sqlite3.connect(path).close()
    _execute(blank_url, "CREATE TABLE customers (id INTEGER PRIMARY KEY)")
    assert "chương trình khác" in _refusal(store).vi
    with pytest.raises(StorageError, match="foreign"):
        store.create()


def test_a_database_of_another_program_that_migrates_too_is_refused(blank_url: str, opened: Opened) -> None:
    if blank_url.startswith("sqlite"):
        path = Path(str(database_url(blank_url).database))
        path.parent.mkdir()
        path.touch()
    _execute(
        blank_url,
        "CREATE TABLE alembic_version (version_num VARCHAR(32) PRIMARY KEY)",
        "INSERT INTO alembic_version VALUES ('0001')",
        "CREATE TABLE customers (id INTEGER PRIMARY KEY)",
    )
    assert "chương trình khác" in _refusal(opened(blank_url)).vi


def test_a_database_of_an_older_version_is_brought_to_ours(
    blank_url: str, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(blank_url)
    store.create()
    with store.begin() as work:
        work.meta.set("kept", "nguyên")
    migrations = tmp_path / "migrations"
    shutil.copytree(Path(migrating.__file__).parent / "migrations", migrations)
    (migrations / "versions" / "next.py").write_text(_NEXT_REVISION)
    monkeypatch.setattr(migrating, "_FOLDER", migrations)
    assert "monitor upgrade" in _refusal(store).vi
    with pytest.raises(StorageError, match="older"):
        store.create()
    store.upgrade()
    store.check()
    with store.begin() as work:
        assert work.meta.get("kept") == "nguyên"


def test_an_upgrade_that_fails_halfway_leaves_the_old_version_whole(
    blank_url: str, opened: Opened, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = opened(blank_url)
    store.create()
    migrations = tmp_path / "migrations"
    shutil.copytree(Path(migrating.__file__).parent / "migrations", migrations)
    broken = _NEXT_REVISION + '    op.execute("UPDATE no_such_table SET a = 1")\n'
    (migrations / "versions" / "next.py").write_text(broken)
    with monkeypatch.context() as patch:
        patch.setattr(migrating, "_FOLDER", migrations)
        with pytest.raises(StorageError):
            store.upgrade()
    store.check()


def test_upgrading_a_current_database_does_nothing(store: Store) -> None:
    store.upgrade()
    store.check()


def test_a_file_that_is_no_database_is_called_that(tmp_path: Path, opened: Opened) -> None:
    path = tmp_path / "monitor.db"
    path.write_bytes(b"%PDF-1.7 synthetic" * 400)
    before = path.read_bytes()
    store = opened(f"sqlite:///{path}")
    assert "không phải là kho dữ liệu" in _refusal(store).vi
    with pytest.raises(StorageError):
        store.create()
    assert path.read_bytes() == before


def test_a_damaged_database_is_called_damaged(sqlite_template: Path, tmp_path: Path, opened: Opened) -> None:
    path = tmp_path / "monitor.db"
    shutil.copy(sqlite_template, path)
    with path.open("r+b") as file:
        file.seek(4096 * 3)
        file.write(b"\xff" * 4096 * 20)
    assert "bị hỏng" in _refusal(opened(f"sqlite:///{path}")).vi


def test_a_row_that_somebody_edited_by_hand_is_named(sqlite_store: Store) -> None:
    with sqlite_store.begin() as work:
        work.meta.set("last", 1)
    _execute(str(sqlite_store._url), "UPDATE meta SET value = '{broken'")
    with pytest.raises(StorageError) as refusal, sqlite_store.begin() as work:
        work.meta.get("last")
    assert "sao lưu" in refusal.value.vi


def test_a_domain_object_that_somebody_edited_by_hand_is_named(sqlite_store: Store, sample: Any) -> None:
    with sqlite_store.begin() as work:
        work.sightings.put([sample.sighting(1)])
    _execute(str(sqlite_store._url), "UPDATE sighting SET document = '{}'")
    with pytest.raises(StorageError) as refusal, sqlite_store.begin() as work:
        work.sightings.all()
    assert "Sighting" in refusal.value.vi


def test_a_time_without_a_zone_is_never_stored(store: Store, sample: Any) -> None:
    naive = sample.now.replace(tzinfo=None)
    with pytest.raises(StorageError, match="naive"), store.begin() as work:
        work.sources.pause("nguon-a", "Lan", "bảo trì", naive)


@pytest.mark.parametrize("url", ["", "no url at all", "mysql://a/b", "sqlite://", "sqlite:///"])
def test_an_address_that_cannot_be_a_database_is_refused_at_once(url: str) -> None:
    with pytest.raises(StorageError) as refusal:
        Store(url)
    assert "SQLite" in refusal.value.vi or "sqlite" in refusal.value.vi


def test_an_unreachable_server_says_what_to_check_without_the_password(
    opened: Opened, tmp_path: Path
) -> None:
    store = opened(f"postgresql://monitor:matkhau@/monitor?host={tmp_path}")
    refusal = _refusal(store)
    assert "[database]" in refusal.vi
    assert "matkhau" not in refusal.vi + str(refusal)


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path, opened: Opened) -> None:
    (tmp_path / "file").write_text("not a folder")
    with pytest.raises(StorageError) as refusal:
        opened(f"sqlite:///{tmp_path / 'file' / 'monitor.db'}").create()
    assert str(tmp_path / "file") in refusal.value.vi
