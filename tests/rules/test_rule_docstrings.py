"""Mỗi quy tắc tự nói tên, luật, hiệu lực, và ví dụ trong đó tính ra đúng như đã viết.
Each rule's docstring carries title, law, validity, and a worked example that comes out as written."""

import re
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from monitor.domain.judgement import Finding
from monitor.domain.labels import label
from monitor.domain.times import Moment, end_of_day, from_vietnam, start_of_day
from monitor.domain.vocabulary import Channel, Precision
from monitor.rules.registry import Rule, all_rules, check_all

_DAY = r"(\d+)/(\d+)/(\d{4})"
_DECIDED = re.compile(rf"(?:phê duyệt|đăng kế hoạch ngày) {_DAY}")
_DUE = re.compile(rf"hạn 24:00 ngày {_DAY}")
_LATE = re.compile(rf"đăng (?:trên [^;]*? )?{_DAY} → đăng sau hạn (\d+) ngày làm việc")
_MISSING = re.compile(rf"xem đủ đến {_DAY}, không có .* → chưa thấy, đã qua (\d+) ngày làm việc")


def _doc(rule: Rule) -> str:
    return " ".join(str(rule.__doc__).split())


def _day(found: re.Match[str]) -> date:
    return date(int(found[3]), int(found[2]), int(found[1]))


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.CODE)
def test_every_rule_tells_its_title_law_and_validity(rule: Rule) -> None:
    doc = _doc(rule)
    assert f"Tên: {rule.TITLE}." in doc
    assert f"Hiệu lực: từ {rule.VALID_FROM.day}/{rule.VALID_FROM.month}/{rule.VALID_FROM.year}" in doc
    assert f"Mức: {label(rule.SEVERITY)}" in doc
    law = doc.partition("Luật: ")[2].partition("Hiệu lực")[0]
    # Every text and article that the constant names.
    for cited in re.findall(r"\d+/\d{4}/[A-ZĐ0-9-]+|Điều \d+|mục II\.2\.1", rule.LEGAL_BASIS):
        assert cited in law, cited


@pytest.mark.parametrize("rule", all_rules(), ids=lambda rule: rule.CODE)
def test_the_worked_example_comes_out_as_written(rule: Rule, scene: Any) -> None:
    doc = _doc(rule).partition("Ví dụ: ")[2]
    decided, due = _DECIDED.search(doc), _DUE.search(doc)
    assert decided, doc
    assert due, doc
    where = Channel(rule.CODE.partition("_on_")[2])
    if late := _LATE.search(doc):
        context, days = _late(scene, where, _day(decided), _day(late)), int(late[4])
        now = start_of_day(_day(late)) + timedelta(days=10)
    else:
        missing = _MISSING.search(doc)
        assert missing, doc
        context, days = _missing(scene, where, _day(decided), _day(missing)), int(missing[4])
        now = start_of_day(_day(missing)) + timedelta(hours=8)
    (found,) = check_all(context, scene.calendar, now)
    assert isinstance(found, Finding)
    assert (found.code, found.days_late, found.due_at) == (rule.CODE, days, end_of_day(_day(due)))


def _late(scene: Any, where: Channel, decided: date, posted: date) -> Any:
    at = Moment(from_vietnam(datetime.combine(posted, datetime.min.time())), Precision.DAY, "api")
    if where is Channel.NATIONAL:
        return scene.context(scene.disclosure(decision_date=decided, national=at), where)
    item = scene.sighting(posted.isoformat(), seen=f"{posted.isoformat()}T20:00")
    return scene.context(scene.disclosure(decision_date=decided), where, shown=[item])


def _missing(scene: Any, where: Channel, decided: date, until: date) -> Any:
    seen = scene.coverage((f"{decided.year}-06-01", until.isoformat()))
    if where is Channel.NATIONAL:
        shown = Moment(start_of_day(decided), Precision.DAY, "listing")
        return scene.context(scene.lonely(seen_elsewhere=shown), where, coverage=[seen])
    return scene.context(scene.disclosure(decision_date=decided), where, coverage=[seen])
