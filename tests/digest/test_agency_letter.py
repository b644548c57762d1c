"""Thư gửi đơn vị: đúng nơi phải đăng, đúng cách khắc phục, đúng đơn vị kế thừa.
The agency's letter: the right place, the right way to mend it, the agency that answers today."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from monitor.digest.agency import answering, build_agency_letter, place_of
from monitor.digest.keys import agency_key, agency_version, alert_key, outage_key, told_version
from monitor.digest.lines import line_of
from monitor.domain.cases import Recipient
from monitor.domain.letters import Heading
from monitor.domain.notices import Mend, Place
from monitor.domain.procurement import Agency
from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel, DisclosureKind, Reason, Severity, VerdictKind

HEADING = Heading("Sở Y tế", "Tỉnh Sông Mẫu", datetime(2026, 9, 21, 2, tzinfo=UTC))
READER = Recipient("don-vi-so-y-te", "Sở Y tế", "so-y-te@songmau.example", "outbox")
COMMON = Source("a-chung", "Trang chung", Channel.PORTAL, "feed", "https://cong.example/")
OWN = Source("b-rieng", "Trang riêng", Channel.PORTAL, "feed", "https://so.example/", agency_ids=("so-y-te",))
OTHER = Source("c-khac", "Trang khác", Channel.PORTAL, "feed", "https://khac.example/", agency_ids=("khac",))


def url(case_id: str) -> str:
    return f"https://giam-sat.example/tra-loi/{case_id}"


@pytest.mark.parametrize(
    ("sources", "place"),
    [
        ((COMMON, OWN, OTHER), Place("Trang riêng", "https://so.example/")),
        ((COMMON, OTHER), Place("Trang chung", "https://cong.example/")),
        ((OTHER,), Place()),
        ((), Place()),
    ],
)
def test_the_place_is_the_agencys_own_page_where_one_is_declared(make_finding, sources, place) -> None:
    assert place_of(line_of(make_finding(), Reason.FIRST), sources) == place


def test_the_network_is_no_page_of_ours(make_finding) -> None:
    query = Source("mang", "Mạng", Channel.NATIONAL, "egp", "https://mang.example/")
    assert place_of(line_of(make_finding(channel=Channel.NATIONAL), Reason.FIRST), (query,)) == Place()


@pytest.mark.parametrize(
    ("changes", "reason", "mend"),
    [
        ({}, Reason.FIRST, Mend.PUBLISH),
        ({}, Reason.REMINDER, Mend.PUBLISH),
        ({"verdict": VerdictKind.LATE}, Reason.FIRST, Mend.EXPLAIN),
        ({"verdict": VerdictKind.LATE, "channel": Channel.NATIONAL}, Reason.FIRST, Mend.CHECK_CLOSING),
        (
            {"verdict": VerdictKind.LATE, "channel": Channel.NATIONAL, "kind": DisclosureKind.PLAN},
            Reason.FIRST,
            Mend.EXPLAIN,
        ),
        ({}, Reason.RESOLVED, Mend.NOTHING),
    ],
)
def test_how_it_is_mended(make_finding, make_case, changes, reason, mend) -> None:
    line = line_of(make_finding(**changes), reason, make_case())
    (one,) = build_agency_letter([line], HEADING, (), url, (3, 5)).lines
    assert one.mend is mend
    assert one.answer_url == url("HS-2026-0001")


def test_fifty_findings_are_one_letter_worst_first(make_finding) -> None:
    lines = [line_of(make_finding(n), Reason.REMINDER) for n in range(49)]
    lines.append(line_of(make_finding(99, severity=Severity.HIGH), Reason.FIRST))
    data = build_agency_letter(lines, HEADING, (), url, (3, 5))
    assert len(data.lines) == 50
    assert data.lines[0].line.fingerprint == "f99"
    assert data.of_reason is Reason.FIRST
    with pytest.raises(ValueError, match="at least one"):
        build_agency_letter((), HEADING, (), url, (3, 5))


OLD = Agency("cu", "Sở cũ", successor_id="moi", successor_from=date(2026, 7, 1), email="cu@songmau.example")
NEW = Agency("moi", "Sở mới", email="moi@songmau.example")


@pytest.mark.parametrize(
    ("agencies", "today", "answers"),
    [
        ((OLD, NEW), date(2026, 7, 1), NEW),
        ((OLD, NEW), date(2026, 6, 30), OLD),
        ((OLD,), date(2026, 7, 1), OLD),
        ((NEW,), date(2026, 7, 1), None),
        ((replace(OLD, email=""), NEW), date(2026, 6, 30), None),
        ((OLD, replace(NEW, email="")), date(2026, 7, 1), None),
        ((OLD, replace(NEW, successor_id="cu")), date(2026, 7, 1), OLD),
    ],
)
def test_who_answers_today_and_has_an_address(agencies, today, answers) -> None:
    assert answering(agencies, today).get("cu") == answers


def test_each_reader_has_a_ledger_of_its_own(make_finding) -> None:
    line = line_of(make_finding(), Reason.FIRST)
    moved = line_of(make_finding(agency_id="khac"), Reason.FIRST)
    assert len({told_version(line), agency_version(line), agency_version(moved)}) == 3
    assert told_version(line) == told_version(moved)
    keys = {alert_key(READER, [line]), agency_key(READER, [line]), agency_key(READER, [moved])}
    assert len(keys) == 3
    lost, back = outage_key(READER, ["a", "b"], "lost 1"), outage_key(READER, ["b", "a"], "lost 1")
    assert lost == back != outage_key(READER, ["a", "b"], "back 1")
