"""Hai kênh cạnh nhau trên trang hồ sơ: ô nào đọc khác thì được đánh dấu, ô giống thì không.
Both channels side by side on a case: what reads otherwise is marked, for plans, notices and results."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.domain.judgement import Disclosure
from monitor.domain.procurement import Agency, Award, Notice, Package, Plan, Result
from monitor.domain.staff import Role
from monitor.domain.vocabulary import Channel, DisclosureKind, VerdictKind
from monitor.reconcile.agencies import AgencyResolver
from tests.steps.subscribers import Town
from tests.web.deskhouse import SAMPLES, desk_house
from tests.web.served import Visit, serving
from tests.web.staffed import inside

AGENCIES = (Agency("so-mau", "Sở Y tế tỉnh Sông Mẫu"), Agency("so-xd", "Sở Xây dựng tỉnh Sông Mẫu"))
TITLE = "Gói thầu số 03: Sửa chữa Trường Tiểu học xã Tân Mẫu"
BUYER = "Sở Y tế tỉnh Sông Mẫu"
CLOSES = SAMPLES.now + timedelta(days=10)


@dataclass(frozen=True)
class Desk:
    """A served desk; `put` adds a case that says a copy on the portal was late."""

    visit: Visit

    def put(
        self, disclosure: Disclosure, body: str, *records: Plan | Notice | Result, title: str = ""
    ) -> None:
        duty = SAMPLES.duty(7, id=f"{disclosure.id}@portal", disclosure_id=disclosure.id)
        verdict = SAMPLES.verdict(7, VerdictKind.LATE, duty_id=duty.id, days_late=2)
        finding = SAMPLES.finding(
            7, fingerprint="f-7", kind=disclosure.kind, verdict=VerdictKind.LATE, duty_id=duty.id,
            disclosure_id=disclosure.id, channel=Channel.PORTAL, days_late=2,
        )  # fmt: skip
        copy = SAMPLES.sighting(
            70, source_id="cong", kind=disclosure.kind, title=title or disclosure.title, body=body,
            codes=disclosure.codes,
        )  # fmt: skip
        with self.visit.town.line.store.begin() as work:
            work.records.put(records, self.visit.town.now)
            work.sightings.put([copy])
            work.judgements.put_disclosures([disclosure])
            work.judgements.put([(duty, verdict)], self.visit.town.now)
            work.links.replace_machine([SAMPLES.link(7, sighting_id=copy.id, disclosure_id=disclosure.id)])
            work.findings.put([finding], self.visit.town.now)
            work.cases.put(SAMPLES.case(7, fingerprints=("f-7",), open_fingerprints=("f-7",)))

    def marked(self) -> dict[str, list[str]]:
        """What is marked on the page, by the word before it: the network's side first."""
        page = inside(self.visit, Role.INSPECTOR).get("/ban-lam-viec/ho-so/HS-2026-0007").text
        found: dict[str, list[str]] = {}
        for name, value, tag in re.findall(
            r'<dt>([^<]*)</dt><dd[^>]*><mark(?: lang="vi")?>(.*?)</mark> <span class="tag late">(.*?)</span>',
            page,
        ):
            assert tag == "khác"
            found.setdefault(name, []).append(value)
        assert page.count("<mark") == sum(map(len, found.values()))
        return found

    def shown(self) -> str:
        return inside(self.visit, Role.INSPECTOR).get("/ban-lam-viec/ho-so/HS-2026-0007").text


@pytest.fixture
def desk(town: Town, tmp_path: Path) -> Iterator[Desk]:
    line = replace(town.line, agencies=AGENCIES, resolver=AgencyResolver(AGENCIES))
    with serving(desk_house(replace(town, line=line), tmp_path / "captures").town) as visit:
        yield Desk(visit)


