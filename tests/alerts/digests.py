"""Bản tin tuần mẫu của thanh tra và của đơn vị; mọi thứ trong đó đều không có thật.
Sample weekly digests of the inspectorate and of an agency; all of it invented."""

from dataclasses import replace
from datetime import date, timedelta

from monitor.digest.addresses import DeskAddresses
from monitor.digest.runs import iso_week, weeks_before
from monitor.domain.agency_digests import AgencyDigestData, AgencyDigestLinks, AwaitedAnswer
from monitor.domain.digests import (
    AgeBand,
    CaseRow,
    ChannelTotals,
    Deadline,
    DigestData,
    DigestLinks,
    FloodNotice,
    Late,
    PatternGroup,
    Ranking,
    RankRow,
    Tally,
    WeekPoint,
)
from monitor.domain.letters import AgencyGroup, Sight
from monitor.domain.notices import AgencyLine, Mend
from monitor.domain.times import Window, end_of_day, start_of_day
from monitor.domain.vocabulary import CaseState, Channel, DisclosureKind, MessageKind, Severity, VerdictKind
from tests.alerts.letters import HEADING, HINT, LATE, NATIONAL, SIGHT, TOLD_AT, build_line

WEEK = Window(start_of_day(date(2026, 9, 14)), start_of_day(date(2026, 9, 21)))
DESK = DeskAddresses("https://giam-sat.example.org")
_SEEN = [(3, 1, 6), (5, 2, 9), (4, 4, 9), (0, 0, 9), (7, 3, 13), (6, 8, 11), (2, 1, 12), (9, 3, 18),
         (1, 4, 15), (0, 0, 15), (6, 3, 18), (5, 2, 16)]  # fmt: skip
WEEKS = tuple(
    WeekPoint(week, iso_week(week)[1], *counts, 9, 2 if number in (3, 9) else 8)
    for number, (week, counts) in enumerate(zip(weeks_before(WEEK, 12), _SEEN, strict=True))
)
_AGENCIES = (
    "Sở Tài chính",
    "Sở Y tế",
    "UBND xã Tân Phú",
    "Trung tâm Y tế Tân Phú",
    "Ban Quản lý dự án huyện Cầu Nổi",
)
_RANKED = [(1, 1, 41, 41), (2, 4, 28, 29), (3, 2, 17, 19), (4, None, 9, 11), (5, 3, 12, 21)]
RANKING = Ranking(
    WEEK.end - timedelta(weeks=13),
    tuple(
        RankRow(place, before, Tally(f"don-vi-{place}", name, on_time, concluded))
        for name, (place, before, on_time, concluded) in zip(_AGENCIES, _RANKED, strict=True)
    ),
    (Tally("truong", "Trường THCS Tân Phú", 2, 3),),
    (Tally("so-gd", "Sở Giáo dục và Đào tạo", 6, 8, 7),),
    5,
)


def _row(number: str, state: CaseState, age: int, days_late: int = 0) -> CaseRow:
    return CaseRow(
        number, "Sở Y tế", f"Gói thầu tổng hợp {number}", state, Severity.HIGH, TOLD_AT, age, days_late
    )


_DEADLINE = Deadline(
    end_of_day(date(2026, 9, 23)), "Sở Y tế", "Mua sắm hóa chất xét nghiệm năm 2026",
    "IB2600401877", DisclosureKind.RESULT, Channel.PORTAL, "so-y-te",
)  # fmt: skip


