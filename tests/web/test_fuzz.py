"""Gõ bậy vào mọi đường dẫn: không lỗi 5xx, không lộ ruột gan, không lộ việc của đơn vị khác.
Rubbish on every route: never a 5xx, never an inside, never another agency's affairs."""

import base64
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from fastapi.routing import RouteContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from monitor.access.permissions import MAY
from monitor.cases.answering import answer_token
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.staff import Role
from monitor.steps.answer_files import keep_answer_file
from monitor.steps.tell_agencies import answer_key
from monitor.web.rooms import needs
from tests.steps.subscribers import AT_ONCE, DAY, EVERYTHING, Town, notice, subscription
from tests.storage.samples import Samples
from tests.web.deskhouse import DeskHouse, desk_house, put_cases
from tests.web.fuzzing import Told, Wire, packed, paths, queries, site_routes, values
from tests.web.served import Visit, serving
from tests.web.staffed import inside

TRIES = [3, pytest.param(25, marks=pytest.mark.drill)]
OTHERS = "CHUYEN-RIENG-CUA-DON-VI-KHAC"
_FORM = "application/x-www-form-urlencoded"
_KINDS = (
    _FORM,
    "application/json",
    "text/plain",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "",
)
_CALMLY = settings(deadline=None, database=None, suppress_health_check=list(HealthCheck))


@dataclass(frozen=True)
class House(DeskHouse):
    """Beside the case of `so-mau` one of another agency."""

    other: Case


@pytest.fixture
def house(town: Town, tmp_path: Path) -> House:
    """Two agencies' cases with files, tenders, a subscription: something behind every address."""
    samples = Samples()
    made = desk_house(town, tmp_path / "captures")
    there = made.town
    there.publish(*(notice(number, there.now) for number in (1, 2)))
    there.subscribe(subscription("nha-thau", EVERYTHING, AT_ONCE, there.now - DAY))
    there.passes()
    said = CaseEvent(there.now, OTHERS, CaseStep.ANSWERED, OTHERS)
    with there.line.store.begin() as work:
        other = samples.case(2, agency_id="so-khac", agency_name=OTHERS, title=OTHERS, events=(said,))
        put_cases(work, [other])
        for case in (made.case(), other):
            keep_answer_file(work, case, f"{case.agency_name}.pdf", b"%PDF-1.7 " + OTHERS.encode(), there.now)
    return House(there, made.captures, other)


@pytest.fixture
def visit(house: House) -> Iterator[Visit]:
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    shown = key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    with serving(house.town, event_key=base64.b64encode(shown).decode()) as visit:
        yield visit


@pytest.fixture
def wire(visit: Visit) -> Iterator[Wire]:
    wire = Wire(visit.url)
    yield wire
    wire.close()


def _real(house: House, *, of_all: bool = True) -> Mapping[str, tuple[str, ...]]:
    """What path parameters may truly be, by their names; of the other agency's case only, or of both."""
    numbers = ("HS-2026-0001", "HS-2026-0002") if of_all else ("HS-2026-0002",)
    with house.town.line.store.begin() as work:
        key = answer_key(work)
        looks = tuple(look.id for source in house.town.line.sources for look in work.looks.history(source.id))
        files = tuple(file.digest for number in numbers for file in work.answer_files.of(number))
    return {
        "number": (*numbers, "IB2600000001"),
        "rest": tuple(number.removeprefix("HS-") for number in numbers),
        "capture": tuple(capture.id for capture in house.captures),
        "digest": files,
        "look": looks,
        "source_id": tuple(source.id for source in house.town.line.sources),
        "agency_id": tuple(agency.id for agency in house.town.line.agencies),
        "secret": ("bi-mat-nha-thau",),
        "token": tuple(answer_token(number, key) for number in numbers),
        "login": ("inspector", "administrator"),
        "file": ("toan-tinh.csv", "so-mau.xlsx", "so-mau.atom"),
    }


def _as(visit: Visit, route: RouteContext) -> tuple[str, str]:
    """Cookie and form token of somebody who may use the route; time goes by, so that no limit is met."""
    (act,) = needs(route)
    visit.town.now += timedelta(minutes=61)
    roles = [role for role in Role if act is None or act in MAY[role]]
    person = inside(visit, roles[0], "so-mau" if roles[0] is Role.AGENCY_OFFICER else "")
    return f"phien={person.browser.cookies['phien']}", person.token


def _calm(told: Told, where: object) -> None:
    assert told.status < 500, (where, told.status, told.body[:600])
    assert "Traceback (most recent" not in told.body, where
    assert 'File "/' not in told.body, where
    assert "sqlite3." not in told.body, where
    assert "sqlalchemy" not in told.body.lower(), where
    if told.headers.get("content-type", "").startswith("text/html"):
        for broken_out in ("<script>alert(1)</script>", "<svg onload=alert(1)>", "{{7*7}}49"):
            assert broken_out not in told.body, where
    goes = told.headers.get("location", "/")
    assert goes.startswith("/"), where
    assert goes[1:2] not in ("/", "\\"), where
    assert "a=b" not in told.headers.get("set-cookie", ""), where


