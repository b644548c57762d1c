"""`monitor publish withdraw` như người vận hành gõ: rút được, có lý do, có dòng nhật ký.
`monitor publish withdraw` as an operator types it: gone from the public, kept in the log."""

import json
from pathlib import Path

import pytest

from monitor.cli import publish
from monitor.cli.setup import init
from monitor.config import load_settings
from monitor.domain.staff import Actor, Deed
from monitor.search.entries import entry_of
from monitor.steps.audit import NobodyActs
from monitor.steps.withdraw import NotWithdrawn, withdraw_package
from monitor.wiring import open_store
from tests.storage.test_published import AT, package


@pytest.fixture
def settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    init("vinh-long", tmp_path / "monitor.toml")
    with open_store(load_settings(tmp_path / "monitor.toml")) as store, store.begin() as work:
        work.published.put([package(1), package(2)], AT)
        work.search.put(entry_of(package(n), ("86",)) for n in (1, 2))
    capsys.readouterr()
    return tmp_path / "monitor.toml"


@pytest.mark.parametrize("typed", ["IB2600000001", " ib2600000001-00 "])
def test_it_is_gone_for_the_public_and_the_log_says_why(
    settings: Path, capsys: pytest.CaptureFixture[str], typed: str
) -> None:
    publish.withdraw(typed, "tên gói có số điện thoại riêng", "Nguyễn Mẫu", settings)
    assert "Đã rút IB2600000001" in capsys.readouterr().out
    with open_store(load_settings(settings)) as store, store.begin() as work:
        found = work.published.find("IB2600000001")
        assert found is not None
        assert found.process is None
        (row,) = work.audit_log.walk()
        assert (row.deed, row.object) == (Deed.PACKAGE_WITHDRAWN.value, "IB2600000001")
        assert (row.actor.by, row.actor.role) == ("Nguyễn Mẫu", "terminal")
        assert json.loads(row.details) == {"reason": "tên gói có số điện thoại riêng"}
        # Read again with other words: it does not come back.
        assert work.published.put([package(1, price=7)], AT) == 0


@pytest.mark.parametrize(
    ("number", "reason", "told"),
    [
        ("IB2600000099", "vì sao", "Không có gói thầu IB2600000099"),
        ("IB2600000002", "  ", "--reason đang để trống"),
        ("", "vì sao", "Không có gói thầu"),
    ],
)
def test_what_cannot_be_withdrawn_is_told_and_changes_nothing(
    settings: Path, number: str, reason: str, told: str
) -> None:
    with open_store(load_settings(settings)) as store:
        with pytest.raises(NotWithdrawn) as refused:
            withdraw_package(store, Actor("Nguyễn Mẫu"), number, reason, AT)
        assert told in refused.value.vi
        with store.read() as work:
            assert list(work.audit_log.walk()) == []
            assert [change.kind.value for change in work.published.changes(0, 9)] == ["created", "created"]


def test_twice_is_refused_and_nobody_without_a_name_does_it(settings: Path) -> None:
    publish.withdraw("IB2600000001", "lý do", "Nguyễn Mẫu", settings)
    with pytest.raises(NotWithdrawn) as refused:
        publish.withdraw("IB2600000001", "lý do", "Nguyễn Mẫu", settings)
    assert "đã được rút từ trước" in refused.value.vi
    with pytest.raises(NobodyActs):
        publish.withdraw("IB2600000002", "lý do", " ", settings)
