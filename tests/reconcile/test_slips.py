"""Chữ gõ sai, địa danh chỉ khác dấu, tên trùng của nhiều đơn vị: những chỗ từng kết luận nhầm.
Slips of the keys, places that differ by an accent, names that many buyers use: where we once were wrong."""

from collections.abc import Callable
from typing import Any

import pytest

from monitor.reconcile.reading import read_name
from monitor.reconcile.syllables import is_syllable
from monitor.reconcile.titles import match_titles

Make = Callable[..., Any]
BOARD = "Ban Quản lý dự án đầu tư xây dựng số 1 tỉnh Sông Mẫu"


def test_syllables_are_known_with_accents_and_without() -> None:
    assert all(
        map(is_syllable, ("nghiêng", "khuỷu", "quyết", "gì", "giếng", "thuở", "oẳn", "xoong", "truong"))
    )


@pytest.mark.parametrize("word", ["mưn", "thagn", "hng", "sắmm", "qđ", "ubnd", "truờng", "ymuốn", "đắk"])
def test_what_is_typed_wrong_shortened_or_foreign_is_no_syllable(word: str) -> None:
    assert not is_syllable(word)


PLACES = [
    ("Kênh xã Tân Thành thuộc huyện", ["xa tân thành"]),
    ("Kênh xã Tân Thạnh, thành phố Sông Mẫu", ["xa tân thạnh", "thanh pho sông mẫu"]),
    ("Kênh xã Mẫu thành phố Sông Mẫu", ["xa mẫu", "thanh pho sông mẫu"]),
    ("Sửa Trường THCS Mẫu Sen; hạng mục: cổng", ["thcs mẫu sen"]),
    ("Sửa Trường Mầm non xã Tân Mẫu", ["xa tân mẫu"]),
    ("Kênh xã Nhơn Thanh", ["xa nhơn thanh"]),
    ("Chi phí xã Mẫu thanh toán", ["xa mẫu"]),
    ("Cau xa Tan Thanh", ["xa tan thanh"]),
    ("Kênh phường Cái Sen", ["phuong cái sen"]),
    ("Cầu trên đường huyện 24", []),
    ("Cầu trên đường xã Mẫu Hồng", ["xa mẫu hồng"]),
]


@pytest.mark.parametrize(("title", "expected"), PLACES)
def test_names_that_look_like_other_words_but_for_an_accent_are_read(title: str, expected: list[str]) -> None:
    assert [f"{place.level} {place.shown}" for place in read_name(title).parts.places] == expected


def _states(links: Any) -> dict[str, str]:
    return {link.disclosure_id: link.state.value for link in links}


