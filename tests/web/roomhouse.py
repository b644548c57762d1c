"""Một bàn làm việc có cặp chờ, nguồn với lượt kiểm tra và bản lưu, dựng trên kho thật.
A desk with waiting pairs, sources with looks and captures, on a real store and archive."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from pathlib import Path

from monitor.domain.judgement import Link, Verdict
from monitor.domain.ports import Exchange
from monitor.domain.sources import Capture, Look
from monitor.domain.times import Moment, Window, end_of_day, start_of_day
from monitor.domain.vocabulary import (
    Channel,
    LinkOrigin,
    LinkState,
    Outcome,
    Precision,
    VerdictKind,
)
from monitor.reconcile.review import pair_name
from storage.archive import WarcArchive
from storage.store import UnitOfWork
from tests.steps.subscribers import Town
from tests.storage.samples import Samples
from tests.web.deskhouse import NASTY

SAMPLES = Samples()
DUE = end_of_day(date(2026, 3, 6))
DOUBT = "doubtful_candidate"
REASONS = (
    "+2,5 · tên giống 81% (từ ít gặp được tính nặng hơn)",
    "−1,2 · khác năm: <b>2025</b> và 2026",
    "không ghi loại tin",
)


@dataclass(frozen=True)
class RoomHouse:
    """The town, the pairs put there in their order, and the captures of the first look."""

    town: Town
    pairs: tuple[str, ...]
    captures: tuple[Capture, ...]


def put_pair(
    work: UnitOfWork,
    town: Town,
    number: int,
    *,
    published: datetime | None = None,
    doubtful: bool = True,
    score: float = 0.7,
    due_at: datetime = DUE,
) -> str:
    """One doubtful pair on the portal, with the duty that waits for it; returns its name."""
    disclosure = SAMPLES.disclosure(number, title=f"Gói thầu số {number} & <b>mẫu</b>", agency_id="ban-1")
    duty = SAMPLES.duty(
        number,
        disclosure_id=disclosure.id,
        channel=Channel.PORTAL,
        agency_id="ban-1",
        due_at=due_at,
        due_strict_at=due_at,
        trigger_day=date(2026, 3, 2),
        ladder=town.line.calendar.ladder(date(2026, 3, 2), 4),
    )
    reasons = (DOUBT,) if doubtful else ("not_covered",)
    verdict = Verdict(duty.id, VerdictKind.UNVERIFIABLE, reason=reasons[0], reasons=reasons)
    sighting = SAMPLES.sighting(
        number,
        source_id="cong",
        channel=Channel.PORTAL,
        title=f"Mời thầu số {number} <script>alert(1)</script>",
        codes=(),
        published=Moment(published or start_of_day(date(2026, 3, 4)), Precision.DAY, "feed"),
        first_seen_at=start_of_day(date(2026, 3, 10)),
    )
    link = Link(
        sighting.id, disclosure.id, LinkState.NEEDS_REVIEW, LinkOrigin.SCORE, score, REASONS, town.now
    )
    work.sightings.put([sighting])
    work.judgements.put_disclosures([disclosure])
    work.judgements.put([(duty, verdict)], town.now)
    links = [one for one in work.links.all() if one.origin is not LinkOrigin.PERSON]
    work.links.replace_machine([*links, link])
    return pair_name(sighting.id, disclosure.id)


def put_looks(
    work: UnitOfWork, town: Town, source_id: str, outcomes: list[Outcome], captures: tuple[str, ...] = ()
) -> list[Look]:
    """One look an hour, the last one an hour ago, in this order."""
    looks = []
    for back, outcome in zip(range(len(outcomes), 0, -1), outcomes, strict=True):
        at = town.now - timedelta(hours=back)
        whole = outcome.saw_everything
        looks.append(
            Look(
                f"{source_id}@{at:%Y%m%dT%H%M%S.%fZ}",
                source_id,
                at,
                at + timedelta(seconds=9),
                outcome,
                Window(start_of_day(date(2026, 1, 1)), at) if whole else None,
                "" if whole else "http_500",
                detail_vi="" if whole else "Nguồn báo lỗi máy chủ.",
                pages=4,
                items=61,
                capture_ids=captures,
            )
        )
        work.looks.add(looks[-1])
    return looks


def room_house(town: Town, folder: Path) -> RoomHouse:
    """Three pairs of which the second matters most, and the portal with three looks."""
    kept: list[Capture] = []
    with WarcArchive(folder / "captures", "", kept.append) as archive:
        for number, (body, kind) in enumerate(((NASTY, "text/html"), (b"\x00\x01", "image/png"))):
            archive.keep(
                Exchange(
                    "cong",
                    "GET",
                    f"http://mau.test/{number}",
                    {},
                    b"",
                    200,
                    "OK",
                    {"content-type": kind},
                    body,
                    town.now,
                )
            )
    line = replace(town.line, captures=folder / "captures", signed_texts=folder / "signed-texts")
    town = replace(town, line=line)
    with town.line.store.begin() as work:
        work.captures.add_all(kept)
        names = (
            put_pair(work, town, 1, doubtful=False, score=0.9),
            put_pair(work, town, 2, score=0.6),
            put_pair(work, town, 3, score=0.8, due_at=DUE + timedelta(days=3)),
        )
        put_looks(
            work,
            town,
            "cong",
            [Outcome.COMPLETE, Outcome.UNREACHABLE, Outcome.COMPLETE],
            tuple(capture.id for capture in kept),
        )
    return RoomHouse(town, names, tuple(kept))
