"""Dạng chuẩn của văn bản. The normal form."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.reconcile.lexicon import bare_words, fold, load_lexicon
from monitor.reconcile.text import accented_form, normal_form, normalise, tidy

SAME = [
    ("Thuỷ lợi, hoà bình, khoẻ", "Thủy lợi, hòa bình, khỏe"),
    ("Ðường tỉnh", "Đường tỉnh"),
    ("Nƣớc sạch", "Nước sạch"),
    ("Mua s\u0103\u0301m", "Mua sắm"),
    ("Mua sắm&#x3A; vật tư", "Mua sắm: vật tư"),
    ("Vật tư &amp;amp; thiết bị", "Vật tư thiết bị"),
    ("VẬT TƯ Y TẾ", "vật tư y tế"),
    ("Vat tu y te", "vật tư y tế"),
    ("Mua\u00a0sắm\u200b  05 máy", "Mua sắm 5 máy"),
    ("BQLDA ĐTXD", "Ban quản lý dự án đầu tư xây dựng"),
    ("Sở KH&ĐT", "Sở Kế hoạch và Đầu tư"),
    ("Sở LĐ-TB&XH", "Sở Lao động - Thương binh và Xã hội"),
    ("Sở LĐTB&XH", "Sở Lao động - Thương binh và Xã hội"),
    ("Sở TT&TT", "Sở Thông tin và Truyền thông"),
    ("BQLDAĐTXD huyện", "Ban quản lý dự án đầu tư xây dựng huyện"),
    ("TT y tế", "Trung tâm y tế"),
    ("BV ĐK tỉnh", "Bệnh viện đa khoa tỉnh"),
    ("Thông báo mời thầu: Mua thuốc", "Mua thuốc"),
    ("V/v phê duyệt KHLCNT Mua thuốc", "Mua thuốc"),
    ("TBMT Gói thầu số 03: Mua thuốc", "Mua thuốc"),
    ("Kết quả lựa chọn nhà thầu gói thầu Mua thuốc", "Mua thuốc"),
    ("Công khai thông tin gói thầu Mua thuốc", "Mua thuốc"),
    ("Thông báo mời chào giá trực tuyến: Mua thuốc", "Mua thuốc"),
]  # fmt: skip


@pytest.mark.parametrize(("shown", "meant"), SAME)
def test_two_spellings_of_one_name_have_one_form(shown: str, meant: str) -> None:
    assert normal_form(shown) == normal_form(meant) != ""


def test_different_names_keep_different_forms() -> None:
    assert normal_form("Mua máy thở") != normal_form("Mua máy siêu âm")
    assert normal_form("Gói thầu 24 mặt hàng") == "24 mat hang"


def test_what_was_stripped_is_kept_for_the_explanation() -> None:
    read = normalise("TBMT gói thầu Gói thầu số 1: Mua sắm vật tư")
    assert " ".join(read.stripped) == "thong bao moi thau goi thau goi thau so 1"
    assert read.form == "mua sam vat tu"
    assert read.original.startswith("TBMT")


def test_a_title_that_only_announces_has_no_name() -> None:
    assert normal_form("THÔNG BÁO MỜI THẦU") == ""


def test_a_cut_title_is_known_as_cut() -> None:
    assert normalise("Mua sắm vật tư…").truncated
    assert normalise("Mua sắm vật tư ...").truncated
    assert not normalise("Mua sắm vật tư.").truncated


def test_quy_hoan_keep_their_only_spelling() -> None:
    assert accented_form("Quý hoàn") == "quý hoàn"


def test_accented_and_bare_stay_aligned() -> None:
    read = normalise("Xây dựng đường Ðông Hoà &amp; cầu Thuỷ")
    assert len(read.accented) == len(read.bare)
    assert fold(read.accented) == read.bare


@settings(deadline=None)
@given(st.text(max_size=80))
def test_normalising_twice_changes_nothing(text: str) -> None:
    once = normal_form(text)
    assert normal_form(once) == once


words = [
    "Gói", "thầu", "số", "05", "mời", "Thông báo", "TB", "TT", "y", "UBND", "BV", "ĐK", "mua", "vật tư",
    "HC", ":", "-", "&", "V/v", "hủy", "quý", "II", "năm", "2026",
]  # fmt: skip


@settings(deadline=None)
@given(st.lists(st.sampled_from(words), max_size=12).map(" ".join))
def test_normalising_procurement_words_twice_changes_nothing(text: str) -> None:
    once = normal_form(text)
    assert normal_form(once) == once


@settings(deadline=None)
@given(st.text(max_size=60))
def test_tidying_leaves_no_wrong_letters(text: str) -> None:
    assert not set("ÐðƣƢ\u200b\u00a0") & set(tidy(text))


def test_no_expansion_holds_an_abbreviation() -> None:
    table = load_lexicon().abbreviations
    for group in table.by_first.values():
        for phrase, full in group:
            hits = [table.longest_at(full, at) for at in range(len(full))]
            assert not any(hits), f"{phrase} → {full}"


def test_data_phrases_are_bare_and_not_empty() -> None:
    assert bare_words("Ủy ban nhân dân") == ("uy", "ban", "nhan", "dan")
    lexicon = load_lexicon()
    bare = lexicon.bare_place_stops | lexicon.common.keys() | lexicon.loose_institution_words
    assert len(bare) > 100
    assert all(fold(word) == word for word in bare)
