"""Mở thầu và hợp đồng đi qua cả dây chuyền: đối chiếu, tính hạn, kết luận.
Openings, contracts and lists through linking and judging on a real store."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from monitor.domain.judgement import Duty, Verdict
from monitor.domain.procurement import Agency, Award, Notice, Opening, Plan, Result
from monitor.domain.sources import Sighting, Source
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkState, Precision, VerdictKind
from monitor.reconcile.kind import announced_kind
from monitor.rules.flood import CONFIRMATIONS, confirm
from monitor.steps.conclude import conclude
from monitor.steps.judge import Judged, judge
from monitor.steps.link import Linked, link
from monitor.wiring import Line
from tests.shell.unfetched import unfetched

NUMBER = "IB2600000001"
TITLE = "Sửa chữa Trường Tiểu học Sông Mẫu"
BUYER = Agency("song-mau", "Ban Quản lý dự án Sông Mẫu")
ISSUED = datetime(2026, 9, 14, 2, tzinfo=UTC)
CLOSING = datetime(2026, 10, 6, 2, tzinfo=UTC)  # 09:00 on a Tuesday in Việt Nam
OPENED = CLOSING + timedelta(minutes=40)
AWARDED = datetime(2026, 10, 20, 3, tzinfo=UTC)
NOW = datetime(2026, 11, 10, 3, tzinfo=UTC)

MISSING, UNVERIFIABLE = VerdictKind.MISSING, VerdictKind.UNVERIFIABLE


def _notice(version: str = "00", at: datetime = ISSUED) -> Notice:
    return Notice(
        NUMBER, version, f"n-{version}", TITLE, BUYER.name, "", Moment(at, Precision.SECOND, "api"),
        Moment(ISSUED, Precision.SECOND, "api"), plan_no="PL2600000001", tender_period_end=CLOSING,
        is_online=True, procurement_method_details="DTRR", bid_mode="1_HTHS", status_for_notify="CNTTT",
        capture_id="c-notice",
    )  # fmt: skip


def _result() -> Result:
    return Result(
        "r-1", NUMBER, TITLE, BUYER.name, "", Moment(AWARDED, Precision.SECOND, "api"),
        decision_date=AWARDED.date(), awards=(Award("Công ty Mẫu", "vn0000000001"),), capture_id="c-result",
    )  # fmt: skip


def _article(number: int, title: str, day: datetime) -> Sighting:
    return Sighting(
        f"cong|{number}", "cong", Channel.PORTAL, str(number), f"http://cong.test/{number}", title,
        Moment(day, Precision.MINUTE, "listing"), day, kind=announced_kind(title), codes=(NUMBER,),
    )  # fmt: skip


def _source(name: str, channel: Channel, *shows: DisclosureKind) -> Source:
    return Source(name, name, channel, "feed", f"http://{name}.test/", shows=shows)


# The two searches as the shipped profile declares them, and a portal that says nothing of its kinds.
SOURCES = (
    _source("egp-ket-qua", Channel.NATIONAL, DisclosureKind.RESULT, DisclosureKind.OPENING),
    _source("egp-du-an", Channel.NATIONAL, DisclosureKind.CONTRACT),
    _source("cong", Channel.PORTAL),
)


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Line]:
    """Every source seen whole from the first day to now; a tender with a winner on the network."""
    line = unfetched(tmp_path, BUYER, SOURCES, ISSUED, NOW)
    with line.store.begin() as work:
        work.records.put([_notice(), _result()], NOW)
        # The portal shows no package we know: a person has opened it and found it to be the right list.
        work.meta.set(CONFIRMATIONS, confirm((), "cong", "Người Mẫu", "đã mở xem", NOW))
    yield line
    line.store.close()


def _judged(line: Line) -> tuple[Linked, Judged, dict[str, tuple[Duty, Verdict]]]:
    linked = link(line, NOW)
    judged = judge(line, linked, NOW)
    return linked, judged, {duty.id.partition("/")[2]: (duty, verdict) for duty, verdict in judged.verdicts}


def _told(line: Line) -> dict[str, tuple[VerdictKind, str]]:
    rows = _judged(line)[2]
    further = ("opening", "contract", "technical_list", "short_list", "amendment")
    return {name: (v.kind, v.reason) for name, (_, v) in rows.items() if name.startswith(further)}


def _put(line: Line, *records: Plan | Notice | Result | Opening, articles: tuple[Sighting, ...] = ()) -> None:
    with line.store.begin() as work:
        work.records.put(records, NOW)
        work.sightings.put(articles)


def test_an_act_that_no_look_asks_for_is_never_called_missing(line: Line) -> None:
    """Closing passed weeks ago, a winner is known, every source was seen whole: still no absence."""
    assert _told(line) == {
        "opening@national": (UNVERIFIABLE, "not_asked"),
        "contract@national": (UNVERIFIABLE, "day_not_recorded"),
        "technical_list@national": (VerdictKind.NOT_DUE, "no_fixed_days"),
    }
    _, judged, rows = _judged(line)
    assert rows["notice@portal"][1].kind is MISSING  # the portal itself is believed
    assert {finding.kind for finding in judged.findings} == {DisclosureKind.NOTICE, DisclosureKind.RESULT}
    assert {u.reason for u in judged.undetermined if u.duty_id.endswith("opening@national")} == {"not_asked"}


def test_an_opening_that_was_read_has_a_copy_only_where_the_portal_is_said_to_show_openings(
    line: Line,
) -> None:
    _put(line, Opening(NUMBER, "00", "u", OPENED, capture_id="c-open"))
    told = _told(line)
    assert told["opening@national"] == (VerdictKind.ON_TIME, "date_unknown")
    assert told["opening@portal"] == (UNVERIFIABLE, "kind_not_shown")
    declared = replace(line, sources=(*SOURCES[:2], replace(SOURCES[2], shows=(DisclosureKind.OPENING,))))
    assert _told(declared)["opening@portal"] == (MISSING, "")


def test_an_article_of_a_further_act_is_linked_to_that_act_and_proves_no_other(line: Line) -> None:
    opened = Opening(NUMBER, "00", "u", OPENED)
    articles = (
        _article(1, f"Biên bản mở thầu gói thầu: {TITLE} ({NUMBER})", OPENED + timedelta(days=1)),
        _article(2, f"Thông tin chủ yếu của hợp đồng gói thầu: {TITLE} ({NUMBER})", NOW - timedelta(days=3)),
    )
    assert [article.kind for article in articles] == [DisclosureKind.OPENING, DisclosureKind.CONTRACT]
    _put(line, opened, articles=articles)
    linked, judged, rows = _judged(line)
    found = {one.sighting_id: (one.disclosure_id, one.state) for one in linked.links}
    assert found == {
        "cong|1": (f"{NUMBER}/opening", LinkState.LINKED),
        "cong|2": (f"{NUMBER}/contract", LinkState.LINKED),
    }
    assert rows["opening@portal"][1].kind is VerdictKind.ON_TIME
    # Neither article shows the notice or the result: those are missing as before.
    assert {finding.kind for finding in judged.findings} == {DisclosureKind.NOTICE, DisclosureKind.RESULT}


def test_an_amendment_has_no_duty_and_its_article_still_casts_doubt_on_the_absent_notice(line: Line) -> None:
    _put(
        line,
        _notice("01", ISSUED + timedelta(days=5)),
        articles=(
            _article(3, f"Sửa đổi thông báo mời thầu: {TITLE} ({NUMBER})", ISSUED + timedelta(days=5)),
        ),
    )
    linked, _, rows = _judged(line)
    assert not [d.id for d in linked.disclosures if d.kind is DisclosureKind.AMENDMENT]
    assert rows["notice@portal"][1].reason == "doubtful_candidate"


def test_concluding_twice_changes_nothing(line: Line) -> None:
    _put(line, Opening(NUMBER, "00", "u", OPENED))
    linked, judged, _ = _judged(line)
    conclude(line, linked, judged, NOW)
    with line.store.read() as work:
        first = work.judgements.judged()
    again = conclude(line, *_judged(line)[:2], NOW + timedelta(minutes=10))
    with line.store.read() as work:
        assert work.judgements.judged() == first
    assert (again.findings.new, again.findings.changed, again.messages) == ((), (), 0)
    assert {judged.duty.disclosure_id for judged in first} >= {f"{NUMBER}/opening", f"{NUMBER}/contract"}