def disclosure(kind: DisclosureKind, subject: str, **given: object) -> Disclosure:
    numbers = {"plan_no": subject, "notice_no": ""} if kind is DisclosureKind.PLAN else {"notice_no": subject}
    return SAMPLES.disclosure(
        7, id=f"{subject}/{kind}", kind=kind, subject_key=subject, title=TITLE, buyer_name=BUYER,
        **{**numbers, **given},
    )  # fmt: skip


NOTICE = SAMPLES.notice(
    7, name=TITLE, buyer_name=BUYER, price=5_000_000_000, tender_period_end=CLOSES,
    procurement_method_details="DTRR",
)  # fmt: skip
OF_NOTICE = disclosure(
    DisclosureKind.NOTICE, "IB2600000007", price=5_000_000_000, method="DTRR", closes_at=CLOSES
)
SAME = (
    "Giá gói thầu: 5.000.000.000 đồng; Thời điểm đóng thầu: 10:00 ngày 12/03/2026; Chủ đầu tư: Sở Y tế tỉnh"
    " Sông Mẫu; Hình thức lựa chọn nhà thầu: Đấu thầu rộng rãi"
)


def test_fields_of_a_notice_that_read_otherwise_are_marked_on_both_sides(desk: Desk) -> None:
    desk.put(
        OF_NOTICE,
        "Giá gói thầu: 5.600.000.000 đồng; Thời điểm đóng thầu: 14:00 ngày 13/03/2026; Chủ đầu tư: Sở Xây"
        " dựng tỉnh Sông Mẫu; Hình thức lựa chọn nhà thầu: Chào hàng cạnh tranh",
        NOTICE,
        title=TITLE.replace("số 03", "số 05"),
    )
    assert desk.marked() == {
        "Tên": [TITLE, TITLE.replace("số 03", "số 05")],
        "Đóng thầu": ["10:00 ngày 12/3/2026", "14:00 ngày 13/3/2026"],
        "Giá gói thầu": ["5.000.000.000 đ", "5.600.000.000 đ"],
        "Chủ đầu tư": [BUYER, "Sở Xây dựng tỉnh Sông Mẫu"],
        "Hình thức": ["đấu thầu rộng rãi", "chào hàng cạnh tranh"],
    }


def test_equal_fields_are_shown_and_not_marked(desk: Desk) -> None:
    desk.put(OF_NOTICE, SAME, NOTICE)
    page = desk.shown()
    assert page.count("<dd>5.000.000.000 đ</dd>") == 2
    assert page.count("đấu thầu rộng rãi</span></dd>") == 2
    assert desk.marked() == {}


def test_only_the_field_that_differs_is_marked(desk: Desk) -> None:
    desk.put(OF_NOTICE, SAME.replace("5.000.000.000", "4.000.000.000"), NOTICE)
    assert desk.marked() == {"Giá gói thầu": ["5.000.000.000 đ", "4.000.000.000 đ"]}


def test_what_the_network_showed_before_a_silent_change_is_no_difference(desk: Desk) -> None:
    desk.put(OF_NOTICE, SAME, NOTICE)
    with desk.visit.town.line.store.begin() as work:
        work.records.put([replace(NOTICE, tender_period_end=CLOSES + timedelta(days=5))], desk.visit.town.now)
    assert desk.marked() == {}


def test_the_price_in_the_plan_is_no_other_price_than_the_estimate_approved_since(desk: Desk) -> None:
    notice = replace(NOTICE, plan_no=PLAN.plan_no, bid_no="BP2600000001")
    package = Package("BP2600000001", "b1", notice.bid_no, PLAN.plan_no, TITLE, 5_600_000_000)
    plan = replace(PLAN, packages=(package,))
    desk.put(OF_NOTICE, SAME.replace("5.000.000.000", "5.600.000.000"), notice, plan)
    assert desk.marked() == {}


