"""Dữ liệu mở qua HTTP, chỉ đọc: danh sách, một gói thầu, câu không trả lời được, OCDS theo tháng.
Open data over HTTP as one who only asks sees it: one town for all of these tests."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.steps.towns import town_in
from tests.web.open_data import API, ask, followed, open_town, read
from tests.web.served import Visit, words

FIRST = "IB2600000001"


@pytest.fixture(scope="module")
def data(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    with town_in(tmp_path_factory.mktemp("tinh"), empty) as town, open_town(town) as visit:
        yield visit


@pytest.mark.parametrize("limit", [1, 2, 5, 100])
@pytest.mark.parametrize("path", ["/packages", "/notices", "/publications"])
def test_pages_together_are_the_whole_list_once(data: Visit, path: str, limit: int) -> None:
    items = followed(data, path, limit=limit)
    keys = [item.get("key") or item["package"]["key"] for item in items]
    assert keys == [f"IB26{number:08}" for number in (5, 4, 3, 2, 1)]


def test_a_package_is_found_by_the_number_of_its_notice(data: Visit) -> None:
    package = read(ask(data, f"/packages/{FIRST}"))
    assert package["buyer"] == {"name": "Sở Mẫu", "code": "vnz000000001", "agency_id": "ban-1"}
    assert package["status"] == "complete"
    assert package["published_at"] == "2026-09-21T10:00:00+07:00"
    assert package["method"] == {"code": "DTRR", "name": "Đấu thầu rộng rãi"}
    assert [(p["channel"], p["kind"]) for p in package["publications"]] == [
        ("national", "notice"),
        ("portal", "notice"),
        ("national", "result"),
    ]
    assert "bid_no" not in package


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"q": "xay lap so 3"}, [3]),
        ({"q": "Xây Lắp", "price_from": 1}, [5, 4, 3, 2, 1]),
        ({"q": "IB2600000002"}, [2]),
        ({"status": "complete"}, [1]),
        ({"place": "99", "category": "XL"}, [5, 4, 3, 2, 1]),
        ({"place": "01"}, []),
        ({"agency": "ban-1", "closing_from": "2026-10-01T13:00:00+07:00"}, [5, 4]),
        ({"closing_to": "2026-10-01T11:00:00+07:00"}, [1]),
        ({"price_to": 1}, []),
        ({"method": "CDT"}, []),
    ],
)
def test_lists_are_narrowed(data: Visit, query: dict[str, Any], found: list[int]) -> None:
    keys = [item["key"] for item in followed(data, "/packages", **query)]
    assert keys == [f"IB26{number:08}" for number in found]


def test_publications_may_be_those_of_one_channel(data: Visit) -> None:
    last = followed(data, "/publications", channel="portal")[-1]
    assert [(p["kind"], p["url"], p["precision"]) for p in last["publications"]] == [
        ("notice", "https://cong.example/1", "day")
    ]


def test_other_pages_may_load_it_and_nobody_may_write(data: Visit) -> None:
    answer = data.get(f"{API}/packages", headers={"origin": "https://bao.example"})
    assert answer.headers["access-control-allow-origin"] == "*"
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    assert "access-control-allow-credentials" not in answer.headers
    refused = data.post(f"{API}/packages")
    assert (refused.status_code, refused.headers["content-type"]) == (405, "application/problem+json")
    assert refused.headers["allow"] == "GET"


def test_a_large_answer_is_compressed_for_who_reads_that(data: Visit) -> None:
    plain = data.get(f"{API}/packages", headers={"accept-encoding": "identity"})
    packed = data.get(f"{API}/packages", headers={"accept-encoding": "gzip"})
    assert packed.headers["content-encoding"] == "gzip"
    assert packed.json() == plain.json()


@pytest.mark.parametrize(
    ("path", "status", "title"),
    [
        ("/packages/IB2600000099", 404, "Không thấy"),
        ("/ocds/records/ocds-unregistered-IB2600000099", 404, "Không thấy"),
        ("/ocds/records/IB2600000001", 404, "Không thấy"),
        ("/ocds/release-packages/2020-01", 404, "Không thấy"),
        ("/khong-co", 404, "Không thấy"),
        ("/packages?cursor=zz", 400, "Chỗ đọc tiếp không đúng"),
        ("/packages?cursor=WyIyMDI2LTA5LTIxVDAyOjAwOjAwIiwgMV0", 400, "Chỗ đọc tiếp không đúng"),
        ("/ocds/releases?cursor=WyJ4IiwieCIsMV0", 400, "Chỗ đọc tiếp không đúng"),
        ("/aggregates?cursor=a~b", 400, "Chỗ đọc tiếp không đúng"),
        ("/packages?limit=0", 422, "Câu hỏi không đọc được"),
        ("/packages?limit=101", 422, "Câu hỏi không đọc được"),
        ("/packages?page=2", 422, "Câu hỏi không đọc được"),
        ("/packages?status=xong", 422, "Câu hỏi không đọc được"),
        ("/packages?closing_from=2026-09-21T09:00:00", 422, "Câu hỏi không đọc được"),
        ("/packages?closing_from=0001-01-01T00:00:00%2B14:00", 422, "Câu hỏi không đọc được"),
        ("/packages/IB26%00", 422, "Câu hỏi không đọc được"),
        ("/changes?cursor=-1", 422, "Câu hỏi không đọc được"),
        ("/ocds/release-packages/2026-13", 422, "Câu hỏi không đọc được"),
    ],
)
def test_what_is_not_answered_says_why_in_both_languages(
    data: Visit, path: str, status: int, title: str
) -> None:
    answer = ask(data, path)
    assert answer.status_code == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["cache-control"] == "no-store"
    body = answer.json()
    assert (body["status"], body["title"]) == (status, title)
    assert all(body[name] for name in ("detail", "title_en", "detail_en"))
    assert bool(body["errors"]) is (status == 422)


@pytest.mark.parametrize("path", ["", "/"])
def test_the_index_names_everything_that_is_described(data: Visit, path: str) -> None:
    index = read(ask(data, path))
    described = read(ask(data, "/openapi.json"))
    assert (index["title"], index["version"]) == (
        "Dữ liệu mở về công khai đấu thầu",
        described["info"]["version"],
    )
    assert "licence" not in index, "nobody has named one"
    assert index["rate_limit"] == {"requests": 120, "seconds": 60}
    places = [one["url"].removeprefix(data.url + API) for one in index["lists"] + index["ocds"]]
    assert {place for place in described["paths"] if "{" not in place} == {"/", *places}
    for place in places:
        assert ask(data, place).status_code == 200, place
    assert data.get(index["description"].removeprefix(data.url)).json() == described
    assert data.get(index["page"].removeprefix(data.url)).status_code == 200


def test_people_find_the_data_from_every_page(data: Visit) -> None:
    for path, words_of in (("/goi-thau", "Dữ liệu mở"), ("/dang-ky?lang=en", "Open data")):
        (link, said) = re.findall(r'<a href="(/du-lieu-mo[^"]*)">([^<]*)</a>', data.get(path).text)[-1]
        assert said == words_of
        page = data.get(link)
        assert page.status_code == 200
        for there in (API, f"{API}/openapi.json"):
            assert f'href="{there}"' in page.text
        for there in ("/packages", "/changes", "/ocds/releases", "/ocds/records"):
            assert f'href="{data.url}{API}{there}"' in page.text
        assert words_of in words(page)


def test_ocds_is_served_by_time_by_month_and_by_ocid(data: Visit) -> None:
    releases: list[Any] = []
    page = read(ask(data, "/ocds/releases", limit=2))
    while True:
        releases += page["releases"]
        if "links" not in page:
            break
        page = read(ask(data, page["links"]["next"].removeprefix(data.url + API)))
    assert [release["date"] for release in releases] == sorted(release["date"] for release in releases)
    assert len({release["id"] for release in releases}) == len(releases) == 7
    months = read(ask(data, "/ocds/release-packages"))["items"]
    assert [month["month"] for month in months] == ["2026-09", "2026-10"]
    by_month = [
        release
        for month in months
        for release in read(ask(data, month["url"].removeprefix(data.url + API)))["releases"]
    ]
    assert by_month == releases
    (record,) = read(ask(data, f"/ocds/records/ocds-unregistered-{FIRST}"))["records"]
    assert record["releases"] == [r for r in releases if r["ocid"] == record["ocid"]]
    assert len(read(ask(data, "/ocds/records"))["records"]) == 5
