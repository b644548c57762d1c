"""Bộ lọc trong địa chỉ: đọc, viết lại, và nói khi không đọc được.
Filters in the address: read, written back, and told when they cannot be read."""

from urllib.parse import parse_qsl

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.search.query import CHOSEN, Closing, Facet, Order, Query, read_query

VALUE = st.text(st.sampled_from("abcXL&=?#<> ấ%+"), min_size=1, max_size=6).map(str.strip).filter(bool)


@st.composite
def addresses(draw: st.DrawFn) -> list[tuple[str, str]]:
    pairs = [
        (facet.value, value) for facet in CHOSEN for value in draw(st.lists(VALUE, max_size=2, unique=True))
    ]
    single = {
        "tim": draw(st.text('aấ"- ', max_size=9)),
        "gia-tu": draw(st.sampled_from(["", "0", "1.000.000", "5 000 đ"])),
        "gia-den": draw(st.sampled_from(["", "7", "900000"])),
        "dong-thau": draw(st.sampled_from(["", *(when.value for when in Closing)])),
        "xep": draw(st.sampled_from(["", *(order.value for order in Order)])),
        "trang": draw(st.sampled_from(["", "1", "7"])),
    }
    return draw(st.permutations([*pairs, *single.items()]))


@given(addresses())
def test_an_address_that_was_read_leads_to_the_same_search(given_pairs: list[tuple[str, str]]) -> None:
    asked = read_query(given_pairs)
    again = read_query(parse_qsl(asked.address(), keep_blank_values=True))
    assert again.address() == asked.address()
    assert (again.terms.every, again.price, again.closing, again.order, again.page) == (
        asked.terms.every, asked.price, asked.closing, asked.order, asked.page,
    )  # fmt: skip
    assert {facet: set(again.of(facet)) for facet in Facet} == {f: set(asked.of(f)) for f in Facet}


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("gia-tu", "một tỷ"),
        ("gia-den", "9" * 30),
        ("gia-tu", "-5"),
        ("gia-tu", "٣"),
        ("dong-thau", "hom-nay"),
        ("xep", "'; DROP TABLE"),
        ("trang", "0"),
        ("trang", "-1"),
        ("trang", "9" * 12),
        ("linh-vuc", "X" * 999),
        ("linh-vuc", "a\x00b"),
        ("don-vi", "a\nb"),
        ("tim", "***"),
    ],
)
def test_what_cannot_be_read_is_left_out_and_told(name: str, value: str) -> None:
    asked = read_query([(name, value)])
    assert asked.unread == (name,)
    assert asked.address() in ("", "tim=%2A%2A%2A")


def test_a_value_is_added_and_taken_away_and_leads_to_the_first_page() -> None:
    asked = read_query([("linh-vuc", "XL"), ("trang", "4")])
    more = asked.toggled(Facet.FIELD, "HH")
    assert more.address() == "linh-vuc=HH&linh-vuc=XL"
    assert more.toggled(Facet.FIELD, "HH").toggled(Facet.FIELD, "XL").address() == ""
    assert not Query().narrows
    assert more.narrows
