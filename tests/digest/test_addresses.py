"""Địa chỉ của danh sách đứng sau con số: đủ để bàn làm việc trả lời đúng danh sách ấy.
The addresses of the lists behind the numbers, as the desk will answer them."""

import dataclasses
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from monitor.digest.addresses import DeskAddresses
from monitor.domain.times import Window, start_of_day
from monitor.domain.vocabulary import CaseState, Channel, Severity, VerdictKind

WEEK = Window(start_of_day(date(2026, 9, 14)), start_of_day(date(2026, 9, 21)))
DESK = DeskAddresses("https://giam-sat.example.org/dau-thau")


def every(desk: DeskAddresses) -> dict[str, str]:
    return {
        "home": desk.home(),
        "new": desk.cases_new(WEEK),
        "opened": desk.cases_opened(WEEK),
        "open": desk.cases_open(WEEK),
        "band": desk.cases_open(WEEK, 6, 10, Severity.HIGH),
        "closed": desk.cases_closed(WEEK, CaseState.EXCUSED, CaseState.CONFIRMED),
        "case": desk.case("HS-2026-0417"),
        "agency": desk.agency("so-y-te", "con-mo"),
        "agencies": desk.agencies(WEEK),
        "duties_of": desk.agency_duties("so-y-te", WEEK),
        "source": desk.source("cổng/1?x"),
        "sources": desk.sources(),
        "seen": desk.sources_seen(WEEK),
        "looks": desk.looks(WEEK),
        "review": desk.links_to_review(),
        "hints": desk.hints(),
        "pattern": desk.pattern("posted_twice"),
        "every_duty": desk.every_duty(),
        "duties": desk.duties(Channel.PORTAL, VerdictKind.MISSING),
        "withheld": desk.duties_withheld(),
        "unwatched": desk.duties_unwatched(),
        "due": desk.duties_due(WEEK),
    }


def test_what_waits_for_one_source_has_an_address_of_its_own() -> None:
    assert DeskAddresses().duties_withheld("cong") == ""
    address = DESK.duties_withheld("cổng/1?x")
    assert address.startswith(f"{DESK.duties_withheld()}&nguon=")
    assert parse_qs(urlsplit(address).query)["nguon"] == ["cổng/1?x"]


def test_without_a_web_there_is_no_address() -> None:
    assert set(every(DeskAddresses()).values()) == {""}


def test_every_list_has_an_address_of_its_own_under_the_desk() -> None:
    found = every(DESK)
    assert len(set(found.values())) == len(found)
    for address in found.values():
        assert address.startswith("https://giam-sat.example.org/dau-thau/ban-lam-viec")
        assert address.isascii()
        assert not set(address) & set(" \"'<>\\`")


@pytest.mark.parametrize(
    ("name", "path", "asked"),
    [
        ("home", "", {}),
        ("new", "/ho-so", {"moi-tu": "2026-09-14", "moi-den": "2026-09-20"}),
        ("band", "/ho-so", {"con-mo": "2026-09-20", "tuoi-tu": "6", "tuoi-den": "10", "muc": "high"}),
        (
            "closed",
            "/ho-so",
            {"dong-tu": "2026-09-14", "dong-den": "2026-09-20", "tinh-trang": "excused,confirmed"},
        ),
        ("case", "/ho-so/HS-2026-0417", {}),
        ("source", "/nguon/c%E1%BB%95ng%2F1%3Fx", {}),
        ("duties", "/nghia-vu", {"kenh": "portal", "ket-luan": "missing"}),
    ],
)
def test_the_filters_stand_in_the_address(name: str, path: str, asked: dict[str, str]) -> None:
    parts = urlsplit(every(DESK)[name])
    assert parts.path == f"/dau-thau/ban-lam-viec{path}"
    assert {key: value for key, (value,) in parse_qs(parts.query).items()} == asked


def test_every_method_is_asked_here() -> None:
    fields = {field.name for field in dataclasses.fields(DeskAddresses)}
    methods = {name for name in vars(DeskAddresses) if not name.startswith("_")} - fields
    assert len(every(DESK)) - 1 == len(methods), "the band is a second use of cases_open"
