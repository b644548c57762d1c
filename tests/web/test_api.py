"""Dữ liệu mở qua HTTP: danh sách, một gói thầu, nơi đã đăng, thay đổi, OCDS.
Open data over HTTP: lists, one package, where it was seen, changes, OCDS."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from monitor.config import OpenData
from monitor.domain.cases import Case
from monitor.domain.procurement import Award
from monitor.domain.vocabulary import CaseState, Severity
from tests.steps.subscribers import DAY, START, Town
from tests.storage.samples import Samples
from tests.web.open_data import API, ask, followed, open_town, publish_all, read, result, tender
from tests.web.served import Visit, serving

FIRST = "IB2600000001"


@pytest.fixture
def data(town: Town) -> Iterator[Visit]:
    with open_town(town) as visit:
        yield visit


def test_who_has_the_answer_is_told_so(data: Visit) -> None:
    answer = ask(data, "/packages")
    assert answer.headers["cache-control"] == "public, max-age=300"
    tag = answer.headers["etag"]
    again = data.get(f"{API}/packages", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == tag
    data.town.publish(tender(9))
    publish_all(data.town)
    assert data.get(f"{API}/packages", headers={"if-none-match": tag}).status_code == 200


def test_one_address_may_ask_so_often_and_no_more(data: Visit) -> None:
    answers = [data.get(f"{API}/changes") for _ in range(121)]
    assert [answer.status_code for answer in answers[-2:]] == [200, 429]
    assert answers[-1].headers["retry-after"] == "60"
    assert answers[-1].headers["content-type"] == "application/problem+json"
    assert ask(data, "/changes").status_code == 200


def test_the_feed_of_changes_goes_on_from_its_cursor(data: Visit) -> None:
    page = read(ask(data, "/changes", limit=3))
    assert (page["more"], page["cursor"]) == (True, "3")
    rest = read(ask(data, "/changes", cursor=page["cursor"]))
    assert [item["number"] for item in page["items"] + rest["items"]] == [1, 2, 3, 4, 5]
    assert read(ask(data, "/changes", cursor=rest["cursor"])) == {"items": [], "cursor": "5", "more": False}
    assert publish_all(data.town) == 0
    data.town.publish(replace(tender(2), price=7))
    assert publish_all(data.town) == 1
    (last,) = read(ask(data, "/changes", cursor="5"))["items"]
    assert (last["package"], last["kind"]) == ("IB2600000002", "updated")


def test_a_withdrawn_package_is_gone_everywhere_and_the_feed_says_so(data: Visit) -> None:
    with data.town.line.store.begin() as work:
        work.published.withdraw([FIRST], data.town.now)
    assert ask(data, f"/packages/{FIRST}").status_code == 410
    assert ask(data, f"/ocds/records/ocds-unregistered-{FIRST}").status_code == 410
    assert FIRST not in ask(data, "/packages").text + ask(data, "/ocds/releases").text
    (last,) = read(ask(data, "/changes", cursor="5"))["items"]
    assert (last["kind"], last.get("url")) == ("withdrawn", None)
    publish_all(data.town)
    assert ask(data, f"/packages/{FIRST}").status_code == 410


def test_a_planned_package_keeps_its_key_when_its_notice_comes(data: Visit) -> None:
    plan = Samples().plan()
    with data.town.line.store.begin() as work:
        work.records.put([plan], data.town.now)
    publish_all(data.town)
    key = plan.packages[0].key
    before = read(ask(data, f"/packages/{key}"))
    assert before["status"] == "planned"
    assert followed(data, "/notices")[0]["package"]["key"] != key
    data.town.publish(tender(7, plan_no=plan.plan_no, package_native_id=plan.packages[0].native_id))
    publish_all(data.town)
    package = read(ask(data, "/packages/IB2600000007"))
    assert (package["key"], package["ocid"]) == (key, before["ocid"])
    assert package["status"] == "active"
    data.town.publish(tender(8, plan_no=plan.plan_no, package_native_id=plan.packages[0].native_id))
    publish_all(data.town)
    assert read(ask(data, "/packages/IB2600000008"))["key"] == "IB2600000008"
    with data.town.line.store.begin() as work:
        work.published.withdraw([key], data.town.now)
    data.town.publish(tender(7, plan_no=plan.plan_no, package_native_id=plan.packages[0].native_id, price=9))
    assert publish_all(data.town) == 0
    assert ask(data, "/packages/IB2600000007").status_code == 410


def test_nobody_who_may_be_a_person_is_named_anywhere(data: Visit) -> None:
    person = Award("Tên Người Mẫu", "vn*********123", 5)
    with data.town.line.store.begin() as work:
        work.records.put([result(2, person)], data.town.now)
    publish_all(data.town)
    paths = ("/packages", "/packages/IB2600000002", "/ocds/releases", "/ocds/records", "/publications")
    text = "".join(ask(data, path).text for path in paths)
    assert "Công ty TNHH Mẫu" in text
    assert "Người Mẫu" not in text
    assert "*" not in text


@pytest.mark.parametrize("state", [CaseState.CONFIRMED, CaseState.NEW, CaseState.EXCUSED])
def test_only_a_confirmed_case_is_shown(data: Visit, state: CaseState) -> None:
    case = Case(
        "HS-2026-0001",
        FIRST,
        "so-mau",
        "Sở Mẫu",
        "Gói thầu",
        state,
        Severity.HIGH,
        START,
        START + DAY,
        (),
        (),
    )
    with data.town.line.store.begin() as work:
        work.cases.put(case)
    package = read(ask(data, f"/packages/{FIRST}"))
    shown = [(one["number"], one["confirmed_at"]) for one in package["confirmed"]]
    expected = [("HS-2026-0001", "2026-09-22T09:00:00+07:00")]
    assert shown == (expected if state is CaseState.CONFIRMED else [])
    assert package["conclusions"] == []


def test_the_index_stands_under_the_path_of_the_web_address_too(town: Town) -> None:
    licence = "https://giay-phep.example/mo"
    settings = OpenData(licence=licence)
    with serving(town, web_url="https://mau.example/giam-sat", published=settings) as visit:
        for path in (API, f"/giam-sat{API}", f"/giam-sat{API}/"):
            index = read(visit.get(path))
            assert index["lists"][0]["url"] == f"https://mau.example/giam-sat{API}/packages"
            assert index["licence"] == licence
        for path in (f"{API}/changes", f"/giam-sat{API}/changes"):
            assert visit.get(path).status_code == 200
