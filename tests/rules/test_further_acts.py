"""Mở thầu, hợp đồng, danh sách: khi chưa hỏi tới thì không bao giờ nói “chưa thấy”.
Openings, contracts, lists: what nobody asked the network for is never called missing."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

import pytest

from monitor.domain.judgement import Disclosure, Finding, Undetermined
from monitor.domain.times import Moment, from_vietnam
from monitor.domain.vocabulary import Channel, DisclosureKind, Precision, Severity, VerdictKind
from monitor.law.duties import duties_of
from monitor.rules.absence import UNLISTED, required_start
from monitor.rules.registry import check_all
from monitor.rules.wording import UNDETERMINED

NATIONAL, PORTAL = Channel.NATIONAL, Channel.PORTAL
OPENING, CONTRACT = DisclosureKind.OPENING, DisclosureKind.CONTRACT
SHORT_LIST, TECHNICAL_LIST = DisclosureKind.SHORT_LIST, DisclosureKind.TECHNICAL_LIST
ON_TIME, LATE, MISSING = VerdictKind.ON_TIME, VerdictKind.LATE, VerdictKind.MISSING
UNVERIFIABLE, NOT_DUE = VerdictKind.UNVERIFIABLE, VerdictKind.NOT_DUE

CLOSING = "2026-09-08T09:00"  # a Tuesday; the minutes of an online opening are due by 11:00
# As the shipped profile declares it: its searches do not show openings whatever it says.
SEEN_WHOLE = ("2026-07-01", "2026-10-30")


def vn(text: str) -> datetime:
    return from_vietnam(datetime.fromisoformat(text))


def act(scene: Any, kind: DisclosureKind, **changes: object) -> Disclosure:
    """An act that must exist because a later record does, or because closing passed."""
    base: dict[str, object] = {
        "national": None,
        "decision_date": None,
        "closes_at": vn(CLOSING),
        "is_online": True,
        "method": "DTRR",
        "expected": True,
    }
    made: Disclosure = scene.disclosure(kind, **{**base, **changes})
    return made


# --- the national network --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "kind", "reason"),
    [
        ("2026-09-08T08:59", NOT_DUE, ""),
        ("2026-09-08T10:59:59", NOT_DUE, ""),
        ("2026-09-08T11:00", UNVERIFIABLE, "not_asked"),
        ("2026-10-30T08:00", UNVERIFIABLE, "not_asked"),
    ],
)
@pytest.mark.parametrize("looked", [True, False])
def test_closing_passed_and_no_opening_read_is_no_absence(
    scene: Any, now: str, kind: VerdictKind, reason: str, looked: bool
) -> None:
    """The minute of the due hour; a source that is said to show openings and was seen whole, or none."""
    coverage = [scene.coverage(SEEN_WHOLE, source_id="egp-ket-qua")] if looked else []
    verdict = scene.judge(scene.context(act(scene, OPENING), NATIONAL, coverage=coverage), now)
    assert (verdict.kind, verdict.reason) == (kind, reason)
    assert not verdict.captures or verdict.kind is not ON_TIME


def test_every_unlisted_act_on_the_network_waits_for_a_look_that_asks_for_it(scene: Any) -> None:
    coverage = [scene.coverage(SEEN_WHOLE, source_id="egp-du-an")]
    for kind in UNLISTED:
        known = act(
            scene, kind, decision_date=date(2026, 9, 8), effective_date=date(2026, 9, 8), is_online=False,
            opened_at=vn(CLOSING),
        )  # fmt: skip
        context = scene.context(known, NATIONAL, coverage=coverage)
        assert context.duty.due_at is not None, kind
        (told,) = check_all(context, scene.calendar, vn("2026-10-30"))
        assert told == Undetermined(context.duty.id, "not_asked", ()), kind


def test_a_short_list_seen_on_a_page_alone_accuses_nobody(scene: Any) -> None:
    lonely = scene.lonely(SHORT_LIST)
    context = scene.context(lonely, NATIONAL, coverage=[scene.coverage(SEEN_WHOLE, source_id="egp")])
    assert context.duty.due_at is not None
    verdict = scene.judge(context, "2026-10-30")
    assert (verdict.kind, verdict.reasons) == (UNVERIFIABLE, ("not_asked",))


def test_an_opening_that_was_read_stands_on_the_network(scene: Any) -> None:
    """The network publishes it itself; when, its record does not say: in the agency's favour."""
    read = act(scene, OPENING, expected=False, opened_at=vn("2026-09-08T09:40"))
    verdict = scene.judge(scene.context(read, NATIONAL), "2026-10-30")
    assert (verdict.kind, verdict.reason) == (ON_TIME, "date_unknown")
    assert verdict.captures == ("c-national",)


