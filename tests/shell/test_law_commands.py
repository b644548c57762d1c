"""Lệnh `monitor law` như người vận hành gõ.
`monitor law list|confirm|unconfirm`, on a real database and a real data folder."""

import json
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from monitor.cli import law
from monitor.config import load_settings
from monitor.domain.errors import ConfigError
from monitor.law.calendar import load_calendar
from monitor.law.holidays import load_holidays
from monitor.law.lawbook import load_lawbook
from monitor.law.readings import Readings
from monitor.wiring import (
    calendar_as_set,
    desk_rules,
    holidays_as_set,
    lawbook_at,
    open_line,
    open_store,
    utc_now,
)

Operator = Any  # the class of conftest.py, which cannot be imported

SIGNED = b"%PDF-1.7\nsynthetic text with a stamp\n%%EOF\n"
DIGEST = sha256(SIGNED).hexdigest()


def _signed(operator: Operator, content: bytes = SIGNED) -> Path:
    path: Path = operator.folder / "luat-43-ban-ky.pdf"
    path.write_bytes(content)
    return path


def _confirm(operator: Operator, rule: str = "A15", by: str = "Nguyễn Thị Mẫu") -> None:
    """As `monitor law confirm`, without a process of its own."""
    law.confirm(rule, operator.folder / "luat-43-ban-ky.pdf", by, "", operator.folder / "monitor.toml")


def _told(text: str) -> str:
    return " ".join(text.split())


