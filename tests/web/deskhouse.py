"""Một hồ sơ có đủ mọi thứ đứng sau: nghĩa vụ, lượt kiểm tra, bản lưu trong kho WARC thật.
A case with all that stands behind it: duty, looks, captures in a real archive."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from monitor.desk.clock import DeskRules
from monitor.domain.cases import Case
from monitor.domain.ports import Exchange
from monitor.domain.sources import Capture
from monitor.domain.times import end_of_day, start_of_day
from monitor.domain.vocabulary import Channel
from storage.archive import WarcArchive
from storage.store import UnitOfWork
from tests.steps.subscribers import Town
from tests.storage.samples import Samples

SAMPLES = Samples()
NASTY = (
    "<html><head><title>x</title><meta http-equiv=refresh content='0;url=http://xau.test/'>"
    "<style>body{background:url(http://xau.test/s)}</style><base href='http://xau.test/'></head>"
    "<body onload='alert(1)'><h1 style='position:fixed' onclick=alert(2)>Thông báo</h1>"
    "<script>document.title='BI-CHIEM'</script><iframe src='http://xau.test/'></iframe>"
    "<img src=http://xau.test/p.png onerror=alert(3)><svg onload=alert(4)><script>alert(5)</script></svg>"
    "<a href='javascript:alert(6)'>Gói thầu số 5</a><form action='http://xau.test/'><input></form>"
    "<math><mtext><table><mglyph><style><img src=x onerror=alert(7)></style></table></mtext></math>"
    "<object data=http://xau.test/></object><link rel=stylesheet href=http://xau.test/c.css></body></html>"
).encode()


@dataclass(frozen=True)
class DeskHouse:
    """The town with its archive, and the numbers of what was put there."""

    town: Town
    captures: tuple[Capture, ...]

    def case(self, number: int = 1) -> Case:
        with self.town.line.store.read() as work:
            found = work.cases.get(f"HS-2026-{number:04}")
        assert found is not None
        return found


def desk_house(town: Town, folder: Path, *, four_eyes: bool = False) -> DeskHouse:
    """One case of `so-mau` on a notice that the portal has not shown, with captures of both sides."""
    kept: list[Capture] = []
    bodies = (NASTY, b'{"bidName": "<script>alert(1)</script>"}', b"\x00\x01\x02")
    kinds = ("text/html; charset=utf-8", "application/json", "application/octet-stream")
    with WarcArchive(folder, "", kept.append) as archive:
        for number, (body, kind) in enumerate(zip(bodies, kinds, strict=True)):
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
    rules = DeskRules(four_eyes=four_eyes)
    town = replace(town, line=replace(town.line, captures=folder, desk=rules))
    with town.line.store.begin() as work:
        work.captures.add_all(kept)
        _put(work, town, [capture.id for capture in kept])
    return DeskHouse(town, tuple(kept))


def put_cases(work: UnitOfWork, cases: Iterable[Case]) -> None:
    """Further cases, without anything behind them."""
    work.cases.put_all(cases)


def _put(work: UnitOfWork, town: Town, captures: list[str]) -> None:
    due = end_of_day(date(2026, 3, 6))
    disclosure = SAMPLES.disclosure(1, capture_ids=(captures[1],), title="Gói thầu số 5 & <b>mẫu</b>")
    duty = SAMPLES.duty(
        1,
        due_at=due,
        due_strict_at=due,
        trigger_day=date(2026, 3, 2),
        ladder=town.line.calendar.ladder(date(2026, 3, 2), 4),
    )
    look = SAMPLES.look(
        1,
        source_id="cong",
        started_at=due + timedelta(hours=2),
        finished_at=due + timedelta(hours=3),
        pages=4,
        items=61,
        capture_ids=(captures[0],),
    )
    finding = SAMPLES.finding(
        1, due_at=due, looks=(look.id,), captures=(captures[0], captures[2]), package_title=disclosure.title
    )
    work.looks.add(look)
    work.sightings.put(
        [
            SAMPLES.sighting(
                7,
                source_id="cong",
                title="Gói thầu số 6: sửa chữa trường mẫu",
                codes=(),
                look_id=look.id,
                channel=Channel.PORTAL,
                published=None,
                first_seen_at=start_of_day(date(2026, 3, 3)),
            )
        ]
    )
    work.judgements.put_disclosures([disclosure])
    work.judgements.put([(duty, SAMPLES.verdict(1, looks=(look.id,)))], town.now)
    work.findings.put([finding], town.now)
    opened = SAMPLES.case(
        1,
        title=disclosure.title,
        fingerprints=(finding.fingerprint,),
        open_fingerprints=(finding.fingerprint,),
    )
    work.cases.put(opened)
