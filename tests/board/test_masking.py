"""Che dữ liệu cá nhân trong lời của đơn vị: người thì che, mã và ngày thì giữ.
What is masked of a reply and what stays, by tables and by properties."""

import re
import time
import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from monitor.board.masking import HIDDEN, masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Ông Lê Văn Mẫu đã đăng", "Ông […] đã đăng"),
        ("ÔNG LÊ VĂN MẪU", "ÔNG […]"),
        ("bà Lan\nĐơn vị đã nộp", "bà […]\nĐơn vị đã nộp"),
        ("anh lê văn mẫu đã nghỉ", "anh […] đã nghỉ"),
        ("bà Lê thị Mẫu đã ký", "bà […] đã ký"),
        ("đ/c Mẫu, đồng chí Trưởng phòng Trần Mẫu", "đ/c […], đồng chí Trưởng phòng […]"),
        ("ông Phó Giám đốc ThS. Lê Thị Mẫu nói", "ông Phó Giám đốc ThS. […] nói"),
        ("các ông Lê Mẫu, Trần Văn Mẫu và Phạm Mẫu đã họp", "các ông […], […] và […] đã họp"),
        ("Kính gửi Ông/Bà Lê Mẫu", "Kính gửi Ông/Bà […]"),
        ("ông N.V.M. Đơn vị đã đăng", "ông […]. Đơn vị đã đăng"),
        ("Giám đốc Lê Mẫu ký; liên hệ: Trần Mẫu", "Giám đốc […] ký; liên hệ: […]"),
    ],
)
def test_names_after_the_words_that_call_people_are_hidden(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Liên hệ 0912 345 678 hoặc +84 912 345 678", "Liên hệ […] hoặc […]"),
        ("(0270) 3822155; 0912345678/0987654321", "[…]; […]/[…]"),
        ("anh.mau@so-mau.example, ten (at) mau.example, 02703.822.155", "[…], […], […]"),
        ("CCCD 086090001234.", "CCCD […]."),
        ("CMND: 331.234.567, hộ chiếu số B1234567", "CMND: […], hộ chiếu số […]"),
        ("086090001234 và 331234567", "[…] và […]"),
        ("STK 7601201001234", "STK […]"),
        ("zalo.me/0912345678", "[…]"),
    ],
)
def test_numbers_and_addresses_of_people_are_hidden(text: str, shown: str) -> None:
    assert masked(text) == shown


@pytest.mark.parametrize(
    "text",
    [
        "đã đăng tại https://mau.example/tin/0912345678",
        "Gói IB2600000001 ngày 21/9/2026, giá 4.812.000.000 đ, tức 4812000000 đồng",
        "Quyết định số 12/QĐ-SM, 09:14 ngày 02/09/2026",
        "từ 01.01.2026-05.02.2026, mã số thuế 2100123456",
        "Giám đốc Sở Tài chính đã ký; Ông Giám đốc đã duyệt",
        "tỉnh Bà Rịa - Vũng Tàu, đường Chủ tịch Hồ Chí Minh",
        "anh em công nhân, ông bà, chị em",
    ],
)
def test_what_is_nobodys_stays_as_written(text: str) -> None:
    assert masked(text) == text


SURNAMES = ["Lê", "Trần", "Nguyễn", "Phạm", "Thạch", "Kim", "Huỳnh"]
WORDS = ["Văn", "Thị", "Mẫu", "Đẫm", "Ướt", "Ỷ", "Bích", "Sô", "Phát"]
NAMES = st.builds(
    lambda first, rest: " ".join([first, *rest]),
    st.sampled_from(SURNAMES),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=4),
)
CALLED = ["ông", "Ông", "ÔNG", "bà", "Bà", "anh", "chị", "đồng chí", "Đồng chí", "đ/c", "các ông", "ông/bà"]
BEFORE = ["", "Theo báo cáo, ", "kính gửi\n", "(", "1. ", "- "]
AFTER = ["", " đã đăng tin", ", Sở Mẫu", ". Đơn vị xin nhận", ")", " (0912345678)", "\nSở Mẫu"]


@given(st.sampled_from(BEFORE), st.sampled_from(CALLED), NAMES, st.sampled_from(AFTER), st.booleans())
def test_no_word_of_a_name_is_left_however_it_was_typed(
    before: str, called: str, name: str, after: str, taken_apart: bool
) -> None:
    text = f"{before}{called} {name}{after}"
    given_text = unicodedata.normalize("NFD", text) if taken_apart else text
    shown = masked(given_text)
    assert shown.startswith(f"{before}{called} {HIDDEN}")
    rest = shown.removeprefix(f"{before}{called} {HIDDEN}")
    assert not set(name.split()) - {"Mẫu"} & set(re.findall(r"\w+", rest))


@example("84", "200000000", [".", "", "", " ", "", "", "", ""], "")
@given(
    st.sampled_from(["0", "+84", "84", "+84 "]),
    st.from_regex(r"[2-9]\d{8}", fullmatch=True),
    st.lists(st.sampled_from(["", " ", ".", "-"]), min_size=8, max_size=8),
    st.sampled_from(["", "gọi ", "SĐT: ", "(", "/"]),
)
def test_no_digits_of_a_telephone_are_left(head: str, digits: str, between: list[str], before: str) -> None:
    number = head + digits[0] + "".join(mark + digit for mark, digit in zip(between, digits[1:], strict=True))
    # Typed like that it is a day, and days stay.
    assume(not re.match(r"0\d[.-]\d?\d[.-](19|20)\d\d", number))
    assert masked(f"{before}{number}") == f"{before}{HIDDEN}"


@given(st.emails())
def test_no_mail_address_is_left(address: str) -> None:
    local, _, domain = address.partition("@")
    plain = re.sub(r"[^a-z0-9.]", "x", local.casefold())
    shown = masked(f"thư: {plain}@mau.{domain.casefold()}")
    assert "@" not in shown


KEPT = st.sampled_from(
    [
        "IB2600000001",
        "PL2600012345",
        "02/09/2026",
        "4.812.000.000 đ",
        "12/QĐ-SM",
        "https://a.example/0912345678",
    ]
)


@given(st.lists(KEPT, max_size=6))
def test_codes_dates_and_amounts_stay(parts: list[str]) -> None:
    text = "; ".join(parts)
    assert masked(text) == text


@given(st.text(max_size=300))
def test_masking_twice_is_masking_once_and_any_text_is_taken(text: str) -> None:
    once = masked(text)
    assert masked(once) == once


@pytest.mark.parametrize("piece", ["A ", "0 ", "0", "ông ", "Ông A, ", "a@", "a.", "1.000.", "N.", "0(.)"])
def test_a_reply_made_to_be_slow_is_not(piece: str) -> None:
    text = (piece * 3000)[:3000]
    begun = time.process_time()
    masked(text)
    assert time.process_time() - begun < 2
