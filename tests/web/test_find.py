"""Trang tìm gói thầu: tìm, lọc, xếp, đăng ký theo lời tìm, và những thứ người ta thử gõ vào.
The search page: finding, filtering, ordering, subscribing to a search, and what people try on it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest

from tests.steps.subscribers import Town
from tests.steps.towns import town_in
from tests.web.open_data import open_town, publish_all, tender
from tests.web.served import Visit, serving, words

NASTY = "<script>alert(1)</script> “&\" ' \u202e đảo \x07 chuông"

NAMES = (
    "tim", "linh-vuc", "dia-ban", "don-vi", "trang-thai", "da-co", "gia-tu", "dong-thau", "xep", "trang",
)  # fmt: skip
TYPED = (
    '"', "'", '""""', "a OR b", "NEAR(a, 2)", "title:a", "a*", "*" * 200, "^a", "a AND NOT", "(((", "{a}",
    "%", "_" * 50, "\\", "a\x00b", "\ud800", "\u202e", "'; DROP TABLE search_package; --", "🦆" * 50,
    " ".join(["a"] * 500), "x" * 5000, "<script>alert(1)</script>", "{{ 7*7 }}", "a & !b | c", "-", "--- -",
)  # fmt: skip


@pytest.fixture
def visit(town: Town) -> Iterator[Visit]:
    with _searched(town) as served:
        yield served


@pytest.fixture(scope="module")
def shown(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """The same, one for all tests that only look at it."""
    with town_in(tmp_path_factory.mktemp("tinh"), empty) as town, _searched(town) as served:
        yield served


@contextmanager
def _searched(town: Town) -> Iterator[Visit]:
    with town.line.store.begin() as work:
        work.records.put(
            [
                tender(
                    11, name="Sửa chữa trường tiểu học", main_procurement_category="XL", price=400_000_000
                ),
                tender(12, name="Sua chua truong mam non", main_procurement_category="PTV", cancelled=True),
                tender(
                    13,
                    name=NASTY,
                    price=None,
                    buyer_name="Sở <b>Khác</b>",
                    buyer_code="",
                    tender_period_end=None,
                ),
            ],
            town.now,
        )
    with open_town(town) as served:
        yield served


def test_buyers_beyond_the_most_frequent_are_counted_in_words(town: Town) -> None:
    buyers = [(f"Sở Thứ {n}", f"vnz9{n:08}") for n in range(63)]
    with town.line.store.begin() as work:
        work.records.put(
            [tender(100 + n, buyer_name=name, buyer_code=code) for n, (name, code) in enumerate(buyers)],
            town.now,
        )
    with open_town(town) as served:
        said = words(served.get("/goi-thau"))
        assert "60 chủ đầu tư nhiều gói thầu nhất trong 64" in said
        assert "The 60 buyers with most packages of 64" in words(served.get("/goi-thau?lang=en"))
        assert "nhiều gói thầu nhất trong" not in words(served.get("/goi-thau?tim=so+thu+7"))


def titles(visit: Visit, query: str = "") -> list[str]:
    answer = visit.get(f"/goi-thau?{query}")
    assert answer.status_code == 200
    return re.findall(r'<h3><a href="/goi-thau/(IB[0-9]+)\?lang=vi">', answer.text)


def number(n: int) -> str:
    return f"IB26{n:08}"


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("tim=sửa+chữa", [11]),
        ("tim=sua+chua", [12, 11]),
        ("tim=sua+chua&linh-vuc=XL", [11]),
        ("tim=sua+-tieu", [12]),
        ("tim=%22hoc+tieu%22", []),
        ("tim=ib2600000011", [11]),
        ("tim=IB2600000011-00", [11]),
        ("trang-thai=cancelled", [12]),
        ("trang-thai=complete", [1]),
        ("da-co=ket-qua", [1]),
        ("tim=cong+ty+tnhh+mau", [1]),
        ("gia-tu=300000000&gia-den=499999999", [11]),
        ("dong-thau=con-han&tim=so&xep=dong-thau", [2, 3, 4, 5, 11]),
        ("dia-ban=99&tim=chua", [12, 11]),
        ("don-vi=khong-co", []),
    ],
)
def test_packages_are_found(shown: Visit, query: str, found: list[int]) -> None:
    assert titles(shown, query) == [number(n) for n in found]


def test_the_count_beside_a_filter_is_what_it_then_shows(shown: Visit) -> None:
    page = shown.get("/goi-thau").text
    rail = re.findall(
        r'<li><a href="/goi-thau\?([^"]*)"><span>[^<]*</span> <span class="n">(\d+)</span>', page
    )
    assert len(rail) > 8
    for query, packages in rail:
        assert len(titles(shown, query.replace("&amp;", "&"))) == int(packages), query


def test_what_changed_is_found_after_the_next_cycle_and_what_was_is_not(visit: Visit) -> None:
    assert titles(visit, "tim=bến") == []
    visit.town.now += timedelta(hours=1)
    with visit.town.line.store.begin() as work:
        work.records.put([tender(11, name="Nạo vét bến tàu")], visit.town.now)
    publish_all(visit.town)
    assert titles(visit, "tim=bến") == [number(11)]
    assert titles(visit, "tim=sửa") == []


def test_pages_lead_to_each_other_and_keep_the_search(visit: Visit) -> None:
    with visit.town.line.store.begin() as work:
        work.records.put([tender(n, name=f"Đường số {n}") for n in range(100, 145)], visit.town.now)
    publish_all(visit.town)
    seen: list[str] = []
    way = "tim=duong&linh-vuc=XL&xep=gia-cao&lang=vi"
    for _ in range(3):
        page = visit.get(f"/goi-thau?{way}").text
        seen += re.findall(r'<h3><a href="/goi-thau/(IB[0-9]+)\?', page)
        after = re.search(r'rel="next" href="/goi-thau\?([^"]*)"', page)
        if after:
            way = after[1].replace("&amp;", "&")
    assert not after
    assert sorted(seen) == sorted({*map(number, range(100, 145)), *(number(n) for n in range(1, 6))})
    assert titles(visit, "tim=duong&trang=9999")


def test_a_search_leads_to_the_form_filled_in_and_never_agreed(shown: Visit) -> None:
    page = shown.get("/goi-thau?tim=%22sua+chua%22+-cau&linh-vuc=XL&gia-tu=1000&don-vi=ban-1").text
    way = re.search(r'href="(/dang-ky\?[^"]*)"', page.split('class="find-ask"')[1])
    assert way
    asked = parse_qs(urlsplit(way[1].replace("&amp;", "&")).query)
    assert asked == {
        "co": ["sua chua"], "khong": ["cau"], "linh_vuc": ["XL"], "gia_tu": ["1000"],
        "don_vi": ["ban-1"], "lang": ["vi"],
    }  # fmt: skip
    form = shown.get(way[1].replace("&amp;", "&") + "&dong_y=1&dia_chi=x%40y.example&action=gui").text
    assert 'name="co" value="sua chua"' in form
    assert 'name="don_vi" value="ban-1" checked' in form
    assert "x@y.example" not in form
    assert not re.search(r'name="dong_y"[^>]*checked', form)
    assert shown.all() == ()


def test_a_search_for_several_buyers_leads_to_the_form_with_all_of_them(shown: Visit) -> None:
    page = shown.get("/goi-thau?don-vi=ban-1&don-vi=so-xd").text
    way = re.search(r'href="/dang-ky\?([^"]*)"', page.split('class="find-ask"')[1])
    assert way
    assert parse_qs(way[1].replace("&amp;", "&"))["don_vi"] == ["ban-1", "so-xd"]


def test_what_is_not_in_a_subscription_is_said(shown: Visit) -> None:
    assert (
        "không" in words(shown.get("/goi-thau?tim=chua&trang-thai=active")).split("Mẫu đăng ký điền sẵn")[1]
    )


def test_titles_from_outside_are_shown_as_text(shown: Visit) -> None:
    page = shown.get("/goi-thau?tim=chuông").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "Sở &lt;b&gt;Khác&lt;/b&gt;" in page
    assert not {"\u202e", "\x07"} & set(page)


def test_nothing_that_is_typed_breaks_the_page(shown: Visit) -> None:
    for name in NAMES:
        for typed in TYPED:
            sent = typed.encode("utf-8", "surrogatepass")
            answer = shown.get("/goi-thau", params={name.encode(): sent})
            assert answer.status_code == 200, (name, typed)
            assert "<script>alert" not in answer.text
            assert "49" not in re.findall(r'value="([^"]*)"', answer.text)


def test_a_buyer_with_any_name_can_be_asked_for(visit: Visit) -> None:
    """The name of a buyer outside the registry is what stands in the address."""
    name = f"Ban \x07 “Lạ” & <b>{'rất ' * 90}dài"
    with visit.town.line.store.begin() as work:
        work.records.put([tender(14, buyer_name=name, buyer_code="")], visit.town.now)
    publish_all(visit.town)
    ways = re.findall(r'<a href="/goi-thau\?(don-vi=Ban[^"]*)"', visit.get("/goi-thau").text)
    assert [titles(visit, way.replace("&amp;", "&")) for way in ways] == [[number(14)]]
    own = re.search(r'href="/goi-thau\?(don-vi=[^"]*)"', visit.get(f"/goi-thau/{number(14)}").text)
    assert own
    assert titles(visit, own[1].replace("&amp;", "&")) == [number(14)]


def test_many_values_are_not_used_and_that_is_said(shown: Visit) -> None:
    answer = shown.get("/goi-thau?" + "&".join(f"don-vi=d{n}" for n in range(900)))
    assert "Không dùng được: chủ đầu tư" in words(answer)


def test_an_empty_province_says_what_will_be_there_and_when_it_was_last_seen(town: Town) -> None:
    with serving(town) as visit:
        told = words(visit.get("/goi-thau"))
    assert "Chưa có gói thầu nào" in told
    assert "Chưa lần nào xem đủ Mạng đấu thầu quốc gia." in told
    assert "chưa truy cập được" in told


def test_both_languages_keep_the_search(shown: Visit) -> None:
    page = shown.get("/goi-thau?tim=sua&lang=en").text
    assert "2 packages" in page
    assert 'href="/goi-thau?tim=sua&amp;lang=vi"' in page
