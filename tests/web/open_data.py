"""Một tỉnh nhỏ có dữ liệu mở, và cách hỏi nó.
A small province with open data, served over HTTP."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import requests

from monitor.domain.judgement import Disclosure, Link
from monitor.domain.procurement import Award, Notice, Result
from monitor.domain.sources import Sighting
from monitor.domain.times import Moment
from monitor.domain.vocabulary import Channel, DisclosureKind, LinkOrigin, LinkState, Precision
from monitor.steps.publish import publish
from tests.steps.subscribers import DAY, START, Town, notice
from tests.web.served import Visit, serving

API = "/api/v1"


def tender(number: int, **given: Any) -> Notice:
    """A notice published that many hours after the start."""
    return notice(number, START + timedelta(hours=number), **given)


def result(number: int, *awards: Award) -> Result:
    """The result of a notice, twenty days later."""
    at = Moment(START + 20 * DAY, Precision.SECOND, "api")
    return Result(
        f"kq-{number}",
        f"IB26{number:08}",
        f"Gói thầu số {number}",
        "Sở Mẫu",
        "vnz000000001",
        at,
        awards=awards,
    )


def shown(town: Town, number: str) -> None:
    """Let the portal show a notice."""
    disclosure = Disclosure(f"{number}/notice", DisclosureKind.NOTICE, number, "Gói thầu mẫu", "", "")
    moment = Moment(START + 2 * DAY, Precision.DAY, "listing")
    seen = Sighting(
        "cong|1",
        "cong",
        Channel.PORTAL,
        "1",
        "https://cong.example/1",
        "Thông báo mời thầu",
        moment,
        START + 3 * DAY,
    )
    link = Link(seen.id, disclosure.id, LinkState.LINKED, LinkOrigin.CODE, 1.0, (), town.now)
    with town.line.store.begin() as work:
        work.judgements.put_disclosures([disclosure])
        work.sightings.put([replace(seen, kind=DisclosureKind.NOTICE)])
        work.links.replace_machine([link])


def publish_all(town: Town) -> int:
    """Run the step that publishes; how many packages were new or different."""
    return publish(town.line, town.now).packages


@contextmanager
def open_town(town: Town) -> Iterator[Visit]:
    """Five notices, one with a result and a showing on the portal, all published."""
    firm = Award("Công ty TNHH Mẫu", "vn9900000001", 900)
    with town.line.store.begin() as work:
        work.records.put([*(tender(n) for n in range(1, 6)), result(1, firm)], town.now)
    shown(town, "IB2600000001")
    publish_all(town)
    with serving(town) as visit:
        yield visit


def ask(visit: Visit, path: str, **query: Any) -> requests.Response:
    """One question; each comes a minute after the last, so that no limit is met by chance."""
    visit.town.now += timedelta(minutes=1)
    return visit.get(f"{API}{path}", params=query)


def read(answer: requests.Response) -> Any:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/json"
    return answer.json()


def followed(visit: Visit, path: str, **query: Any) -> list[Any]:
    """Every item of a list, page after page by the address that each page names."""
    items: list[Any] = []
    page = read(ask(visit, path, **query))
    while True:
        items += page["items"]
        if "next" not in page:
            return items
        assert page["next"].startswith(visit.url + API)
        page = read(ask(visit, page["next"].removeprefix(visit.url + API)))
