"""Hai số tiền là một giá: chưa thuế và có thuế, đơn vị ở đầu bảng, dự phòng để riêng.
Two sums that are one price: without tax and with it, in a table's unit, with the reserve apart."""

import pytest

from monitor.reconcile.price_terms import PriceTerms, read_terms, same_price
from monitor.reconcile.text import accented_form


def terms(text: str) -> PriceTerms:
    return read_terms(accented_form(text))


@pytest.mark.parametrize(
    ("text", "shown", "price", "same"),
    [
        # Without tax, said somewhere in the article: 10 %, 8 %, 5 %.
        ("Giá trên chưa bao gồm thuế GTGT.", 4_545_454_545, 5_000_000_000, True),
        ("(Giá chưa có VAT)", 4_629_630_000, 5_000_000_000, True),
        ("thuế suất 5%", 4_761_905_000, 5_000_000_000, True),
        ("(đã bao gồm thuế giá trị gia tăng 10%)", 5_500_000_000, 5_000_000_000, True),
        ("Giá chưa có thuế", 4_550_000_000, 5_000_000_000, True),
        ("Giá chưa có thuế", 4_800_000_000, 5_000_000_000, False),
        ("Giá đã bao gồm các loại thuế", 5_200_000_000, 5_000_000_000, False),
        ("Giá đã bao gồm các loại thuế", 5_600_000_000, 5_000_000_000, False),
        # Not said: the very sum tells it, a round one does not.
        ("", 4_545_454_545, 5_000_000_000, True),
        ("", 1_234_567_000, 1_358_023_700, True),
        ("", 1_358_023_700, 1_234_567_000, True),
        ("", 4_545_400_000, 5_000_000_000, False),
        ("", 5_500_000_000, 5_000_000_000, False),
        ("Mã số thuế: 0199999999; Cục Thuế tỉnh", 5_500_000_000, 5_000_000_000, False),
        # The unit of a table's head.
        ("ĐVT: nghìn đồng", 5_000_000, 5_000_000_000, True),
        ("Đơn vị tính: 1.000 đồng", 5_000_000, 5_000_000_000, True),
        ("(Đơn vị: triệu đồng)", 5_000, 5_000_000_000, True),
        ("ĐVT: 1.000.000 đ", 5_000, 5_000_000_000, True),
        ("ĐVT: nghìn đồng", 5_600_000, 5_000_000_000, False),
        ("ĐVT: nghìn đồng", 5_000_000_000, 5_000_000_000, True),
        ("ĐVT: đồng", 5_000_000, 5_000_000_000, False),
        # A reserve apart.
        ("Chi phí dự phòng: 300.000.000 đồng", 4_700_000_000, 5_000_000_000, True),
        ("Chi phí dự phòng: 100.000.000 đồng", 4_700_000_000, 5_000_000_000, False),
        ("Dự phòng 5%", 4_700_000_000, 5_000_000_000, False),
    ],
)
def test_one_price_or_two(text: str, shown: int, price: int, same: bool) -> None:
    assert same_price(shown, price, terms(text)) is same


@pytest.mark.parametrize("piece", ["đvt ", "dự phòng ", "dự phòng: 1.000.000 ", "thuế "])
def test_a_text_of_one_piece_over_and_over_is_read_in_no_time(piece: str) -> None:
    terms(piece * 2_000)
