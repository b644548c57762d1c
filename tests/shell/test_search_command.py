"""Lệnh `monitor search rebuild` như người vận hành gõ.
`monitor search rebuild`, on a real database."""

from datetime import UTC, datetime
from typing import Any

from storage.store import Store
from tests.storage.test_published import package

Operator = Any  # the class of conftest.py, which cannot be imported
NOW = datetime(2026, 11, 20, 1, tzinfo=UTC)


def test_a_rebuild_writes_every_entry_and_says_how_many(operator: Operator) -> None:
    store = Store(f"sqlite:///{operator.folder / 'data' / 'monitor.db'}")
    with store.begin() as work:
        work.published.put([package(1), package(2)], NOW)
    done = operator.types("search", "rebuild")
    assert done.returncode == 0, done.stderr
    assert "Đã ghi lại 2 gói thầu vào chỉ mục tìm kiếm." in done.stdout
    with store.read() as work:
        assert len(work.search.holding("goi thau")) == 2
    store.close()
