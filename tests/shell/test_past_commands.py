"""Lệnh xem lại quá khứ như người vận hành gõ.
`monitor check` and `monitor rule replay`, on a real database filled by real looks."""

import hashlib
import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any, NamedTuple

import pytest
from typer.testing import CliRunner

from monitor.cli.main import command
from monitor.domain.errors import MonitorError
from monitor.domain.times import VIETNAM
from monitor.rules.patterns.examples import tender
from storage.store import Store

Operator = Any  # the class of conftest.py, which cannot be imported

_TITLE = "Thông báo mời thầu: Gói thầu số {} xây dựng trường mầm non xã An Mẫu"


@pytest.fixture
def looked(operator: Operator, monkeypatch: pytest.MonkeyPatch) -> Operator:
    """After one cycle that saw two invitations on the portal."""
    operator.shows("/cong.xml", _TITLE.format(1), _TITLE.format(2))
    done = operator.types("run", "--once")
    assert done.returncode == 0, done.stderr
    monkeypatch.chdir(operator.folder)
    return operator


class _Typed(NamedTuple):
    stdout: str
    exception: MonitorError | None


def _types(*words: str) -> _Typed:
    """The command in this process: what is asked here reads only."""
    refused = None
    with CliRunner().isolation() as (out, _, _):
        try:
            command.main(list(words), prog_name="monitor", standalone_mode=False)
        except MonitorError as error:
            refused = error
        sys.stdout.flush()
        return _Typed(out.getvalue().decode(), refused)


def _checked(*words: str) -> dict[str, Any]:
    done = _types("check", "--json", *words)
    assert done.exception is None
    found: dict[str, Any] = json.loads(done.stdout)
    return found


@contextmanager
def _store(operator: Operator) -> Iterator[Store]:
    store = Store(f"sqlite:///{operator.folder / 'data' / 'monitor.db'}")
    try:
        yield store
    finally:
        store.close()


def _written(operator: Operator) -> tuple[str, list[Any]]:
    """A digest of the database, and the letters."""
    data = operator.folder / "data"
    files = [file for file in (data / "monitor.db", data / "monitor.db-wal") if file.exists()]
    content = b"".join(file.read_bytes() for file in files)
    return hashlib.sha256(content).hexdigest(), sorted(data.glob("outbox/*"))


def test_a_check_judges_what_is_stored_and_writes_nothing(looked: Operator) -> None:
    before = _written(looked)
    with _store(looked) as store:
        with store.alone():  # as while the service is in the middle of a cycle
            done = looked.types("check", "--all")
            assert done.returncode == 0, done.stderr
        with store.read() as work:
            stored = {judged.duty.id: judged.verdict.kind.value for judged in work.judgements.judged()}
    assert "Gói thầu, kế hoạch" in done.stdout
    assert "chưa thấy 0 · đăng sau hạn 0 · chưa kiểm chứng được" in done.stdout
    found = _checked()
    assert {duty["duty"]: duty["verdict"] for duty in found["duties"]} == stored
    assert any(" … hạn 24:00 ngày " in duty["counted"] for duty in found["duties"])
    assert sum(found["counts"].values()) == len(stored) >= 2
    assert _written(looked) == before


def test_an_earlier_instant_one_agency_or_english_can_be_asked_for(looked: Operator) -> None:
    then, known = datetime.now(VIETNAM), _checked()["duties"]
    with _store(looked) as store, store.begin() as work:
        seen = next(one for one in work.sightings.all() if "Gói thầu số 1" in one.title)
        later = replace(seen, id="cong-mau|tin-9", title=_TITLE.format(9), first_seen_at=datetime.now(UTC))
        work.sightings.put([later])
    assert len(_checked()["duties"]) > len(known)
    asked = _checked("--as-of", then.isoformat())
    assert datetime.fromisoformat(asked["as_of"]) == then
    assert [duty["duty"] for duty in asked["duties"]] == [duty["duty"] for duty in known]
    assert len(_checked("--as-of", f"{then:%d/%m/%Y}")["duties"]) > len(known)
    own = _checked("--agency", "Ban Quản lý dự án số 1 tỉnh Sông Mẫu")
    assert {duty["agency"] for duty in own["duties"]} == {"ban-so-1"}
    assert own["duties"] == _checked("--agency", "ban-so-1")["duties"]
    assert "not seen 0 · published late 0 · not verifiable yet" in _types("check", "--lang", "en").stdout