@pytest.mark.parametrize(
    ("posted", "kind"), [("2026-09-08T11:00:00", ON_TIME), ("2026-09-08T11:00:01", LATE)]
)
def test_an_opening_with_a_time_is_judged_by_the_hour_and_only_informs(
    scene: Any, posted: str, kind: VerdictKind
) -> None:
    read = act(scene, OPENING, expected=False, national=Moment(vn(posted), Precision.SECOND, "api"))
    context = scene.context(read, NATIONAL)
    assert scene.judge(context, "2026-10-30").kind is kind
    if kind is LATE:
        later = replace(read, national=Moment(vn("2026-09-08T12:30"), Precision.MINUTE, "api"))
        (found,) = check_all(scene.context(later, NATIONAL), scene.calendar, vn("2026-10-30"))
        assert isinstance(found, Finding)
        # A failure of the network moves the closing: for a person to look at.
        assert found.severity is Severity.INFORM
        assert "đăng sau hạn 1 giờ 30 phút" in found.sentence
        assert "hạn 11:00 ngày 8/9/2026" in found.sentence
        assert "published 1 h 30 min after" in found.sentence_en
        assert "due by 11:00 on 2026-09-08" in found.sentence_en
        assert "không loại trừ sự cố" in found.sentence


def test_the_effect_of_a_contract_is_in_no_record_we_read(scene: Any) -> None:
    context = scene.context(act(scene, CONTRACT), NATIONAL, coverage=[scene.coverage(SEEN_WHOLE)])
    verdict = scene.judge(context, "2026-10-30")
    assert (verdict.kind, verdict.reason) == (UNVERIFIABLE, "day_not_recorded")
    assert check_all(context, scene.calendar, vn("2026-10-30")) == (
        Undetermined(context.duty.id, "day_not_recorded", ()),
    )


@pytest.mark.parametrize(
    ("online", "now", "kind", "reason"),
    [
        (False, "2026-09-08T08:59", NOT_DUE, ""),  # still open: it cannot have been opened
        (False, "2026-09-08T09:00", UNVERIFIABLE, "day_not_recorded"),
        (None, "2026-09-08T08:59", NOT_DUE, ""),
        (None, "2026-10-30", UNVERIFIABLE, "day_not_recorded"),
    ],
)
def test_an_opening_without_its_instant_or_its_manner_has_no_due_hour(
    scene: Any, online: bool | None, now: str, kind: VerdictKind, reason: str
) -> None:
    verdict = scene.judge(scene.context(act(scene, OPENING, is_online=online), NATIONAL), now)
    assert (verdict.kind, verdict.reason) == (kind, reason)


def test_where_the_law_of_its_time_set_no_hours_nothing_is_due(scene: Any) -> None:
    old = act(scene, OPENING, regime_date=date(2024, 5, 6), closes_at=vn("2024-06-04T09:00"))
    verdict = scene.judge(scene.context(old, NATIONAL), "2026-10-30")
    assert (verdict.kind, verdict.reason) == (NOT_DUE, "no_fixed_days")


