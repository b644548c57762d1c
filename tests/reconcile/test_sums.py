"""Số tiền viết bằng chữ số, hoặc nửa số nửa chữ.
Sums in figures, and half in words; what may mean two things is not read."""

import re
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reconcile.features import read_sighting
from monitor.reconcile.sums import WORDED, sums_named


@pytest.mark.parametrize(
    ("text", "sums"),
    [
        ("Giá gói thầu: 2.300.000.000 đồng", {2_300_000_000}),
        ("Giá gói thầu: 2 tỷ 300 triệu đồng", {2_300_000_000}),
        ("giá 2 tỉ 300 triệu 500 nghìn đồng", {2_300_500_000}),
        ("Giá: 2,35 tỷ đồng (2.350.000.000 đồng)", {2_350_000_000}),
        ("DỰ TOÁN 15 TỶ", {15_000_000_000}),
        ("khoảng 950 triệu đồng", {950_000_000}),
        ("1.250 triệu đồng", {1_250_000_000}),
        ("97,5 triệu", {97_500_000}),
        ("2 tỷ và 300 triệu đồng", {2_000_000_000, 300_000_000}),
        ("2.5 tỷ đồng", {2_500_000_000}),
        ("1234 triệu đồng", {1_234_000_000}),
        ("2.345.678 nghìn đồng", {2_345_678_000}),
        ("2.345.678 (NGÀN ĐỒNG)", {2_345_678_000}),
        ("1,234,567 triệu đồng", {1_234_567_000_000}),
        ("5.600.000.000 (Năm tỷ sáu trăm triệu đồng)", {5_600_000_000}),
        ("1.200.000.000 ngân hàng", {1_200_000_000}),
        # Decimals or thousands: nobody can tell.
        ("2.345 tỷ đồng", set()),
        ("2,345 tỷ đồng", set()),
        ("1,250 triệu đồng", set()),
        ("2.345 tỷ 300 triệu đồng", set()),
        ("2,5 tỷ 300 triệu đồng", set()),
        ("0.500 triệu đồng", set()),
        ("1.234,567.000 đồng", set()),
        # A unit without its money, or other money.
        ("2.345.678 nghìn", set()),
        ("2.345.678 tỷ đồng", set()),
        ("2.345.678 USD, 5 triệu USD", set()),
        # No sums.
        ("tỷ lệ 1/500, tỷ trọng", set()),
        ("năm 2026", set()),
        ("", set()),
    ],
)
def test_sums_are_read_in_figures_and_in_words(text: str, sums: set[int]) -> None:
    assert sums_named(text) == sums


def test_the_price_of_a_package_is_known_by_its_words(sighting: Any) -> None:
    seen = sighting("Mời thầu: mua máy thở, giá 950 triệu đồng", body="Giá gói thầu: 2 tỷ 300 triệu đồng.")
    assert read_sighting(seen).amounts == {950_000_000, 2_300_000_000}


def test_a_sum_in_thousands_is_one_in_a_title_too(sighting: Any) -> None:
    seen = sighting("Mua máy thở, giá 2.345.678 nghìn đồng; 1.200.000.000 ngân hàng; 3.456.789 USD")
    assert read_sighting(seen).amounts == {2_345_678_000, 1_200_000_000}


@given(st.lists(st.sampled_from(["tỷ", "tỉ ", "triệu", " ", ".", ",", "1", "23", "nghìn"])).map("".join))
def test_a_quick_pattern_finds_what_the_plain_one_finds(text: str) -> None:
    plain = WORDED.pattern.replace(r"\d(?<![\d.,]\d)\d{0,3}", r"(?<![\d.,])\d{1,4}")
    assert plain != WORDED.pattern
    found = [match.groups() for match in WORDED.finditer(text)]
    assert found == [match.groups() for match in re.finditer(plain, text, re.IGNORECASE)]


def test_a_text_full_of_figures_is_read_in_no_time() -> None:
    assert sums_named("1 tỷ " * 2 + "9" * 100_000 + " tỷ " + "1," * 100_000 + "triệu") == {1_000_000_000}