def test_a_confirmed_rule_accuses_from_the_next_start_on(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(operator.folder)  # the profile is named from where the operator stands
    _signed(operator)
    assert not load_lawbook().rule("A15").conf.accuses
    by = ("--by", "Nguyễn Thị Mẫu", "--note", "bản có dấu đỏ")
    done = operator.types("law", "confirm", "A15", "--file", "luat-43-ban-ky.pdf", *by)
    assert done.returncode == 0, done.stderr
    kept = operator.folder / "data" / "signed-texts" / f"{DIGEST}.pdf"
    assert kept.read_bytes() == SIGNED
    settings = load_settings(operator.folder / "monitor.toml")
    with open_line(settings) as line:
        rule = line.lawbook.rule("A15")
    assert rule.conf.accuses
    assert "Nguyễn Thị Mẫu đã đối chiếu với văn bản ký" in rule.citation
    assert "luat-43-ban-ky.pdf" in rule.citation
    lines = (operator.folder / "data" / "monitor.log").read_text(encoding="utf-8").splitlines()
    (logged,) = [row for row in map(json.loads, lines) if row["event"] == "rule_confirmed"]
    assert (logged["rule"], logged["by"], logged["sha256"]) == ("A15", "Nguyễn Thị Mẫu", DIGEST)
    assert logged["note"] == "bản có dấu đỏ"


def test_what_was_taken_back_only_informs_again_and_both_acts_are_kept(operator: Operator) -> None:
    _signed(operator)
    settings = operator.folder / "monitor.toml"
    before = utc_now()
    _confirm(operator)
    between = utc_now()
    law.unconfirm("A15", "Trần Văn Thử", settings)
    with open_store(load_settings(settings)) as store, store.read() as work:
        assert not lawbook_at(work, utc_now()).rule("A15").conf.accuses
        # What was known then can still be asked.
        assert lawbook_at(work, between).rule("A15").conf.accuses
        assert not lawbook_at(work, before).rule("A15").conf.accuses
        (kept,) = work.confirmations.history()
    assert (kept.given.by, kept.taken_back_by) == ("Nguyễn Thị Mẫu", "Trần Văn Thử")
    log = (operator.folder / "data" / "monitor.log").read_text(encoding="utf-8")
    assert '"rule_unconfirmed"' in log


def test_the_list_shows_how_well_each_rule_is_known_and_whether_its_text_is_still_whole(
    operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = operator.folder / "monitor.toml"

    def listed(*, doubtful: bool = True) -> str:
        law.list_rules(doubtful, settings)
        return _told(capsys.readouterr().out)

    every = listed(doubtful=False)
    assert f"{len(load_lawbook().book.rules)} điều" in every
    assert "R: đã đọc văn bản" in every
    few = listed()
    assert "M: chưa đọc, chỉ tham khảo" in few
    assert "R: đã đọc văn bản" not in few
    _signed(operator)
    _confirm(operator)
    assert "P06" in every
    assert "P06" not in few  # a policy is not doubtful: no signed text makes it law
    confirmed = listed()
    assert confirmed.count("tệp còn nguyên") == confirmed.count("M: đã đối chiếu, được dùng") == 1
    kept = operator.folder / "data" / "signed-texts" / f"{DIGEST}.pdf"
    kept.write_bytes(SIGNED + b"altered")
    assert "tệp đã bị sửa" in listed()
    # The text itself is at hand: confirming once more makes the kept file whole again.
    _confirm(operator)
    assert kept.read_bytes() == SIGNED
    kept.unlink()
    assert "không thấy tệp" in listed()


@pytest.mark.parametrize(
    ("rule", "by", "told"),
    [
        ("A99", "Nguyễn Thị Mẫu", "không có điều này trong bảng thời hạn"),
        ("P06", "Nguyễn Thị Mẫu", "đây là chính sách, không phải quy định của pháp luật"),
        ("A15", " ", "thiếu tên người đối chiếu"),
    ],
)
def test_what_cannot_be_confirmed_is_refused_and_leaves_nothing(
    operator: Operator, rule: str, by: str, told: str
) -> None:
    _signed(operator)
    with pytest.raises(ConfigError) as refusal:
        _confirm(operator, rule, by)
    assert told in refusal.value.vi
    assert not (operator.folder / "data" / "signed-texts").exists()


def test_only_a_pdf_that_can_be_read_is_attached(operator: Operator) -> None:
    with pytest.raises(ConfigError) as refusal:
        _confirm(operator)
    assert "Không đọc được tệp" in refusal.value.vi
    _signed(operator, b"not a pdf at all")
    with pytest.raises(ConfigError) as refusal:
        _confirm(operator)
    assert "không phải PDF" in refusal.value.vi
    assert not (operator.folder / "data" / "signed-texts").exists()


def test_only_what_stands_can_be_taken_back_and_by_somebody(operator: Operator) -> None:
    for by, told in ((" ", "--by đang để trống"), ("Trần Văn Thử", "không có xác nhận nào")):
        with pytest.raises(law.RuleDecisionRefused) as refusal:
            law.unconfirm("A15", by, operator.folder / "monitor.toml")
        assert told in refusal.value.vi


def test_the_readings_of_the_settings_file_reach_the_calendar(
    operator: Operator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(operator.folder)
    path = operator.folder / "monitor.toml"
    written = load_settings(path)
    assert calendar_as_set(written) is load_calendar()
    text = path.read_text(encoding="utf-8")
    text = text.replace('makeup_saturdays = "both"', 'makeup_saturdays = "working"')
    text = text.replace('minimum_periods = "both"', 'minimum_periods = "strict"')
    path.write_text(text, encoding="utf-8")
    with open_line(load_settings(path)) as line:
        assert line.calendar.readings == Readings("working", "strict")


def test_the_operator_settles_a_proposed_day_in_a_file_of_its_own(
    operator: Operator, capsys: pytest.CaptureFixture[str]
) -> None:
    settings, own = operator.folder / "monitor.toml", operator.folder / "ngay-nghi.yaml"
    law.list_days(2026, None, settings)
    told = _told(capsys.readouterr().out)
    assert "18 ngày" in told
    assert told.count("mới đề xuất, chưa áp") == 2
    assert told.count("đã có quyết định") == 16
    law.list_days(None, own, settings)
    assert "[law] holidays =" in _told(capsys.readouterr().out)
    pending = 'decision: "mới là đề xuất, chưa thấy quyết định", status: pending'
    text = own.read_text(encoding="utf-8")
    assert pending in text
    own.write_text(text.replace(pending, 'decision: "Thông báo mẫu 9/TB", status: ok'), encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        law.list_days(None, own, settings)
    assert "đã có tệp này" in refused.value.vi
    kept = settings.read_text(encoding="utf-8")
    settings.write_text(kept.replace("[law]\n", f'[law]\nholidays = "{own}"\n', 1), encoding="utf-8")
    loaded = load_settings(settings)
    assert calendar_as_set(loaded).why_off(date(2026, 11, 23)).endswith("(Thông báo mẫu 9/TB)")
    assert load_calendar().why_off(date(2026, 11, 23)) == ""
    assert desk_rules(loaded).holidays == holidays_as_set(loaded) != load_holidays()
    law.list_days(2026, None, settings)
    assert "đề xuất" not in _told(capsys.readouterr().out)
    own.write_text("years: []", encoding="utf-8")
    with pytest.raises(ConfigError) as refused:
        calendar_as_set(loaded)
    assert str(own) in refused.value.vi
