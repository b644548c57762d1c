"""Lịch sử ngẫu nhiên của một tỉnh nhỏ, chạy thật từng vòng (dữ liệu tổng hợp).
A random history of a small province, played cycle by cycle into a real store; what was judged is kept."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from random import Random

from monitor.cli.past import NOWHERE
from monitor.domain.judgement import Link
from monitor.domain.ports import LookReport
from monitor.domain.procurement import Agency, Notice, Plan, Record, Result
from monitor.domain.province import Inspectorate, Province
from monitor.domain.sources import Look, Sighting, Source
from monitor.domain.times import Moment, Window
from monitor.domain.vocabulary import Channel, LinkOrigin, LinkState, Outcome, Precision
from monitor.law.calendar import load_calendar
from monitor.law.lawbook import load_lawbook
from monitor.reconcile.agencies import AgencyResolver
from monitor.rules.flood import CONFIRMATIONS, confirm, confirmations_of, take_back
from monitor.steps.conclude import conclude
from monitor.steps.judge import Judged, judge
from monitor.steps.link import Linked, link
from monitor.steps.patterns import Noticed, notice
from monitor.steps.poll import store_report
from monitor.wiring import CaptureTray, Line
from storage.store import Store

START = datetime(2026, 8, 17, 1, 0, tzinfo=UTC)
_DAY = timedelta(days=1)
_WORKS = ("trường mầm non", "trạm y tế", "cầu dân sinh", "đê bao", "chợ trung tâm", "nhà văn hóa", "hồ chứa")
_PLACES = ("An Mẫu", "Bình Mẫu", "Cẩm Mẫu", "Đông Mẫu", "Giang Mẫu", "Hòa Mẫu", "Lộc Mẫu")
_AGENCIES = (
    Agency("ban-1", "Ban Quản lý dự án số 1 tỉnh Sông Mẫu", codes=("vnz000000001",)),
    Agency("so-xd", "Sở Xây dựng tỉnh Sông Mẫu", codes=("vnz000000002",)),
)
_SOURCES = (
    Source("mang", "Mạng", Channel.NATIONAL, "egp", "http://mau.test/mang"),
    Source("cong", "Cổng tỉnh", Channel.PORTAL, "feed", "http://mau.test/cong"),
    Source("trang-ban", "Trang Ban", Channel.AGENCY_PAGE, "feed", "http://mau.test/ban", ("ban-1",)),
    Source("trang-so", "Trang Sở", Channel.AGENCY_PAGE, "feed", "http://mau.test/so", ("so-xd",)),
)
_BAD = (Outcome.PARTIAL, Outcome.UNREACHABLE, Outcome.BLOCKED, Outcome.CHANGED)


@dataclass(frozen=True, slots=True)
class Cycle:
    """One cycle and what it came to; `at` (UTC) is its instant."""

    at: datetime
    linked: Linked
    judged: Judged
    noticed: Noticed


def small_line(store: Store) -> Line:
    """Four sources and two agencies on this store; nobody is told."""
    return Line(
        store=store,
        tray=CaptureTray(),
        fetch=NOWHERE,
        province=Province("song-mau", "Tỉnh Sông Mẫu", ("99",), (), Inspectorate("Thanh tra mẫu")),
        agencies=_AGENCIES,
        sources=_SOURCES,
        resolver=AgencyResolver(_AGENCIES),
        lawbook=load_lawbook(),
        calendar=load_calendar(),
        recipients=(),
        digest_readers=(),
        channel_settings={},
        watched_since=START - 40 * _DAY,
        workers=1,
    )


class History:
    """Plays cycles with a seeded hand: things appear, change, fail to be seen, are decided and undone."""

    def __init__(self, line: Line, seed: int) -> None:
        self._line = line
        self._rng = Random(seed)
        self._records: dict[str, Record] = {}
        self._shown: dict[str, Sighting] = {}
        self._covered: dict[str, datetime] = {}
        self._links: tuple[Link, ...] = ()

    def play(self, cycles: int) -> Iterator[Cycle]:
        """So many cycles, one to three days apart."""
        now = START
        for _ in range(cycles):
            self._people(now)
            for source in _SOURCES:
                self._look(source, now)
            linked = link(self._line, now)
            judged = judge(self._line, linked, now)
            noticed = notice(self._line, linked, judged, now)
            every = replace(judged, findings=(*judged.findings, *noticed.findings))
            conclude(self._line, linked, every, now)
            self._links = linked.links
            yield Cycle(now, linked, judged, noticed)
            now += timedelta(hours=self._rng.choice((24, 30, 47, 72)))

    def _chance(self, share: float) -> bool:
        return self._rng.random() < share

    def _look(self, source: Source, now: datetime) -> None:
        if self._chance(0.1):
            return
        if source.id in self._covered and self._chance(0.15):
            self._store(source, now, self._rng.choice(_BAD), None)
            return
        window = Window(self._covered.get(source.id, self._line.watched_since), now)
        self._covered[source.id] = now
        records = self._news(now) if source.channel is Channel.NATIONAL else ()
        sightings = () if source.channel is Channel.NATIONAL else self._shown_by(source, now)
        self._store(source, now, Outcome.COMPLETE, window, records, sightings)

    def _store(
        self,
        source: Source,
        now: datetime,
        outcome: Outcome,
        window: Window | None,
        records: tuple[Record, ...] = (),
        sightings: tuple[Sighting, ...] = (),
    ) -> None:
        # As in the real world, a visit takes minutes and ends after the instant of its cycle.
        done = now + timedelta(minutes=self._rng.randint(0, 9))
        name = f"{source.id}@{now:%Y%m%dT%H%M}"
        look = Look(name, source.id, now, done, outcome, window, capture_ids=(f"{name}#1",))
        store_report(self._line, source, LookReport(look, sightings, records), now)

    def _news(self, now: datetime) -> tuple[Record, ...]:
        if len(self._records) < 30:
            for record in self._new(len(self._records) + 1, now):
                self._records[f"{type(record).__name__} {len(self._records)}"] = record
        for key, record in tuple(self._records.items()):
            if self._chance(0.12):
                self._records[key] = self._changed(record, now)
        return tuple(self._records.values())

    def _new(self, number: int, now: datetime) -> Iterator[Record]:
        buyer = self._rng.choice(_AGENCIES)
        work = f"{self._rng.choice(_WORKS)} xã {self._rng.choice(_PLACES)}"
        title = f"Gói thầu số {number}: Thi công {work}"
        at = Moment(now - timedelta(hours=self._rng.randint(1, 40)), Precision.SECOND, "api")
        decided = (at.at - self._rng.randint(0, 15) * _DAY).date()
        plan_no, notice_no = f"PL26{number:08}", f"IB26{number:08}"
        who = (buyer.name, buyer.codes[0])
        # A search row tells less than the page that is opened days later.
        known = decided if self._chance(0.6) else None
        yield Plan(plan_no, "00", f"p{number}", f"Kế hoạch {work}", *who, at, decision_date=known)
        notice = Notice(notice_no, "00", f"n{number}", title, *who, at, at, plan_no=plan_no, price=10**9)
        yield replace(notice, tender_period_end=at.at + 20 * _DAY, status_for_notify="DPT", is_online=True)
        if self._chance(0.5):
            yield Result(f"r{number}", notice_no, title, *who, at, decision_date=decided, price=9 * 10**8)

    def _changed(self, record: Record, now: datetime) -> Record:
        """Something reads differently now, in the same version or in a new one, or is filled in."""
        if isinstance(record, Notice):
            moved = record.tender_period_end + 3 * _DAY if record.tender_period_end else None
            cancelled = replace(record, cancelled=True, status_for_notify="DHTBMT")
            published = Moment(now - timedelta(hours=1), Precision.SECOND, "api")
            return self._rng.choice(
                (
                    replace(record, tender_period_end=moved),
                    replace(record, name=f"{record.name} (điều chỉnh)", price=11 * 10**8),
                    replace(record, version="01", native_id=f"{record.native_id}b", published=published),
                    replace(record, result_native_id="r", procurement_method_details="DTRR"),
                    cancelled,
                )
            )
        if isinstance(record, Plan) and record.decision_date is None and record.published:
            return replace(record, decision_date=record.published.day - 9 * _DAY, total=10**9)
        if isinstance(record, Plan | Result) and record.decision_date and record.published:
            earlier = replace(record.published, at=record.published.at - timedelta(hours=5))
            return self._rng.choice(
                (
                    replace(record, decision_date=record.decision_date - 4 * _DAY),
                    replace(record, decision_date=date(2026, 8, 3), published=earlier),
                    replace(record, buyer_name=_AGENCIES[0].name, buyer_code=_AGENCIES[0].codes[0]),
                )
            )
        return record

    def _shown_by(self, source: Source, now: datetime) -> tuple[Sighting, ...]:
        for record in self._records.values():
            of_source = not source.agency_ids or getattr(record, "buyer_name", "") == self._home(source)
            key = f"{source.id}|{getattr(record, 'native_id', '')}"
            if of_source and key not in self._shown and self._chance(0.15):
                self._shown[key] = self._article(source, key, record, now)
        own = {key: seen for key, seen in self._shown.items() if seen.source_id == source.id}
        for key, seen in own.items():
            if self._chance(0.1):
                self._shown[key] = self._edited(seen)
        return tuple(replace(self._shown[key], first_seen_at=now) for key in own)

    def _home(self, source: Source) -> str:
        return next(agency.name for agency in _AGENCIES if agency.id in source.agency_ids)

    def _article(self, source: Source, key: str, record: Record, now: datetime) -> Sighting:
        kind = {Plan: "Kế hoạch lựa chọn nhà thầu", Notice: "Thông báo mời thầu"}
        title = f"{kind.get(type(record), 'Kết quả lựa chọn nhà thầu')}: {getattr(record, 'name', '')}"
        code = getattr(record, "notice_no", "") or getattr(record, "plan_no", "")
        codes = (code,) if self._chance(0.4) else ()
        late = timedelta(hours=self._rng.randint(0, 20))
        dated = None if self._chance(0.15) else Moment(now - late, Precision.MINUTE, "listing")
        url, native = f"http://mau.test/{key}", key.partition("|")[2]
        body = f"Mã {code}." if codes else "Toàn văn xem tệp kèm theo."
        # The list shows a title; texts and codes may come when the item is opened, looks later.
        listed = Sighting(key, source.id, source.channel, native, url, title, dated, now)
        return listed if self._chance(0.4) else replace(listed, body=body, codes=codes)

    def _edited(self, seen: Sighting) -> Sighting:
        """Its source overwrites a title or a text, or shows another day."""
        number = self._rng.choice([r.notice_no for r in self._records.values() if isinstance(r, Notice)])
        moved = seen.published
        if moved is not None:
            moved = replace(moved, at=moved.at + self._rng.choice((-30, 26)) * timedelta(hours=1))
        return self._rng.choice(
            (
                replace(seen, published=moved),
                replace(seen, title=f"Hủy thầu: {seen.title.partition(': ')[2]}"),
                replace(seen, title=f"{seen.title.partition(':')[0]}: Mua sắm bàn ghế", body="", codes=()),
                replace(seen, body="Nội dung đã được thay.", codes=()),
                replace(seen, body=f"Mã {number}.", codes=(number,)),
            )
        )

    def _people(self, now: datetime) -> None:
        with self._line.store.begin() as work:
            if self._links and self._chance(0.4):
                one = self._rng.choice(self._links)
                state = self._rng.choice((LinkState.LINKED, LinkState.REFUSED))
                decided = replace(
                    one, state=state, origin=LinkOrigin.PERSON, decided_at=now, decided_by="Lan"
                )
                work.links.decide(decided)
            standing = [one for one in work.links.decision_history() if one.undone_at is None]
            if standing and self._chance(0.25):
                last = self._rng.choice(standing).link
                work.links.undo(last.sighting_id, last.disclosure_id, "Minh", now)
            known = confirmations_of(work.meta.get(CONFIRMATIONS))
            source_id = self._rng.choice(_SOURCES[1:]).id
            if self._chance(0.2):
                work.meta.set(CONFIRMATIONS, confirm(known, source_id, "Lan", "đã mở xem", now))
            elif known and self._chance(0.3):
                work.meta.set(CONFIRMATIONS, take_back(known, source_id, "Minh", now))