def test_a_place_mistyped_in_the_title_and_right_in_the_text_is_that_place(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = "Gói thầu số 04: Thi công xây dựng đường nội đồng ấp 11, xã Mỹ {}"
    shown = sighting(f"Thông báo mời thầu: {name.format('Mưn')}", body=f"Tên gói thầu: {name.format('Mượn')}")
    assert _states(links_of([shown], [disclosure(name.format("Mượn"))])) == {"IB2600000001/notice": "linked"}


@pytest.mark.parametrize(("shown", "least", "most"), [("thagn máy", 0.95, 1.0), ("thanh máy", 0.5, 0.95)])
def test_a_slip_is_believed_more_where_it_left_no_syllable(shown: str, least: float, most: float) -> None:
    said, name = read_name(f"Bảo dưỡng {shown}"), read_name("Bảo dưỡng thang máy")
    assert least < match_titles(said, name, lambda _: 3.0, frozenset()).similarity < most


def test_a_word_there_by_right_is_no_slip_of_the_sisters_name(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    """ "nhân dân" once passed for "nháp" mistyped, and the sister was linked."""
    name = "Nâng cấp, mở rộng trụ sở làm việc Ủy ban nhân dân {}; hạng mục: nhà hiệu bộ"
    buyer = "Ủy ban nhân dân xã Mỹ Giả"
    sisters = [
        disclosure(name.format(place), n, agency=buyer, day=6 * n)
        for n, place in enumerate(("Thới Giả", "Thới Nháp"))
    ]
    shown = sighting(f"{buyer}: Mời thầu: {name.format('Thới Giả')}", source="cong", day=5)
    assert _states(links_of([shown], sisters)) == {"IB2600000000/notice": "linked"}


def test_a_number_in_brackets_at_the_end_of_a_line_begins_no_list(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = "Gói thầu số 05: Sửa chữa bờ kè chống sạt lở ấp 4, xã Tân Mẫu (giai đoạn {})"
    sisters = [disclosure(name.format(n), n, day=4 - n) for n in (3, 4)]
    shown = sighting(
        "Thông báo mời thầu gói thầu số 05: Sửa chữa bờ kè...",
        body=f"Tên gói thầu: {name.format(3)}\nGiá gói thầu: 88.257.850 đồng",
    )
    assert _states(links_of([shown], sisters)) == {"IB2600000003/notice": "linked"}


def test_a_title_cut_before_the_number_of_a_road_is_found(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = "Gói thầu số 01: Duy tu vỉa hè và cây xanh đường huyện 24, đoạn từ Km2+600 đến Km6+550, xã Tân Mẫu"
    shown = sighting(f"Mời thầu {name[: name.index(' 24')]}...", source="cong")
    assert _states(links_of([shown], [disclosure(name)])) == {"IB2600000001/notice": "linked"}


def test_a_title_cut_before_the_name_may_be_any_act_of_its_buyer(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    names = {1: "Cải tạo kênh Sen Hồng", 2: "Tư vấn giám sát xây cầu Ba Voi", 3: "Bảo hiểm công trình"}
    acts = [disclosure(f"Gói thầu số {n}: {name}", n, kind="result") for n, name in names.items()]
    shown = sighting(f"{BOARD}: V/v phê duyệt kết quả lựa chọn nhà thầu gói thầu số ...")
    assert set(_states(links_of([shown], acts)).values()) == {"needs_review"}
    assert len(links_of([shown], acts)) == 3


def test_of_many_namesakes_the_one_whose_act_was_of_the_day_is_looked_at(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    """Its tender began long before: by the first act of a package twenty others seem nearer."""
    name = "Vận chuyển rác thải sinh hoạt tại trụ sở năm 2026"
    others = [disclosure(name, n, "notice", agency=f"Đơn vị mẫu {n}", day=22) for n in range(2, 22)]
    others.append(disclosure(name, 22, "result", agency="Đơn vị mẫu 22", day=24))
    own = [disclosure(name, 1, kind, agency="thpt", day=day) for kind, day in (("notice", 0), ("result", 30))]
    shown = sighting(f"Kết quả lựa chọn nhà thầu {name}", source="cong", day=31)
    assert _states(links_of([shown], [*others, *own])) == {"IB2600000001/result": "linked"}


def test_what_is_built_may_be_named_like_a_body(disclosure: Make, sighting: Make, links_of: Make) -> None:
    name = "Bảo hiểm công trình thuộc dự án Duy tu Trường THCS {}; hạng mục: hệ thống phòng cháy"
    others = [
        disclosure(name.format(f"Sen {place} Hồng"), n, agency=f"Đơn vị mẫu {n}", day=n / 99)
        for n, place in enumerate(("Một", "Hai", "Ba", "Bốn", "Năm") * 140, 2)
    ]
    shown = sighting(f"Mời thầu: {name.format('Bến Mẫu')}", source="cong")
    own = disclosure(name.format("Bến Mẫu"), agency="xa")
    assert "IB2600000001/notice" in _states(links_of([shown], [own, *others]))


def test_the_direction_of_a_commune_is_read_though_mistyped(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = "Gói thầu số 06: Tư vấn lập báo cáo kinh tế - kỹ thuật bờ kè chống sạt lở ấp Nhì, xã Long Mẫu {}"
    own = disclosure(name.format("Đông"))
    for typed in ("Đnôg", "Đng", "Đnông"):
        assert _states(links_of([sighting(f"Mời thầu {name.format(typed)}")], [own])) == {
            own.id: "needs_review"
        }
        body = f"Tên gói thầu: {name.format('Đông')}"
        assert _states(links_of([sighting(f"Mời thầu {name.format(typed)}", body=body)], [own])) == {
            own.id: "linked"
        }
    assert not links_of([sighting(f"Mời thầu {name.format('Tây')}")], [own])


def test_the_round_behind_the_buyers_name_is_read(disclosure: Make, sighting: Make, links_of: Make) -> None:
    name = "Mua sắm thiết bị phòng học ngoại ngữ đợt 3 năm 2026 của Trường THPT Bến Mẫu"
    rounds = [
        disclosure(f"{name}{again}", n, agency="thpt", day=30 * n) for n, again in ((1, ""), (2, " (lần 2)"))
    ]
    shown = sighting(f"E-TBMT: {name} (lần II)", source="cong", day=61)
    assert _states(links_of([shown], rounds)) == {"IB2600000002/notice": "linked"}


def test_an_article_that_yields_to_a_better_one_is_asked_about_with_what_else_it_may_mean(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    """The package nearest in name has an article of its very name: then the other one may be meant."""
    packages = [
        disclosure("Mua sắm hệ thống lưu trữ dữ liệu và văn phòng phẩm năm 2026", 1, day=3),
        disclosure("Mua sắm hệ thống lưu trữ dữ liệu phục vụ công tác chuyên môn năm 2026", 2, day=0),
    ]
    seen = [
        sighting("Mời thầu: Mua sắm hệ thống lưu trữ dữ liệu và văn phòng phẩm năm 2026", "a", day=3),
        sighting("Mời thầu: Mua sắm hệ thống lưu trữ dữ liệu", "b", day=3),
    ]
    states = {(x.sighting_id[-1], x.disclosure_id[11]): x.state.value for x in links_of(seen, packages)}
    assert states[("a", "1")] == "linked"
    assert states[("b", "2")] == "needs_review"


def test_a_namesakes_code_does_not_win_against_buyer_and_source(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = "Giặt là đồ vải tại khoa Nội năm 2026"
    packages = [disclosure(name, 1, agency="bv-dk"), disclosure(name, 2, agency="ttyt")]
    shown = sighting(
        f"Mời thầu: {name}", source="trang-ttyt", body="Mã TBMT: IB2600000001", codes=("IB2600000001",)
    )
    assert _states(links_of([shown], packages)) == {"IB2600000002/notice": "linked"}


def test_a_plan_with_a_code_that_nobody_knows_is_not_linked_to_a_sister_unseen(
    disclosure: Make, sighting: Make, links_of: Make
) -> None:
    name = "Sửa chữa, cải tạo sân vận động {} Mẫu; hạng mục: hàng rào, sân nền"
    own = disclosure(f"Kế hoạch lựa chọn nhà thầu {name.format('Đức')}", kind="plan")
    shown = sighting(f"Công khai kế hoạch lựa chọn nhà thầu: {name.format('Hưng')}", codes=("PL2699999999",))
    assert "linked" not in _states(links_of([shown], [own])).values()
