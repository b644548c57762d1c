"""Tình huống dựng sẵn cho các quy tắc (dữ liệu tổng hợp).
Synthetic situations for the rules: one package, one duty, and what was seen of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

import pytest

from monitor.domain.judgement import (
    Disclosure,
    DutyContext,
    Link,
    LinkedSighting,
    SourceCoverage,
    Verdict,
)
from monitor.domain.procurement import Agency
from monitor.domain.sources import Look, Sighting
from monitor.domain.times import Moment, Window, from_vietnam
from monitor.domain.vocabulary import (
    Channel,
    DisclosureKind,
    LinkOrigin,
    LinkState,
    Outcome,
    Precision,
)
from monitor.law.calendar import Calendar, load_calendar
from monitor.law.duties import duties_of
from monitor.law.lawbook import LawBook, load_lawbook
from monitor.rules.verdict import judge

# The package of `scene`: decided Wed 26/8/2026, due by 24:00 on Mon 7/9/2026 (31/8 swapped, 1-2/9 off).
WHOLE = ("2026-08-01", "2026-09-20")


def vn(text: str) -> datetime:
    """A Vietnamese wall-clock time, `2026-09-08` or `2026-09-08T09:30`, as UTC."""
    return from_vietnam(datetime.fromisoformat(text))


def moment(text: str, precision: Precision | None = None) -> Moment:
    """A published time; a bare day is known to the day only."""
    known = Precision.SECOND if "T" in text else Precision.DAY
    return Moment(vn(text), precision or known, "listing")


@dataclass(repr=False)
class Scene:
    """A package decided on 26/8/2026, so due by 24:00 on 7/9/2026 on every channel."""

    lawbook: LawBook = field(default_factory=load_lawbook)
    calendar: Calendar = field(default_factory=load_calendar)
    agency: Agency = field(default_factory=lambda: Agency("song-mau", "Ban Quản lý dự án Sông Mẫu"))

    def disclosure(self, kind: DisclosureKind = DisclosureKind.PLAN, **changes: object) -> Disclosure:
        plan = kind is DisclosureKind.PLAN
        base = Disclosure(
            id=f"{'PL2600000001' if plan else 'IB2600000001'}/{kind}",
            kind=kind,
            subject_key="PL2600000001" if plan else "IB2600000001",
            title="Sửa chữa Trường Tiểu học Sông Mẫu",
            buyer_name="Ban Quản lý dự án Sông Mẫu",
            agency_id="song-mau",
            plan_no="PL2600000001",
            notice_no="" if plan else "IB2600000001",
            decision_date=None if kind is DisclosureKind.NOTICE else date(2026, 8, 26),
            regime_date=date(2026, 8, 26),
            national=moment("2026-08-27T09:00"),
            capture_ids=("c-national",),
        )
        return replace(base, **changes)  # type: ignore[arg-type]

    def lonely(self, kind: DisclosureKind = DisclosureKind.PLAN, **changes: object) -> Disclosure:
        """Seen on a portal on 26/8/2026 and on no other channel."""
        seen: dict[str, object] = {
            "id": f"sighting:cong|1/{kind}",
            "subject_key": "sighting:cong|1",
            "plan_no": "",
            "notice_no": "",
            "decision_date": None,
            "national": None,
            "seen_elsewhere": moment("2026-08-26"),
        }
        return self.disclosure(kind, **{**seen, **changes})

    def sighting(
        self, published: str | None, seen: str = "2026-09-20T06:00", number: int = 1
    ) -> LinkedSighting:
        item = Sighting(
            id=f"cong|{number}",
            source_id="cong",
            channel=Channel.PORTAL,
            native_key=str(number),
            url=f"https://cong.example/{number}",
            title="Kế hoạch lựa chọn nhà thầu sửa chữa Trường Tiểu học Sông Mẫu",
            published=moment(published) if published else None,
            first_seen_at=vn(seen),
            capture_id=f"c-portal-{number}",
        )
        link = Link(
            item.id, "PL2600000001/plan", LinkState.LINKED, LinkOrigin.CODE, 1.0, ("trùng mã",), vn(seen)
        )
        return LinkedSighting(link, item)

    def coverage(
        self,
        *spans: tuple[str, str],
        source_id: str = "cong",
        outcome: Outcome = Outcome.COMPLETE,
        blind_since: str | None = None,
    ) -> SourceCoverage:
        """Spans seen whole; the last complete look ends with the last span."""
        windows = tuple(Window(vn(start), vn(end)) for start, end in spans)
        complete = None
        if windows:
            end = windows[-1].end
            complete = Look(
                f"look-{source_id}", source_id, end, end + timedelta(minutes=5), outcome, windows[-1],
                pages=3, items=60, capture_ids=(f"c-look-{source_id}",),
            )  # fmt: skip
        last = complete
        if blind_since is not None:
            last = Look(
                f"out-{source_id}", source_id, vn(blind_since), vn(blind_since), Outcome.UNREACHABLE, None,
                reason="http_500",
            )  # fmt: skip
        return SourceCoverage(source_id, windows, complete, last)

    def context(
        self,
        disclosure: Disclosure | None = None,
        channel: Channel = Channel.PORTAL,
        *,
        shown: Iterable[LinkedSighting] = (),
        doubtful: Iterable[LinkedSighting] = (),
        coverage: Iterable[SourceCoverage] = (),
        distrusted: Iterable[str] = (),
    ) -> DutyContext:
        disclosure = disclosure or self.disclosure()
        duties = duties_of(disclosure, self.lawbook, self.calendar)
        duty = next(duty for duty in duties if duty.channel is channel)
        return DutyContext(
            disclosure,
            duty,
            self.agency,
            tuple(shown),
            tuple(doubtful),
            tuple(coverage),
            frozenset(distrusted),
        )

    def judge(self, context: DutyContext, now: str = "2026-09-20T08:00") -> Verdict:
        return judge(context, self.calendar, vn(now))


@pytest.fixture(scope="session")
def scene() -> Scene:
    return Scene()
