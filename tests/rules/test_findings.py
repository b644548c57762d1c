"""Phát hiện: câu chữ của người quan sát, đủ căn cứ để kiểm lại bằng tay.
Findings: an observer's words, with everything needed to check them by hand."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from monitor.domain.judgement import DutyContext, Finding, Undetermined
from monitor.domain.times import Moment, from_vietnam
from monitor.domain.vocabulary import Channel, Confidence, DisclosureKind, Precision, Severity, VerdictKind
from monitor.law.ladder import full_day
from monitor.rules import missing_on_national
from monitor.rules.registry import check_all
from monitor.rules.wording import UNDETERMINED

NATIONAL, PORTAL, PAGE = Channel.NATIONAL, Channel.PORTAL, Channel.AGENCY_PAGE
WHOLE = ("2026-07-01", "2026-09-20")
NOW = "2026-09-20T08:00"


def vn(text: str) -> datetime:
    return from_vietnam(datetime.fromisoformat(text))


def told(scene: Any, context: DutyContext) -> Finding | Undetermined:
    (outcome,) = check_all(context, scene.calendar, vn(NOW))
    return outcome


def finding(scene: Any, context: DutyContext) -> Finding:
    outcome = told(scene, context)
    assert isinstance(outcome, Finding)
    return outcome


def late_on_national(scene: Any, posted: str, **changes: object) -> DutyContext:
    moment = Moment(vn(posted), Precision.SECOND, "api")
    context: DutyContext = scene.context(scene.disclosure(national=moment, **changes), NATIONAL)
    return context


def missing_on(scene: Any, channel: Channel) -> DutyContext:
    disclosure = scene.lonely() if channel is NATIONAL else scene.disclosure()
    context: DutyContext = scene.context(disclosure, channel, coverage=[scene.coverage(WHOLE)])
    return context


def late_on(scene: Any, channel: Channel) -> DutyContext:
    if channel is NATIONAL:
        return late_on_national(scene, "2026-09-10T09:30:00")
    context: DutyContext = scene.context(channel=channel, shown=[scene.sighting("2026-09-10T09:30:00")])
    return context


@pytest.mark.parametrize("channel", list(Channel))
def test_each_channel_has_its_rule_for_an_absence(scene: Any, channel: Channel) -> None:
    found = finding(scene, missing_on(scene, channel))
    assert found.code == f"missing_on_{channel}"
    assert found.verdict is VerdictKind.MISSING
    assert found.sentence.startswith("Chưa thấy kế hoạch lựa chọn nhà thầu “")
    assert "has not been seen on the" in found.sentence_en
    assert found.seen_at is None
    assert found.looks == ("look-cong",)


@pytest.mark.parametrize("channel", list(Channel))
def test_each_channel_has_its_rule_for_a_delay(scene: Any, channel: Channel) -> None:
    found = finding(scene, late_on(scene, channel))
    assert found.code == f"late_on_{channel}"
    assert (found.verdict, found.days_late) == (VerdictKind.LATE, 3)
    assert found.seen_at == vn("2026-09-10T09:30:00")
    assert "đăng sau hạn 3 ngày làm việc" in found.sentence
    assert "hạn 24:00 ngày 7/9/2026; đăng 09:30 ngày 10/9/2026" in found.sentence
    assert "published 3 working days after the due day" in found.sentence_en


def test_the_whole_sentence_of_an_absence(scene: Any) -> None:
    assert finding(scene, missing_on(scene, PORTAL)).sentence == (
        "Chưa thấy kế hoạch lựa chọn nhà thầu “Sửa chữa Trường Tiểu học Sông Mẫu” (PL2600000001) của"
        " Ban Quản lý dự án Sông Mẫu trên Cổng thông tin điện tử tỉnh (hạn 24:00 ngày 7/9/2026, đã qua"
        " 9 ngày làm việc)."
    )


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("build", [missing_on, late_on])
def test_no_finding_speaks_of_guilt_or_money(scene: Any, channel: Channel, build: Any) -> None:
    found = finding(scene, build(scene, channel))
    everything = " ".join([found.sentence, found.basis, *found.reasons]).casefold()
    for word in ("vi phạm", "xử phạt", "phạt tiền", "cố ý", "122/2021"):
        assert word not in everything
    assert "violat" not in found.sentence_en.casefold()


@pytest.mark.parametrize("build", [missing_on, late_on])
@pytest.mark.parametrize("channel", [PORTAL, PAGE])
def test_a_portal_finding_is_not_concluded_under_the_bidding_law(
    scene: Any, channel: Channel, build: Any
) -> None:
    found = finding(scene, build(scene, channel))
    assert "không kết luận theo Luật Đấu thầu" in found.basis
    assert "Kế hoạch của tỉnh mục II.2.1" in found.basis


@pytest.mark.parametrize("channel", list(Channel))
@pytest.mark.parametrize("build", [missing_on, late_on])
def test_every_reason_needed_to_check_it_by_hand_is_there(scene: Any, channel: Channel, build: Any) -> None:
    context = build(scene, channel)
    found = finding(scene, context)
    lines = "\n".join(found.reasons)
    assert found.basis in lines
    assert f"mục {context.duty.rule_id}" in lines
    for step in context.duty.ladder:
        if step.number is not None:
            assert f"{step.day.day}/{step.day.month}" in lines
    assert "31/8 nghỉ: hoán đổi" in lines
    assert "hạn 24:00 ngày 7/9/2026" in lines or channel is NATIONAL
    for capture in found.captures:
        assert capture in lines
    for look in found.looks:
        assert look in lines
    if context.disclosure.decision_date:
        assert full_day(context.disclosure.decision_date) in lines


def test_a_swap_shows_both_readings(scene: Any) -> None:
    context = late_on_national(scene, "2025-05-12T08:00:00", decision_date=date(2025, 4, 25))
    lines = "\n".join(finding(scene, context).reasons)
    assert "hạn là 6/5/2025; đã lấy cách tính có lợi cho đơn vị" in lines
    assert "làm bù cho ngày 02/05" in lines


@pytest.mark.parametrize(
    ("posted", "severity"),
    [("2026-09-08T08:00:00", Severity.MEDIUM), ("2026-09-18T08:00:00", Severity.MEDIUM)],
)
def test_a_short_delay_on_the_network_is_of_medium_weight(
    scene: Any, posted: str, severity: Severity
) -> None:
    assert finding(scene, late_on_national(scene, posted)).severity is severity


def test_weights(scene: Any) -> None:
    assert finding(scene, missing_on(scene, NATIONAL)).severity is Severity.MEDIUM
    assert finding(scene, missing_on(scene, PORTAL)).severity is Severity.MEDIUM
    long_after = scene.context(
        scene.disclosure(
            decision_date=date(2026, 7, 1), national=Moment(vn("2026-09-10"), Precision.DAY, "api")
        ),
        NATIONAL,
    )
    assert finding(scene, long_after).severity is Severity.HIGH


def test_what_only_an_article_tells_of_says_that_it_was_looked_for_by_name(scene: Any) -> None:
    """No code, so another name on the network would hide it: never of the highest weight."""
    lonely, coded = (finding(scene, missing_on(scene, channel)) for channel in (NATIONAL, PORTAL))
    assert lonely.severity is missing_on_national.SEVERITY is Severity.MEDIUM
    assert lonely.sentence.endswith("Tin không nêu mã, chỉ tìm được theo tên.")
    assert lonely.sentence_en.endswith("It bears no code and was looked for by name only.")
    assert any(line.endswith("; chưa thấy tin này theo tên.") for line in lonely.reasons)
    assert "theo tên" not in coded.sentence
    assert any(line.endswith("; chưa thấy tin này theo mã lẫn theo tên.") for line in coded.reasons)


@pytest.mark.parametrize("confidence", [c for c in Confidence if not c.accuses])
def test_a_rule_that_was_not_read_informs_and_never_accuses(scene: Any, confidence: Confidence) -> None:
    context = late_on_national(scene, "2026-09-10T09:30:00")
    context = replace(context, duty=replace(context.duty, confidence=confidence))
    found = finding(scene, context)
    assert found.severity is Severity.INFORM
    assert any("tham khảo" in line or "không phải quy định" in line for line in found.reasons)


def test_a_cancellation_under_the_old_law_only_informs(scene: Any) -> None:
    disclosure = scene.disclosure(
        DisclosureKind.CANCELLATION,
        decision_date=date(2023, 7, 3),
        regime_date=date(2023, 6, 20),
        national=Moment(vn("2023-08-20"), Precision.DAY, "api"),
    )
    found = finding(scene, scene.context(disclosure, NATIONAL))
    assert found.severity is Severity.INFORM
    assert "áp dụng tương tự" in found.basis.casefold()


def test_an_item_with_a_network_code_informs_and_asks_to_check(scene: Any) -> None:
    disclosure = scene.lonely(notice_no="IB2600000009")
    found = finding(scene, scene.context(disclosure, NATIONAL, coverage=[scene.coverage(WHOLE)]))
    assert found.severity is Severity.INFORM
    assert "Cần xác minh" in found.sentence


def test_a_delay_by_the_rules_of_a_donor_informs_and_asks_to_check(scene: Any) -> None:
    accused, informed = (
        finding(
            scene,
            late_on_national(
                scene, "2026-09-10T08:00:00", decision_date=date(2026, 7, 1), process_apply=process
            ),
        )
        for process in ("LDT", "WB")
    )
    assert (accused.severity, informed.severity) == (Severity.HIGH, Severity.INFORM)
    assert "Cần xác minh: quy trình áp dụng WB" in informed.sentence
    assert informed.fingerprint == accused.fingerprint


def test_the_same_thing_keeps_its_fingerprint_and_another_gets_its_own(scene: Any) -> None:
    one = finding(scene, missing_on(scene, PORTAL))
    later = scene.context(coverage=[scene.coverage(("2026-07-01", "2026-10-20"))])
    (again,) = check_all(later, scene.calendar, vn("2026-10-20T08:00"))
    assert isinstance(again, Finding)
    assert again.days_late > one.days_late
    assert again.fingerprint == one.fingerprint
    others = {
        finding(scene, build(scene, channel)).fingerprint
        for channel in Channel
        for build in (missing_on, late_on)
    }
    assert len(others) == 6


@pytest.mark.parametrize(
    ("changes", "reason", "sources"),
    [
        ({}, "no_source", ()),
        ({"spans": [()]}, "not_covered", ("nguon-0",)),
        ({"spans": [(WHOLE,), ()]}, "not_covered", ("nguon-1",)),
        ({"spans": [(WHOLE,), ()], "distrusted": ["nguon-0"]}, "withheld", ("nguon-0", "nguon-1")),
        ({"spans": [(WHOLE,)], "doubtful": True}, "doubtful_candidate", ("cong",)),
    ],
)
def test_what_cannot_be_told_goes_to_source_health_with_its_sources(
    scene: Any, changes: dict[str, Any], reason: str, sources: tuple[str, ...]
) -> None:
    coverage = [
        scene.coverage(*spans, source_id=f"nguon-{n}") for n, spans in enumerate(changes.get("spans", []))
    ]
    context = scene.context(
        coverage=coverage,
        doubtful=[scene.sighting("2026-09-04")] if changes.get("doubtful") else (),
        distrusted=changes.get("distrusted", ()),
    )
    outcome = told(scene, context)
    assert outcome == Undetermined(context.duty.id, reason, sources)
    assert reason in UNDETERMINED


def test_a_later_version_alone_is_undetermined_once(scene: Any) -> None:
    context = late_on_national(scene, "2026-09-15T08:00:00", first_version_unknown=True)
    assert told(scene, context) == Undetermined(context.duty.id, "first_version_unknown", ())


@pytest.mark.parametrize("posted", ["2026-08-27T09:00:00", "2026-09-07T23:59:59"])
def test_what_is_in_time_is_not_mentioned(scene: Any, posted: str) -> None:
    assert check_all(late_on_national(scene, posted), scene.calendar, vn(NOW)) == ()


def test_what_is_exempt_or_not_due_is_not_mentioned(scene: Any) -> None:
    exempt = scene.disclosure(exempt_reason="bí mật nhà nước")
    assert check_all(scene.context(exempt), scene.calendar, vn(NOW)) == ()
    assert check_all(scene.context(), scene.calendar, vn("2026-09-01")) == ()


def test_a_package_missing_on_one_channel_and_late_on_another_yields_both(scene: Any) -> None:
    late = Moment(vn("2026-09-10T09:30"), Precision.MINUTE, "api")
    disclosure = scene.disclosure(national=late)
    coverage = [scene.coverage(WHOLE)]
    codes = [
        outcome.code
        for channel in Channel
        for outcome in check_all(
            scene.context(disclosure, channel, coverage=coverage), scene.calendar, vn(NOW)
        )
        if isinstance(outcome, Finding)
    ]
    assert codes == ["late_on_national", "missing_on_portal", "missing_on_agency_page"]


def test_an_agency_we_do_not_know_is_called_by_the_name_in_the_record(scene: Any) -> None:
    context = replace(missing_on(scene, PORTAL), agency=None)
    assert finding(scene, context).agency_name == "Ban Quản lý dự án Sông Mẫu"
    nameless = replace(context, disclosure=replace(context.disclosure, buyer_name=""))
    assert finding(scene, nameless).agency_name == "chưa rõ đơn vị"


def test_a_delay_proven_by_looks_says_how(scene: Any) -> None:
    item = scene.sighting(None, seen="2026-09-15T06:00")
    seen = scene.coverage(("2026-08-01", "2026-09-10"), ("2026-09-12", "2026-09-20"))
    found = finding(scene, scene.context(shown=[item], coverage=[seen]))
    assert "tin không ghi ngày đăng" in found.sentence
    assert "no publication day shown" in found.sentence_en
    assert any("lượt kiểm tra đầy đủ sau hạn chưa có tin này" in line for line in found.reasons)
