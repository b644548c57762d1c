"""Phiên bản của kho: tạo, kiểm tra, nâng cấp.
The version of a database: create it, tell what it is, bring it to ours."""

from enum import Enum
from pathlib import Path

from alembic.command import upgrade
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from monitor.domain.errors import StorageError

_FOLDER = Path(__file__).parent / "migrations"

# Any fixed number: holds off a second process that creates or upgrades the same database.
_LOCK = 72_110_026

_OUR_TABLES = {"look", "sighting", "capture", "delivery"}


class Standing(Enum):
    """How a database stands to this program."""

    EMPTY = "empty"
    CURRENT = "current"
    OLDER = "older"
    NEWER = "newer"
    FOREIGN = "foreign"


def config(connection: Connection) -> Config:
    """Alembic's settings for our migrations on this connection; nothing is read from a file."""
    settings = Config()
    settings.set_main_option("script_location", str(_FOLDER).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def standing(connection: Connection) -> Standing:
    """Compare the database's revision with ours."""
    tables = set(inspect(connection).get_table_names())
    if not tables - {"alembic_version"}:
        return Standing.EMPTY
    revisions = MigrationContext.configure(connection).get_current_heads()
    if not revisions or not tables >= _OUR_TABLES:
        return Standing.FOREIGN
    scripts = ScriptDirectory.from_config(config(connection))
    if set(revisions) == set(scripts.get_heads()):
        return Standing.CURRENT
    known = {script.revision for script in scripts.walk_revisions()}
    return Standing.OLDER if set(revisions) <= known else Standing.NEWER


def migrate(connection: Connection) -> None:
    """Bring the database to our version, all in the connection's transaction."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SELECT pg_advisory_xact_lock(:number)"), {"number": _LOCK})
    upgrade(config(connection), "head")


def refuse_unless_current(found: Standing, where: str) -> None:
    """Raise a `StorageError` that says what to do, unless the database is of our version."""
    sentences = {
        Standing.EMPTY: f"Kho {where} còn trống. Hãy tạo bằng lệnh: monitor init <tỉnh>",
        Standing.OLDER: f"Kho {where} là của phiên bản cũ hơn chương trình này. "
        "Hãy sao lưu kho rồi chạy: monitor upgrade",
        Standing.NEWER: f"Kho {where} là của phiên bản mới hơn chương trình này. "
        "Hãy cập nhật chương trình; đừng ghi vào kho bằng bản cũ.",
        Standing.FOREIGN: f"Kho {where} có bảng của chương trình khác. "
        "Hãy chỉ tới một kho trống hoặc đúng kho của chương trình trong [database] url.",
    }
    if found is not Standing.CURRENT:
        raise StorageError(f"database {where} is {found.value}", vi=sentences[found])
