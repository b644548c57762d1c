"""Tên nhà thầu viết mọi lối là một nhà thầu; tên khác thì khác; chữ không nêu nhà thầu nào thì không so.
A winner's name however it is written; other firms are told apart, and what names no firm is not compared."""

import pytest

from monitor.domain.procurement import Award
from monitor.reconcile.firms import other_firms

AN_BINH = Award("Công ty TNHH Xây dựng An Bình", "vn0199999999")
HOA_PHAT = Award("Công ty Cổ phần Tư vấn Xây dựng và Thương mại Hòa Phát", "vn0188888888")
NUMBER_5 = Award("Tổng Công ty Xây dựng số 5", "vn0177777777")
LATIN = Award("ANH DUONG MEDICAL EQUIPMENT COMPANY LIMITED", "vn0166666666")
VENTURE = tuple(
    Award(one.supplier_name, one.supplier_code, venture_name="Liên danh An Bình - Hòa Phát")
    for one in (AN_BINH, HOA_PHAT)
)


@pytest.mark.parametrize(
    ("shown", "awards"),
    [
        ("CTY TNHH XD AN BÌNH", (AN_BINH,)),
        ("Cty TNHH XD An Binh", (AN_BINH,)),
        ("CONG TY TNHH XAY DUNG AN BINH", (AN_BINH,)),
        ("Công ty TNHH MTV XDTM An Bình", (AN_BINH,)),
        ("Công ty TNHH Tư vấn và Đầu tư An Bình", (AN_BINH,)),
        ("Công ty TNHH XD ANBINH", (AN_BINH,)),
        ("An Binh Construction Co., Ltd", (AN_BINH,)),
        ("AN BINH CO., LTD", (AN_BINH,)),
        ("An Bình Corp", (AN_BINH,)),
        ("Công ty An Bìnhh", (AN_BINH,)),
        ("Chi nhánh Công ty An Bình tại Sông Mẫu", (AN_BINH,)),
        ("Công ty TNHH Xây dựng An Bình Trụ sở: ấp 3 xã Mẫu", (AN_BINH,)),
        ("Công ty AB (MST 0199999999)", (AN_BINH,)),
        ("CTCP TVXD&TM Hòa Phát", (HOA_PHAT,)),
        ("Cty CP TV XD TM HOA PHAT", (HOA_PHAT,)),
        ("Công ty HP", (HOA_PHAT,)),
        ("Tổng công ty XD 5", (NUMBER_5,)),
        ("Công ty TNHH Thiết bị Y tế Ánh Dương", (LATIN,)),
        ("Liên danh Hòa Phát - An Bình", VENTURE),
        ("LD AN BÌNH – HÒA PHÁT", VENTURE),
        ("Liên danh Cty TNHH XD An Bình & Cty CP Hòa Phát", VENTURE),
        ("AN BINH - HOA PHAT Joint Venture", VENTURE),
        ("Công ty TNHH Xây dựng An Bình (thành viên đứng đầu)", VENTURE),
        ("Nhà thầu liên danh An Bình - Sao Mai", (AN_BINH,)),
        ("Công ty CP Hòa Phát, Công ty TNHH An Bình", (AN_BINH,)),
        # No firm is named.
        ("An Phú", (AN_BINH,)),
        ("Không có", (AN_BINH,)),
        ("có 02 nhà thầu", (AN_BINH,)),
        ("0155555555", (AN_BINH,)),
        ("Theo file đính kèm", (AN_BINH,)),
        ("các công ty tại phụ lục kèm theo", (AN_BINH,)),
        ("Công ty TNHH", (AN_BINH,)),
        ("Công ty An Bình", (Award("", "vn*********123"),)),
        ("Công ty An Bình", ()),
    ],
)
def test_the_same_firm_or_none(shown: str, awards: tuple[Award, ...]) -> None:
    assert not other_firms((shown,), awards)


@pytest.mark.parametrize(
    ("shown", "awards"),
    [
        ("Công ty TNHH Xây dựng An Phú", (AN_BINH,)),
        ("Công ty TNHH Xây dựng Hòa Bình", (AN_BINH,)),
        ("SAO MAI CO., LTD", (AN_BINH,)),
        ("CTCP Hòa Bình", (HOA_PHAT,)),
        ("Công ty CP Tư vấn Xây dựng Phát Triển Mới", (HOA_PHAT,)),
        ("Tổng Công ty Xây dựng số 6", (NUMBER_5,)),
        ("Công ty CP Thành Nhân", (Award("Công ty CP Thành Công", "vn01"),)),
        ("Công ty CP Minh Thắng", (Award("Công ty CP Minh Thành", "vn01"),)),
        ("Công ty CP Vinamed", (Award("Công ty CP Vinamex", "vn01"),)),
        ("Công ty CP Sao Mai (MST 0155555555)", (AN_BINH,)),
        ("Liên danh An Bình - Sao Mai", VENTURE),
    ],
)
def test_another_firm(shown: str, awards: tuple[Award, ...]) -> None:
    assert other_firms((shown,), awards)


@pytest.mark.parametrize("piece", ["công ty ", "xd", "0199999999 ", "(", "An "])
def test_a_text_of_one_piece_over_and_over_is_read_in_no_time(piece: str) -> None:
    other_firms(("Công ty " + piece * 10_000,), (AN_BINH,))
