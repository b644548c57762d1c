"""Thế giới mẫu đã vào kho và đã công bố, không qua mạng.
The demo world in a store and published, without its servers: its answers are parsed as they are."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby

from monitor.demo.model import DemoPlan, World
from monitor.demo.network.plan_detail import plan_detail
from monitor.demo.network.result_detail import result_detail
from monitor.demo.network.rows import histories
from monitor.domain.judgement import Disclosure, Link
from monitor.domain.published import Process, Sought
from monitor.domain.sources import Sighting
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkOrigin, LinkState, Precision
from monitor.ocds.values import Publisher
from monitor.steps.publish import publish
from monitor.wiring import Line
from sources.egp.codelists import code_lists
from sources.egp.parse import parse_plan_detail, parse_result, parse_search_page
from storage.record_kinds import AnyRecord

PUBLISHER = Publisher(
    "Thanh tra tỉnh Sông Mẫu",
    "ocds-unregistered",
    "https://mau.example/api/v1",
    code_lists()["bid_form"],
    "Không nêu tên.",
)


def records(world: World) -> Iterator[tuple[datetime, AnyRecord]]:
    """Every reading of every record with the instant of its state, oldest first."""
    found = [reading for plan in world.plans for reading in _of_plan(plan, world.ends_at)]
    yield from sorted(found, key=lambda one: one[0])


def fill(line: Line, world: World) -> None:
    """Store everything, with a posting of every third notice on the portal."""
    readings = list(records(world))
    with line.store.begin() as work:
        for _, group in groupby(readings, key=lambda one: one[0].date()):
            of_day = list(group)
            work.records.put([record for _, record in of_day], of_day[-1][0])
        numbers = work.records.tenders_touched(readings[0][0] - timedelta(days=1))
        work.judgements.put_disclosures(_disclosure(number) for number in numbers)
        shown = numbers[::3]
        work.sightings.put(_sighting(number, world.ends_at) for number in shown)
        work.links.replace_machine(
            Link(f"cong|{n}", f"{n}/notice", LinkState.LINKED, LinkOrigin.CODE, 1.0, (), world.ends_at)
            for n in shown
        )
    publish(line, world.ends_at)


def processes(line: Line) -> list[Process]:
    """Everything published."""
    with line.store.read() as work:
        found = work.published.listed(Sought(), 100_000)
    return [shown.process for shown in found if shown.process is not None]


def _of_plan(plan: DemoPlan, until: datetime) -> Iterator[tuple[datetime, AnyRecord]]:
    rows = [state for history in histories(plan) for state in history.states]
    page = {"content": [row for _, row in rows], "totalElements": len(rows), "last": True}
    read = parse_search_page({"page": page}, "egp").rows
    for (at, _), row in zip(rows, read, strict=True):
        if at <= until:
            yield from ((at, record) for record in row.records)
    for version in plan.versions:
        if version.published <= until:
            yield version.published, parse_plan_detail(plan_detail(plan, version), "egp").records[0]
    for package in plan.packages:
        result = package.result
        if result is None or result.published is None or result.published > until:
            continue
        payload = result_detail(plan, package, result, result.published)
        yield result.published, parse_result(payload, "egp").records[0]


def _disclosure(number: str) -> Disclosure:
    return Disclosure(f"{number}/notice", DisclosureKind.NOTICE, number, "Gói thầu mẫu", "", "")


def _sighting(number: str, at: datetime) -> Sighting:
    moment = Moment(at - timedelta(days=200), Precision.DAY, "listing")
    made = Sighting(
        f"cong|{number}",
        "cong",
        Channel.PORTAL,
        number,
        f"https://cong.example/{number}",
        f"Thông báo mời thầu {number}",
        moment,
        at,
    )
    return replace(made, kind=DisclosureKind.NOTICE)
