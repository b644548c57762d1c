"""Tin chỉ thấy ở nơi khác: việc nào không phải đăng trên Mạng, việc nào cần xác minh trước khi nêu.
What is seen only elsewhere: what the network need not show, and what asks for a look before it is said."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from monitor.domain.judgement import Duty
from monitor.domain.procurement import Notice, Package, Plan, Result
from monitor.domain.sources import Sighting
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.law.calendar import load_calendar
from monitor.law.disclosures import disclosures_of, seen_only_elsewhere
from monitor.law.duties import duties_of
from monitor.law.lawbook import load_lawbook

Make = Callable[..., Sighting]
BOOK, CALENDAR = load_lawbook(), load_calendar()


def _network_duty(sighting: Make, title: str) -> Duty:
    item = sighting(kind=DisclosureKind.NOTICE, title=title)
    (disclosure,) = seen_only_elsewhere([item], lambda _: "so-y-te")
    (duty,) = duties_of(disclosure, BOOK, CALENDAR)
    return duty


def _duties(kind: DisclosureKind, *, method: str = "", **records: Any) -> dict[Channel, Duty]:
    found = disclosures_of((), records["notices"], records["results"], lambda name, code: "so-y-te")
    disclosure = next(one for one in found if one.kind is kind)
    return {duty.channel: duty for duty in duties_of(replace(disclosure, method=method), BOOK, CALENDAR)}


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Mời thầu CHO THUÊ mặt bằng căn tin", "cho thuê"),
        ("Thông báo mời thầu thanh lý tài sản, phế liệu", "thanh lý"),
        ("Mời quan tâm: lựa chọn nhà đầu tư dự án khu đô thị Sông Mẫu", "nhà đầu tư"),
        ("Kết quả lựa chọn tổ chức đấu giá tài sản", "đấu giá"),
    ],
)
def test_what_is_no_selection_of_a_contractor_is_not_owed(sighting: Make, title: str, words: str) -> None:
    assert _network_duty(sighting, title).exempt_reason == (
        f"tin nói về việc không phải lựa chọn nhà thầu (“{words}”)"
    )


@pytest.mark.parametrize(
    ("title", "doubt"),
    [
        (
            "Mời thầu gói nạo vét mương, cộng đồng dân cư thực hiện",
            "gói thầu cộng đồng thực hiện được thông báo tại xã, không phải đăng trên Mạng",
        ),
        ("Kết quả gói thầu dưới 50 triệu đồng", "gói thầu nhỏ có thể không phải đăng tải"),
        *(
            (f"Mời thầu gói xây lắp, {source}", "gói thầu có thể theo quy định riêng của nhà tài trợ")
            for source in ("vốn ODA", "Ngân hàng Thế giới tài trợ", "viện trợ không hoàn lại")
        ),
        ("Kế hoạch điều chỉnh", "tin điều chỉnh, bản gốc có thể đã đăng dưới tên khác"),
        (
            "Chỉ định thầu gói sửa cống",
            "gói thầu có thể thuộc trường hợp chỉ định thầu không phải đăng tải",
        ),
    ],
)
def test_what_need_not_be_published_asks_to_be_verified(sighting: Make, title: str, doubt: str) -> None:
    duty = _network_duty(sighting, title)
    assert (duty.exempt_reason, duty.caution) == ("", doubt)


def test_a_plain_invitation_is_owed_without_a_doubt(sighting: Make) -> None:
    duty = _network_duty(sighting, "Mời thầu mua sắm bàn ghế")
    assert (duty.exempt_reason, duty.caution) == ("", "")


@pytest.mark.parametrize("process", ["WB", "ADB", "KHAC", "CPTPP", "EVFTA", "UKFTA"])
@pytest.mark.parametrize("direct", [False, True])
def test_a_result_by_the_rules_of_a_donor_or_a_treaty_is_only_to_be_verified(
    notice: Notice, result: Result, process: str, direct: bool
) -> None:
    """Who lends may ask for other days; copies on portal and page are the province's own wish."""
    plain = replace(notice, process_apply="LDT", direct_appointment=direct)
    other = replace(plain, process_apply=process)
    own, theirs = (_duties(DisclosureKind.RESULT, notices=[row], results=[result]) for row in (plain, other))
    assert own[Channel.NATIONAL].caution == ""
    assert theirs[Channel.NATIONAL].caution == (
        f"quy trình áp dụng {process}: có thể theo quy định riêng của nhà tài trợ, điều ước quốc tế"
        " thay cho thời hạn của Luật Đấu thầu"
    )
    assert theirs[Channel.NATIONAL].due_at == own[Channel.NATIONAL].due_at
    assert theirs[Channel.PORTAL] == own[Channel.PORTAL]