PLAN = Plan(
    "PL2600000007", "00", "p-7", TITLE, BUYER, "", SAMPLES.moment(-3), total=9_000_000_000,
    packages=(
        Package("BP1", "b1", "", "PL2600000007", "Gói 1", 2_000_000_000, procurement_method_details="CDT"),
        Package("BP2", "b2", "", "PL2600000007", "Gói 2", 3_000_000_000, procurement_method_details="DTRR"),
    ),
)  # fmt: skip
OF_PLAN = disclosure(DisclosureKind.PLAN, "PL2600000007", price=9_000_000_000)


def test_fields_of_a_plan_are_compared_and_marked(desk: Desk) -> None:
    desk.put(
        OF_PLAN,
        "Tổng mức đầu tư: 8.000.000.000 đồng; Chủ đầu tư: Sở Xây dựng tỉnh Sông Mẫu; Giá gói thầu:"
        " 3.000.000.000 đồng; Hình thức lựa chọn nhà thầu: Chỉ định thầu",
        PLAN,
    )
    assert desk.marked() == {
        "Tổng mức đầu tư": ["9.000.000.000 đ", "8.000.000.000 đ"],
        "Chủ đầu tư": [BUYER, "Sở Xây dựng tỉnh Sông Mẫu"],
    }


def test_a_plan_that_is_copied_truly_has_no_mark(desk: Desk) -> None:
    desk.put(OF_PLAN, f"Tổng mức đầu tư: 9.000.000.000 đồng; Chủ đầu tư: {BUYER}", PLAN)
    assert desk.shown().count("<dd>9.000.000.000 đ</dd>") == 2
    assert desk.marked() == {}


AWARD = Award("Công ty TNHH Xây dựng An Bình", "vn01", 4_800_000_000)
RESULT = Result(
    "kq-7", "IB2600000007", TITLE, BUYER, "", SAMPLES.moment(-1), price=4_800_000_000, awards=(AWARD,),
    procurement_method_details="DTRR",
)  # fmt: skip
OF_RESULT = disclosure(DisclosureKind.RESULT, "IB2600000007", price=5_000_000_000, method="DTRR")


def test_fields_of_a_result_are_compared_and_marked(desk: Desk) -> None:
    desk.put(
        OF_RESULT,
        "Giá gói thầu: 5.000.000.000 đồng; Nhà thầu trúng thầu: Công ty Cổ phần Xây dựng Hòa Phát; Giá trúng"
        " thầu: 4.900.000.000 đồng",
        NOTICE,
        RESULT,
    )
    assert desk.marked() == {
        "Giá trúng thầu": ["4.800.000.000 đ", "4.900.000.000 đ"],
        "Nhà thầu trúng thầu": [AWARD.supplier_name, "Công ty Cổ phần Xây dựng Hòa Phát"],
    }


def test_a_result_that_is_copied_truly_has_no_mark(desk: Desk) -> None:
    desk.put(
        OF_RESULT,
        "Giá gói thầu: 5.000.000.000 đồng; Nhà thầu trúng thầu: CÔNG TY TNHH XÂY DỰNG AN BÌNH; Giá trúng"
        " thầu: 4.800.000.000 đồng",
        NOTICE,
        RESULT,
    )
    page = desk.shown()
    assert page.count("<dd>4.800.000.000 đ</dd>") == 2
    assert page.count("<dd>5.000.000.000 đ</dd>") == 2
    assert desk.marked() == {}


def test_an_article_about_several_packages_is_compared_with_none(desk: Desk) -> None:
    desk.put(OF_NOTICE, SAME.replace("5.000.000.000", "4.000.000.000"), NOTICE)
    other = disclosure(DisclosureKind.NOTICE, "IB2600000008")
    with desk.visit.town.line.store.begin() as work:
        work.judgements.put_disclosures([other])
        work.links.replace_machine(
            [
                SAMPLES.link(7, sighting_id="cong|70", disclosure_id=OF_NOTICE.id),
                SAMPLES.link(8, sighting_id="cong|70", disclosure_id=other.id),
            ]
        )
    assert desk.marked() == {}
