"""Máy tìm kiếm thấy trang công khai, không thấy bàn làm việc, trang riêng, kết quả lọc.
Search engines find what is for everybody; the desk, secret addresses and filtered lists stay out."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.cases.answering import answer_token
from monitor.domain.staff import Role
from monitor.steps.letterhead import feeds_path
from monitor.steps.tell_agencies import answer_key
from monitor.web.findable import is_findable
from tests.steps.subscribers import DAILY, DAY, EVERYTHING, Town, subscription
from tests.steps.towns import town_in
from tests.storage.samples import Samples
from tests.web.board_town import board_town
from tests.web.open_data import open_town
from tests.web.served import Visit, serving
from tests.web.staffed import inside

ROBOTS = "x-robots-tag"


@pytest.fixture(scope="module")
def everything(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """A board, packages, a case and a subscription, for tests that only look."""
    with town_in(tmp_path_factory.mktemp("tinh"), empty) as town:
        town.subscribe(subscription("nha-thau", EVERYTHING, DAILY, town.now - DAY))
        with open_town(town), board_town(town) as visit:
            yield visit


@pytest.mark.parametrize(
    "path",
    [
        "/bang",
        "/bang/so-mau",
        "/bang/tai-ve/toan-tinh.csv",
        "/goi-thau",
        "/goi-thau/IB2600000001",
        "/tin/don-vi/so-mau.atom",
        "/dang-ky",
        "/du-lieu-mo",
    ],
)
def test_pages_for_everybody_may_be_found(everything: Visit, path: str) -> None:
    for address in (path, f"{path}?lang=en"):
        answer = everything.get(address)
        assert answer.status_code == 200
        assert ROBOTS not in answer.headers
        assert "noindex" not in answer.text


@pytest.mark.parametrize(
    "path",
    [
        "/goi-thau?linh-vuc=XL",
        "/goi-thau?tim=",
        "/goi-thau?trang=2&lang=en",
        "/goi-thau/khong-co",
        "/bang/khong-co",
        "/dang-nhap",
        "/dang-ky/da-gui",
        "/dang-ky/bi-mat-nha-thau",
        "/dang-ky/bi-mat-nha-thau/lich.ics",
        feeds_path("nha-thau", "bi-mat-nha-thau") + "/tin.atom",
        feeds_path("nha-thau", "bi-mat-nha-thau") + "/lich.ics",
        "/tra-loi/khong-phai",
        "/ban-lam-viec",
        "/",
    ],
)
def test_everything_else_may_not(everything: Visit, path: str) -> None:
    assert "noindex" in everything.get(path).headers[ROBOTS]


def test_signed_links_and_the_desk_stay_out(visit: Visit) -> None:
    with visit.town.line.store.begin() as work:
        work.cases.put_all([Samples().case(1)])
        path = f"/tra-loi/{answer_token('HS-2026-0001', answer_key(work))}"
    assert visit.get(path).status_code == 200
    assert "noindex" in visit.get(path).headers[ROBOTS]
    desk = inside(visit, Role.INSPECTOR).get("/ban-lam-viec")
    assert desk.status_code == 200
    assert "noindex" in desk.headers[ROBOTS]


def test_it_is_the_same_under_a_path(town: Town) -> None:
    with serving(town, web_url="https://mau.example/giam-sat") as visit:
        for path in ("/giam-sat/goi-thau", "/goi-thau"):
            assert ROBOTS not in visit.get(path).headers
        assert "noindex" in visit.get("/giam-sat/dang-nhap").headers[ROBOTS]


@given(
    st.from_regex(r"/(tin/rieng|dang-ky|tra-loi|ban-lam-viec|vao-thu|loi-moi)/[!-.0-~]{1,40}", fullmatch=True)
)
def test_no_address_with_a_secret_is_ever_findable(path: str) -> None:
    assert not is_findable(path, "")


@given(st.text(max_size=30), st.text(max_size=30))
def test_any_address_is_taken(path: str, query: str) -> None:
    assert is_findable(path, query) in (True, False)