def test_a_check_tells_what_whole_tenders_show_and_when_that_was_known(looked: Operator) -> None:
    """A notice that gives five days to prepare is read between two instants."""
    before = datetime.now(VIETNAM)
    assert _checked()["patterns"] == []
    (notice,) = tender(published="2026-03-02T08:00", closes="2026-03-07T09:00").versions
    with _store(looked) as store, store.begin() as work:
        work.records.put([notice], datetime.now(UTC))
    kept = _written(looked)
    (found,) = _checked()["patterns"]
    assert (found["rule"], found["track"], found["subject"]) == (
        "short_preparation",
        "observation",
        "IB2600000001",
    )
    assert any("Cách tính: " in reason for reason in found["reasons"])
    assert _checked("--as-of", before.isoformat())["patterns"] == []
    assert _checked("--agency", "ban-so-1")["patterns"] == []
    told = " ".join(_types("check").stdout.split())
    assert "Dấu hiệu và quan sát trên cả gói thầu, kế hoạch" in told
    assert "quan sát theo nghĩa vụ" in told
    assert "Less time to prepare bids" in " ".join(_types("check", "--lang", "en").stdout.split())
    assert _written(looked) == kept


def test_a_rule_is_replayed_day_by_day_and_nothing_is_written(looked: Operator) -> None:
    today, before = datetime.now(VIETNAM), _written(looked)
    for code in ("missing_on_national", "posted_twice"):
        done = _types("rule", "replay", code, "--from", f"{today:%Y-%m-%d}", "--to", f"{today:%d/%m/%Y}")
        assert done.exception is None
        assert f"({code})" in done.stdout
        assert f"{today:%d/%m/%Y}" in done.stdout
    assert _written(looked) == before


REFUSED = (
    (("check", "--as-of", "2999-01-01"), "chưa tới"),
    (("check", "--as-of", "2020-01-01"), "Lượt kiểm tra đầu tiên là lúc"),
    (("check", "--as-of", "hôm qua"), "Không đọc được ngày “hôm qua”"),
    (("check", "--as-of", "2026-09-05T99:00"), "Không đọc được ngày"),
    (("check", "--agency", "Sở Không Có"), "Không nhận ra đơn vị “Sở Không Có”"),
    (("check", "--lang", "fr"), "Không có ngôn ngữ fr"),
    (("rule", "replay", "khong_co", "--from", "2026-09-01", "--to", "2026-09-02"), "missing_on_portal"),
    (("rule", "replay", "late_on_portal", "--from", "02/09/2026", "--to", "01/09/2026"), "ở sau ngày cuối"),
    (("rule", "replay", "late_on_portal", "--from", "2020-01-01", "--to", "2020-02-01"), "Lượt kiểm tra đầu"),
    (("rule", "replay", "late_on_portal", "--from", "2020-01-01", "--to", "2999-02-01"), "chưa tới"),
)


def _refusal(words: tuple[str, ...]) -> str:
    error = _types(*words).exception
    assert isinstance(error, MonitorError), words
    return error.vi


def test_what_cannot_be_answered_is_refused_in_words(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(operator.folder)
    replay = ("rule", "replay", "missing_on_portal", "--from", "2026-09-01", "--to", "2026-09-02")
    for words in (("check",), replay):
        assert "monitor run --once" in _refusal(words)
    assert operator.types("run", "--once").returncode == 0
    for words, told in REFUSED:
        assert told in _refusal(words), words