def _every(tries: int, strategy: st.SearchStrategy[Any], check: Callable[..., None]) -> None:
    """Try a check on some values of a strategy, which are its last arguments."""

    @settings(_CALMLY, max_examples=tries)
    @given(strategy)
    def one(drawn: tuple[Any, ...]) -> None:
        check(*drawn)

    one()


@pytest.mark.parametrize("tries", TRIES)
def test_every_address_stands_whatever_is_typed_into_it(
    tries: int, house: House, visit: Visit, wire: Wire, capfd: pytest.CaptureFixture[str]
) -> None:
    def ask(cookie: str, path: str, query: list[tuple[str, str]]) -> None:
        asked = f"{path}?{packed(query)}" if query else path
        _calm(wire.send("GET", asked, cookie), asked)

    real = _real(house)
    for route in site_routes(house.town, "GET"):
        cookie, _ = _as(visit, route)
        _every(tries, st.tuples(paths(route, real), queries()), partial(ask, cookie))
    assert "Traceback" not in "".join(capfd.readouterr())


@pytest.mark.parametrize("tries", TRIES)
def test_every_form_stands_whatever_is_sent(
    tries: int, house: House, visit: Visit, wire: Wire, capfd: pytest.CaptureFixture[str]
) -> None:
    """With the right token of its session; a form ends a session now and then, so each has a new one."""

    def send(
        route: RouteContext, path: str, fields: list[tuple[str, str]], kind: str, rubbish: bytes | None
    ) -> None:
        cookie, token = _as(visit, route)
        body = packed([("csrf", token), *fields]).encode() if rubbish is None else rubbish
        _calm(wire.send("POST", path, cookie, body, kind), (route.path, path, kind, body))

    real = _real(house)
    kinds = st.one_of(st.just(_FORM), st.sampled_from(_KINDS))
    rubbish = st.one_of(st.none(), st.none(), st.none(), st.binary(max_size=200))
    for route in site_routes(house.town, "POST"):
        _every(tries, st.tuples(paths(route, real), queries(), kinds, rubbish), partial(send, route))
    assert "Traceback" not in "".join(capfd.readouterr())


def test_a_cases_form_stands_with_one_field_of_rubbish(house: House, visit: Visit, wire: Wire) -> None:
    """Everything else is right, so that the check of that one field is reached."""
    route = next(one for one in site_routes(house.town, "POST") if str(one.path).endswith("/{number}/buoc"))
    right = {"ly_do": "Vì sao", "den": "2026-10-01", "nguoi": "inspector"}

    def send(name: str, value: str, doing: str) -> None:
        cookie, token = _as(visit, route)
        fields = {**right, "buoc": doing, "moc": str(len(house.case().events)), name: value, "csrf": token}
        body = packed(list(fields.items())).encode()
        _calm(wire.send("POST", "/ban-lam-viec/ho-so/HS-2026-0001/buoc", cookie, body, _FORM), fields)

    doing = st.sampled_from(("snooze", "assign", "ask", "confirm"))
    _every(40, st.tuples(st.sampled_from((*right, "moc", "buoc")), values, doing), send)


@pytest.mark.parametrize("tries", TRIES)
@pytest.mark.parametrize("role", [Role.AGENCY_OFFICER, pytest.param(None, marks=pytest.mark.drill)])
def test_nobody_outside_reads_another_agencys_affairs(
    tries: int, house: House, visit: Visit, wire: Wire, role: Role | None
) -> None:
    """Real numbers of the other agency's case on every route, by an officer and by a stranger."""
    asked_for = 0

    def ask(method: str, path: str, query: list[tuple[str, str]]) -> None:
        nonlocal asked_for
        # A form may end the session that sent it.
        cookie, token = _outsider(visit, role) if method == "POST" else person
        fields = [("csrf", token), ("ho_so", "HS-2026-0002"), *query]
        if method == "POST":
            told = wire.send(method, path, cookie, packed(fields).encode(), _FORM)
        else:
            told = wire.send(method, f"{path}?{packed(fields[1:])}", cookie)
        _calm(told, (method, path))
        assert OTHERS not in told.body, (method, path)
        asked_for += "HS-2026-0002" in path

    real = {name: found for name, found in _real(house, of_all=False).items() if name != "token"}
    for method in ("GET", "POST"):
        for route in site_routes(house.town, method):
            person = _outsider(visit, role)
            _every(tries, st.tuples(paths(route, real), queries()), partial(ask, method))
    assert asked_for > 3
    with house.town.line.store.read() as work:
        other = work.cases.get("HS-2026-0002")
    assert other == house.other


def _outsider(visit: Visit, role: Role | None) -> tuple[str, str]:
    """Cookie and token of an officer of one agency, or nothing."""
    visit.town.now += timedelta(minutes=61)
    if role is None:
        return "", ""
    person = inside(visit, role, "so-mau")
    return f"phien={person.browser.cookies['phien']}", person.token


def test_the_inspector_does_read_it(house: House, visit: Visit, wire: Wire) -> None:
    """Else the test above could not fail."""
    person = inside(visit, Role.INSPECTOR)
    cookie = f"phien={person.browser.cookies['phien']}"
    assert OTHERS in wire.send("GET", "/ban-lam-viec/ho-so/HS-2026-0002", cookie).body