_COUNTS = {VerdictKind.ON_TIME: 212, VerdictKind.LATE: 14, VerdictKind.MISSING: 6}
DIGEST = DigestData(
    heading=HEADING,
    period=WEEK,
    iso_year=2026,
    iso_week=38,
    sight=SIGHT,
    new=(
        AgencyGroup("ban-qlda", "Ban Quản lý dự án huyện Cầu Nổi", (NATIONAL,)),
        AgencyGroup("ubnd-tan-phu", "UBND xã Tân Phú", (LATE,)),
    ),
    new_total=5,
    open_by_age=(AgeBand(0, 5, 9, 2), AgeBand(6, 10, 4, 1), AgeBand(11, 20, 2, 0), AgeBand(21, None, 1, 1)),
    open_total=16,
    oldest=(
        _row("HS-2026-0311", CaseState.EXPLANATION_ASKED, 24),
        _row("HS-2026-0342", CaseState.NEW, 15),
    ),
    resolved=(
        _row("HS-2026-0398", CaseState.RESOLVED, 4, 3),
        _row("HS-2026-0399", CaseState.RESOLVED, 4),
    ),
    resolved_total=2,
    decided=(_row("HS-2026-0290", CaseState.EXCUSED, 30),),
    decided_total=1,
    to_confirm=(HINT,),
    to_confirm_total=4,
    links_to_review=3,
    totals=(
        ChannelTotals(Channel.NATIONAL, {**_COUNTS, VerdictKind.UNVERIFIABLE: 0}),
        ChannelTotals(Channel.PORTAL, {**_COUNTS, VerdictKind.MISSING: 31, VerdictKind.UNVERIFIABLE: 35}),
        ChannelTotals(Channel.AGENCY_PAGE, {VerdictKind.ON_TIME: 40, VerdictKind.UNVERIFIABLE: 2}),
    ),
    deadlines=(_DEADLINE,),
    deadlines_total=8,
    weeks=WEEKS,
    ranking=RANKING,
)
LATE_DIGEST = replace(DIGEST, late=Late(WEEK.end + timedelta(hours=7)))
BROKEN_OFF = replace(
    DIGEST, late=Late(WEEK.end + timedelta(hours=7), WEEK.end + timedelta(hours=7, minutes=4))
)
LINKED = replace(
    DIGEST,
    heading=replace(HEADING, desk_url=DESK.home()),
    open_by_age=tuple(
        replace(
            band,
            link=DESK.cases_open(WEEK, band.at_least, band.at_most),
            high_link=DESK.cases_open(WEEK, band.at_least, band.at_most, Severity.HIGH),
        )
        for band in DIGEST.open_by_age
    ),
    totals=tuple(
        replace(one, links={kind: DESK.duties(one.channel, kind) for kind in VerdictKind})
        for one in DIGEST.totals
    ),
    weeks=tuple(
        replace(
            week,
            opened_link=DESK.cases_opened(week.period),
            resolved_link=DESK.cases_closed(week.period, CaseState.RESOLVED),
            open_link=DESK.cases_open(week.period),
        )
        for week in WEEKS
    ),
    ranking=replace(
        RANKING,
        rows=tuple(
            replace(row, tally=replace(row.tally, link=DESK.agency_duties(row.tally.agency_id, WEEK)))
            for row in RANKING.rows
        ),
    ),
    patterns=(PatternGroup("Gói đăng hai lần", "Posted twice", 4, (HINT,), DESK.pattern("posted_twice")),),
    floods=(FloodNotice("Tên quá ngắn", "Title too short", 90, 200, DESK.pattern("short_title")),),
    links=DigestLinks(
        DESK.cases_new(WEEK), DESK.cases_open(WEEK), DESK.cases_closed(WEEK, CaseState.RESOLVED),
        DESK.cases_closed(WEEK, CaseState.EXCUSED, CaseState.CONFIRMED), DESK.hints(), DESK.links_to_review(),
        DESK.duties_due(WEEK), DESK.sources(), DESK.looks(WEEK), DESK.duties_withheld(),
        DESK.duties_unwatched(), DESK.agencies(WEEK),
        {one.source_id: DESK.source(one.source_id) for one in SIGHT.blind},
    ),
)  # fmt: skip

READER = replace(HEADING, reader="Trung tâm Y tế Tân Phú")
OWN_SIGHT = Sight(3, 0, (SIGHT.blind[0],), 2)
AGENCY_DIGEST = AgencyDigestData(
    heading=READER,
    period=WEEK,
    open=(
        AgencyLine(build_line(), Mend.PUBLISH),
        AgencyLine(replace(LATE, agency_name=READER.reader), Mend.EXPLAIN),
    ),
    open_total=2,
    mended=(
        replace(_row("HS-2026-0398", CaseState.RESOLVED, 4, 3), title="Thuê dịch vụ vệ sinh trụ sở năm 2026"),
    ),
    mended_total=1,
    awaited=(
        AwaitedAnswer("HS-2026-0417", build_line().title, date(2026, 9, 18), True),
        AwaitedAnswer("HS-2026-0420", LATE.title, date(2026, 9, 24), False),
    ),
    deadlines=(_DEADLINE,),
    deadlines_total=1,
    sight=OWN_SIGHT,
)
AGENCY_LINKED = replace(
    AGENCY_DIGEST,
    late=Late(WEEK.end + timedelta(hours=7)),
    awaited=tuple(
        replace(one, answer_url=f"https://giam-sat.example.org/tra-loi/{one.case_number}.0123")
        for one in AGENCY_DIGEST.awaited
    ),
    links=AgencyDigestLinks(
        *(
            DESK.agency("ttyt-tan-phu", part)
            for part in ("con-mo", "da-khac-phuc", "cho-tra-loi", "sap-den-han")
        )
    ),
)
AGENCY_QUIET = AgencyDigestData(READER, WEEK, (), 0, (), 0, (), (), 0, Sight(3, 0))
DIGESTS = {MessageKind.DIGEST: DIGEST, MessageKind.AGENCY_DIGEST: AGENCY_DIGEST}
