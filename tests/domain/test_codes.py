"""Mã số trong mọi kiểu chữ: ngắt dòng, chữ toàn khổ, dấu ẩn; không bịa mã từ số khác.
Codes in whatever way they are set: broken, wide, with invisible signs; and none made of other numbers."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.domain.codes import find_codes

CODE = "IB2600012345"


@pytest.mark.parametrize(
    "text",
    [
        "IB2600012345",
        "ib2600012345",
        "Số TBMT: IB 2600012345",
        "IB: 2600012345",
        "IB:2600012345 - 00",
        "IB-2600012345-00",
        "IB.2600012345/00",
        "IB_2600012345_00.pdf",
        "TBMT_IB2600012345.pdf",
        "IB2600012345–00",
        "IB–2600012345",
        "IB\n2600012345",
        "IB26000\n12345",
        "IB26000\r\n12345",
        "IB26000-\n12345",
        "IB26000‐\r\n  12345",
        "IB26000\ufffe\r\n12345",
        "IB2600\xad012345",
        "IB2600\xad\n012345",
        "IB2600\xa0012345",
        "IB\u20092600\u2009012345",
        "I\u200bB26000\u200b12\ufeff345",
        "IB 26 0001 2345",
        "IB26.000.12345",
        "IB２６０００１２３４５",
        "ＩＢ２６０００１２３４５－００",
        "ІВ2600012345",  # both letters are Cyrillic
        "IB2600012345\n01",
        "IB2600012345-\n01",
        "IB2600012345 2600012346",
        "IB2600012345\t1.250.000.000",
    ],
)
def test_a_code_is_found_however_it_is_set(text: str) -> None:
    assert find_codes(text) == (CODE,)


@pytest.mark.parametrize("kind", ["PL", "IB", "BP", "PR"])
def test_every_kind_may_be_broken_over_two_lines(kind: str) -> None:
    assert find_codes(f"Mã: {kind.lower()}26000\n12345") == (f"{kind}2600012345",)


@pytest.mark.parametrize(
    "text",
    [
        "IB260001234\n5\tGói thầu số 05",  # a digit is missing, the next row begins with its number
        "IB26000123\n45 ngày",
        "IB26000123-00",
        "IB260001234 500.000 đồng",
        "IB2600012 345.000.000 đồng",
        "PL 2.400.000.000 đồng",
        "PL 2024, 2025 và 2026",
        "PL 2024 2025 2026",
        "IB2600012345678",
        "IB26000 1234567",
        "SIB2600012345",
        "BP 0912345678",
        "BP: 0912 345 678",
        "PL\n1500123456",
        "IB೨೬೦೦೦೧೨೩೪೫",
    ],
)
def test_no_code_is_made_of_a_mistyped_one_and_its_neighbour(text: str) -> None:
    assert find_codes(text) == ()


@pytest.mark.parametrize("text", ["20220940680", "Số TBMT: 20220940680-00", "tbmt_20220940680.pdf"])
def test_the_number_of_an_old_notice_is_found(text: str) -> None:
    assert find_codes(text) == ("20220940680",)


@pytest.mark.parametrize(
    "text",
    [
        "02703822123",
        "0270.3822.123",
        "02703 822 123",
        "ĐT: 20220812345",
        "điện thoại số 20220812345",
        "STK: 20220812345 tại Kho bạc",
        "số tài khoản 20220812345",
        "Giá gói thầu: 20220812345",
        "20220812345 đồng",
        "20220812345đ",
        "20220812345 VNĐ",
        "20230812345",  # numbers of this form ended in 2022
        "20221312345",
        "202208123456",
        "20220\n812345",
    ],
)
def test_other_long_numbers_are_no_old_notices(text: str) -> None:
    assert find_codes(text) == ()


def test_an_account_does_not_hide_a_notice_of_the_same_text() -> None:
    text = "TK 20220812345. Thông báo chào giá số 20220812346, gói thầu IB2600012345-01"
    assert find_codes(text) == (CODE, "20220812346")


@given(st.text(alphabet="IBPLR0123456789 .-:\n\u00a0\u00adІ２đ"))
def test_whatever_is_found_has_the_form_of_a_code(text: str) -> None:
    for code in find_codes(text):
        assert code.isascii()
        assert len(code) == (11 if code.isdecimal() else 12)


@pytest.mark.parametrize(
    "piece",
    ["IB 1 ", "7", "IB", "IB 26 000 1234 ", "20220812345 ", "STK 20220812345 ", "２", "IB26\xad", "IB \n"],
)
def test_a_million_letters_that_nearly_are_codes_take_no_longer_than_others(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    began = time.process_time()
    find_codes(text)
    assert time.process_time() - began < 5
