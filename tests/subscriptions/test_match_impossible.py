"""Đăng ký không thể có tin thì bị từ chối kèm lý do.
A subscription that can never match is refused with a reason that says what to do."""

import pytest

from monitor.domain.procurement import Agency
from monitor.domain.subscriptions import Want
from monitor.domain.vocabulary import EventKind
from monitor.subscriptions.impossible import Known, impossible

KNOWN = Known(("XL", "HH"), ("DTRR",), [Agency("so-y-te", "Sở Y tế")], {"86": frozenset({"86"})})


@pytest.mark.parametrize(
    ("want", "words"),
    [
        (Want(), "Chưa nêu muốn nhận tin gì"),
        (Want(online_only=True), "Chưa nêu muốn nhận tin gì"),
        (Want(none_words=("y tế",)), "Chưa nêu muốn nhận tin gì"),
        (Want(events=(EventKind.RESULT,)), "Chưa nêu muốn nhận tin gì"),
        (Want(all_words=("!!!",)), "“!!!” không có chữ hay số nào"),
        (Want(any_words=("!!!", "—")), "không từ nào có chữ hay số"),
        (Want(all_words=("Cầu",), none_words=("cầu",)), "“Cầu” phải có, nhưng “cầu” lại bị loại trừ"),
        (Want(all_words=("xây dựng cầu",), none_words=("dựng",)), "“dựng” lại bị loại trừ"),
        (Want(all_words=("xây dựng",), none_words=("xay dung",)), "“xay dung” lại bị loại trừ"),
        (Want(any_words=("cầu", "đường"), none_words=("cau", "duong")), "thuộc diện loại trừ"),
        (Want(price_from=2_000_000, price_to=1_000_000), "2.000.000 đồng lớn hơn giá đến 1.000.000 đồng"),
        (Want(price_to=-1), "-1 đồng nhỏ hơn không"),
        (Want(categories=("XX",)), "lĩnh vực mang mã “XX”"),
        (Want(methods=("DTRR", "ABC")), "hình thức lựa chọn nhà thầu mang mã “ABC”"),
        (Want(places=("01",)), "Địa bàn mang mã “01”"),
        (Want(buyers=("so-la",)), "đơn vị mang mã “so-la”"),
        (Want(follows=("IB26",)), "“IB26” không phải là số hiệu theo dõi được"),
        (Want(follows=("PR2600012345",)), "“PR2600012345” không phải là số hiệu"),
        (Want(follows=("IB2600012345, PL2600012345",)), "không phải là số hiệu"),
    ],
)
def test_refused_with_its_reason(want: Want, words: str) -> None:
    (reason,) = impossible(want, KNOWN)
    assert words in reason
    (english,) = impossible(want, KNOWN, "en")
    assert english != reason
    assert "{}" not in english


@pytest.mark.parametrize(
    "want",
    [
        Want(all_words=("cầu",)),
        Want(all_words=("xay dung",), none_words=("xây dựng",)),  # text typed without accents
        Want(all_words=("dựng",), none_words=("xây dựng",)),
        Want(any_words=("cầu", "đường"), none_words=("cau",)),
        Want(any_words=("cầu", "!!!")),
        Want(price_from=5, price_to=5),
        Want(methods=("DTRR",)),
        Want(places=("86",)),
        Want(buyers=("so-y-te",)),
        Want(follows=("ib 2600012345-01",)),
        Want(follows=("20220912345",)),
        Want(follows=("IB2600012345",), online_only=True),
    ],
)
def test_not_refused(want: Want) -> None:
    assert impossible(want, KNOWN) == ()


def test_all_reasons_are_said_at_once_and_each_once() -> None:
    want = Want(
        all_words=("cầu", "!!!"), none_words=("cầu",), price_from=2, price_to=1, categories=("XX", "XX")
    )
    reasons = impossible(want, KNOWN)
    assert len(reasons) == len(set(reasons)) == 4