@pytest.mark.parametrize(
    ("processes", "told"),
    [((), ""), (("LDT", "WB"), ""), (("", "WB"), ""), (("WB", "WB"), "WB"), (("WB", "ADB"), "ADB, WB")],
)
def test_a_plan_is_doubted_when_none_of_its_packages_is_under_the_bidding_law(
    plan: Plan, processes: tuple[str, ...], told: str
) -> None:
    packages = tuple(
        Package(f"BP{n}", f"p{n}", f"BP{n}", plan.plan_no, f"Gói {n}", process_apply=process)
        for n, process in enumerate(processes)
    )
    (found,) = disclosures_of([replace(plan, packages=packages)], (), (), lambda name, code: "so-y-te")
    national = next(d for d in duties_of(found, BOOK, CALENDAR) if d.channel is Channel.NATIONAL)
    assert (f"quy trình áp dụng {told}: " in national.caution) is bool(told)


def test_two_reasons_to_verify_are_both_told(notice: Notice, result: Result) -> None:
    lent = replace(notice, process_apply="WB")
    typed = replace(result, decision_date=date(2016, 11, 4))
    caution = _duties(DisclosureKind.RESULT, notices=[lent], results=[typed])[Channel.NATIONAL].caution
    assert "quy trình áp dụng WB" in caution
    assert "có thể ghi nhầm" in caution


def test_a_method_that_needs_no_notice_owes_no_copy_of_one(notice: Notice) -> None:
    plain, direct = (
        _duties(DisclosureKind.NOTICE, method=method, notices=[notice], results=[])[Channel.PORTAL]
        for method in ("DTRR", "TGTHCD")
    )
    assert plain.exempt_reason == ""
    assert direct.exempt_reason == "hình thức lựa chọn nhà thầu không phải đăng thông báo mời thầu"


@pytest.mark.parametrize(("decided", "doubted"), [(date(2016, 11, 4), True), (date(2026, 6, 1), False)])
def test_half_a_year_between_decision_and_publication_is_doubted(
    notice: Notice, result: Result, decided: date, doubted: bool
) -> None:
    typed = replace(result, decision_date=decided)
    duty = _duties(DisclosureKind.RESULT, notices=[notice], results=[typed])[Channel.NATIONAL]
    assert ("có thể ghi nhầm" in duty.caution) is doubted


def test_what_the_decree_of_august_2025_exempts_is_only_a_reference_in_july() -> None:
    """No text of July was read; the exemption holds all the same, so that nobody is wrongly accused."""
    july, august = (
        BOOK.exemption(date.fromisoformat(issued), 50_000_000) for issued in ("2025-08-03", "2025-08-04")
    )
    assert "Tham khảo Luật Đấu thầu 22/2023/QH15, Điều 23 khoản 4" in july
    assert "có hiệu lực từ 04/08/2025" in july
    assert august.endswith("(Nghị định 214/2025/NĐ-CP, Điều 80 khoản 4)")
    assert BOOK.exemption(date(2025, 8, 3), 50_000_001) == ""
