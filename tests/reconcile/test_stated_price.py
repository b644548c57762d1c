"""Số tiền sau nhãn: mọi lối viết; điều hiểu được hai cách, hoặc không phải cả giá, thì không đọc.
The sum behind a label as agencies write it; the vague, and what is not the whole price, is not read."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reconcile.stated_price import stated_price

PRICE = 5_600_000_000


@pytest.mark.parametrize(
    "text",
    [
        "5 600 000 000 đồng",
        "5,600,000,000 VNĐ",
        "5'600'000'000 đồng",
        "5600000000đ",
        "5.600.000.000 ₫",
        "5.600.000.000,00 đồng",
        "5,600,000,000.00 VND",
        "5.600.000.000 (VNĐ)",
        "5.600.000.000 đồng Việt Nam",
        "5.600.000.000 đồng./.",
        "5.600.000.000 đồng, trong đó: Lô 1: 2.600.000.000 đồng, Lô 2: 3.000.000.000 đồng",
        "5.600.000.000 đồng (đã bao gồm thuế VAT)",
        "5.600.000.000 đồng (5,6 tỷ đồng)",
        "5.600.000.000 đồng (Bằng chữ: Năm tỷ sáu trăm triệu đồng chẵn)",
        "5.600.000.000 đồng Bằng chữ: Năm tỷ sáu trăm triệu đồng.",
        "5.600.000.000 VND (tương đương 200.000 USD)",
        "05 tỷ 600 triệu đồng",
        "5.600.000.000.đ",
        "5.600.000.000.- đồng",
        "5.600.000.000 (Năm tỷ sáu trăm triệu đồng)",
        "5.600.000.000 (Bằng chữ: Năm tỷ, sáu trăm triệu đồng chẵn./.)",
        "5.600.000.000, bằng chữ: Năm tỷ sáu trăm triệu đồng",
        "5.600.000 nghìn đồng",
        "5.600.000 ngàn đồng",
        "VND 5.600.000.000",
        "vnd 5.600.000.000, đã có thuế",
        "vnd 5.600.000.000 Bằng chữ: Năm tỷ sáu trăm triệu đồng",
        "vnd 5600000000",
        "5,6 tỷ đồng",
        "5.6 tỷ đồng",
        "5,60 tỉ VNĐ",
        "5,6 tỷ",
        "5 tỷ 600 triệu đồng",
        "5.600 triệu đồng",
        "5600 triệu đồng (đã có VAT)",
    ],
)
def test_one_price_however_it_is_written(text: str) -> None:
    assert stated_price(text) == PRICE


@pytest.mark.parametrize(
    "text",
    [
        # Decimals or thousands: nobody can tell.
        "2.345 tỷ đồng",
        "2,345 tỷ đồng",
        "1,250 triệu đồng",
        "2,5 tỷ 300 triệu đồng",
        # Half the last place is more than comparing forgives.
        "1,2 tỷ đồng",
        "12 tỷ đồng",
        "50 triệu đồng",
        # No unit, or a vague one.
        "5.600.000.000",
        "5.600.000 (nghìn đồng)",
        "vnd 5.600.000 triệu",
        "5.600.000 (Năm tỷ sáu trăm triệu đồng)",
        "5.600.000.000 đồng (Năm triệu sáu trăm nghìn đồng)",
        "5.600.000 USD",
        "5,6 triệu USD",
        "200.000 USD (tương đương 5.600.000.000 đồng)",
        # Slips of the keys.
        "5.600.000.00 đồng",
        "5.600,000.000 đồng",
        "5.600.000.0000 đồng",
        "vnd 5.600.000. 000",
        "2 tỷ 345.678.000 đồng",
        # Not this sum, or not all of it.
        "khoảng 5,6 tỷ đồng",
        "không quá 5,6 tỷ đồng",
        "≈ 5,6 tỷ đồng",
        "từ 5,5 tỷ đến 5,6 tỷ đồng",
        "5.500.000.000 ÷ 5.600.000.000 đồng",
        "5.600.000.000 đồng x 2 năm",
        "5.600.000.000 x 1.000 đồng",
        "hơn 5.600.000.000 đồng",
        "5.600.000 đồng/m2",
        "vnd 5.600.000.000/năm",
        "5.600.000.000 đồng - 5.700.000.000 đồng",
        "5.600.000.000 đồng đến 5.700.000.000 đồng",
        "5.600.000.000 đồng + 5% dự phòng",
        "5.600.000.000 đồng (phần 1)",
        "5.600.000.000 đồng cho lô số 2",
        "vnd 5.600.000.000 - 5.700.000.000",
        "5.600.000.000 đồng (chưa bao gồm thuế VAT)",
        "5.600.000.000 đồng, không bao gồm chi phí dự phòng",
        "5.600.000.000 đồng (không tính chi phí dự phòng)",
        "5.600.000.000 đồng, ngoài ra còn chi phí dự phòng",
        "5.600.000.000 đồng, điều chỉnh thành 5.700.000.000 đồng",
        "9.999.999.999.999 nghìn đồng",
        "",
    ],
)
def test_what_may_mean_two_sums_is_not_read(text: str) -> None:
    assert stated_price(text) is None


@given(st.integers(10**6, 10**12), st.sampled_from(". ,'"), st.sampled_from(("đồng", "VNĐ", "đ", "(VND)")))
def test_whatever_is_written_is_read_back(dong: int, parting: str, unit: str) -> None:
    assert stated_price(f"{dong:,} {unit}".replace(",", parting)) == dong


@pytest.mark.parametrize("piece", ["1.234", "1 234", "5 tỷ ", "(năm ", "tăng 1", "( ", "vnd "])
def test_a_text_of_one_piece_over_and_over_is_read_in_no_time(piece: str) -> None:
    stated_price(piece * 100_000)
    stated_price("5.600.000.000 đồng " + piece * 100_000)