@pytest.mark.parametrize(
    ("online", "kind", "reason"),
    [
        (True, NOT_DUE, "no_fixed_days"),
        (False, UNVERIFIABLE, "day_not_recorded"),
        (None, UNVERIFIABLE, "day_not_recorded"),
    ],
)
def test_the_days_of_a_technical_list_hold_for_offline_tenders_only(
    scene: Any, online: bool | None, kind: VerdictKind, reason: str
) -> None:
    listed = act(scene, TECHNICAL_LIST, is_online=online)
    verdict = scene.judge(scene.context(listed, NATIONAL), "2026-10-30")
    assert (verdict.kind, verdict.reason) == (kind, reason)


# --- the other channels ----------------------------------------------------------------------


def test_what_is_not_known_to_exist_has_no_copy_to_miss(scene: Any) -> None:
    for kind in (OPENING, CONTRACT, TECHNICAL_LIST):
        channels = {duty.channel for duty in duties_of(act(scene, kind), scene.lawbook, scene.calendar)}
        assert channels == {NATIONAL}, kind


def test_a_portal_that_is_not_declared_as_showing_openings_cannot_miss_one(scene: Any) -> None:
    opened = act(scene, OPENING, expected=False, opened_at=vn(CLOSING))
    verdict = scene.judge(scene.context(opened, PORTAL), "2026-10-30")
    assert (verdict.kind, verdict.reason) == (UNVERIFIABLE, "kind_not_shown")
    # A notice without a source is another matter: somebody should be looking.
    notice = scene.disclosure(DisclosureKind.NOTICE)
    assert scene.judge(scene.context(notice, PORTAL), "2026-10-30").reason == "no_source"


@pytest.mark.parametrize(
    ("kind", "known", "start"),
    [
        # Minutes cannot stand anywhere before the opening; a contract may be shown before its effect.
        (OPENING, {"opened_at": vn(CLOSING)}, "2026-09-08"),
        (CONTRACT, {"effective_date": date(2026, 9, 8)}, "2026-08-09"),
        (SHORT_LIST, {"decision_date": date(2026, 9, 8)}, "2026-09-08"),
        (TECHNICAL_LIST, {"decision_date": date(2026, 9, 8)}, "2026-09-08"),
    ],
)
def test_a_declared_portal_seen_whole_from_the_act_to_past_its_day_misses_it(
    scene: Any, kind: DisclosureKind, known: dict[str, object], start: str
) -> None:
    made = act(scene, kind, expected=False, **known)

    def at(first: str, *, last: str = "2026-09-20") -> tuple[VerdictKind, str]:
        context = scene.context(made, PORTAL, coverage=[scene.coverage((first, last))])
        verdict = scene.judge(context, "2026-09-20T08:00")
        return verdict.kind, verdict.reason

    assert at(start) == (MISSING, "")
    assert at(f"{start}T00:01") == (UNVERIFIABLE, "not_covered")
    # Due by 24:00 on Tuesday 15/9/2026.
    assert at(start, last="2026-09-16") == (UNVERIFIABLE, "not_covered")


def test_hours_are_seen_whole_from_the_instant_they_run_from(scene: Any) -> None:
    context = scene.context(act(scene, OPENING), NATIONAL)
    assert required_start(context) == vn(CLOSING)


@pytest.mark.parametrize(("posted", "kind"), [("2026-09-15", ON_TIME), ("2026-09-16", LATE)])
def test_the_copy_of_an_opening_is_due_like_every_other_copy(
    scene: Any, posted: str, kind: VerdictKind
) -> None:
    opened = act(scene, OPENING, expected=False, opened_at=vn(CLOSING))
    verdict = scene.judge(scene.context(opened, PORTAL, shown=[scene.sighting(posted)]), "2026-09-20")
    assert verdict.kind is kind


def test_each_new_reason_is_worded_for_people_in_both_languages() -> None:
    for reason in ("not_asked", "kind_not_shown", "day_not_recorded"):
        vietnamese, english = UNDETERMINED[reason]
        assert vietnamese != english
        assert "vi phạm" not in vietnamese
    # What is withheld says which look it waits for.
    assert "chờ lượt đọc" in UNDETERMINED["not_asked"][0]
    assert "chờ lượt đọc" in UNDETERMINED["day_not_recorded"][0]
