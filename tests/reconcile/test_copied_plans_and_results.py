"""So kế hoạch và kết quả đăng lại với bản trên Mạng: tổng mức, giá trúng thầu, nhà thầu trúng thầu.
Copied plans and results against the network's: totals, awarded sums, winners."""

from dataclasses import replace

import pytest

from monitor.domain.procurement import Award, Package, Plan, Result
from tests.reconcile.copies import NOTICE, as_copy, unlike


def of_plan(body: str, *packages: tuple[int, str]) -> dict[str, str]:
    listed = tuple(
        Package(f"BP{n}", "", "", "PL2600000001", f"Gói {n}", price, procurement_method_details=code)
        for n, (price, code) in enumerate(packages)
    )
    plan = Plan(
        "PL2600000001",
        "00",
        "p",
        "Kế hoạch",
        NOTICE.buyer_name,
        "",
        None,
        total=20_000_000_000,
        packages=listed,
    )
    found = unlike((plan,), as_copy(body), *(price for price, _ in packages))
    return {field: one.national for field, one in found.items()}


SEVERAL = ((5_000_000_000, "DTRR"), (1_000_000_000, "CDTRG"), (800_000_000, "CDT"))


@pytest.mark.parametrize(
    ("body", "packages", "found"),
    [
        ("Tổng mức đầu tư: 20.000.000.000 đồng; Giá gói thầu: 6.000.000.000 đồng", SEVERAL, {}),
        ("Giá gói thầu: 6.000.000.000 đồng", SEVERAL[:1], {"giá gói thầu": "5.000.000.000 đồng"}),
        ("Tổng mức đầu tư: 22.000.000.000 đồng", SEVERAL, {"tổng mức đầu tư": "20.000.000.000 đồng"}),
        ("Hình thức lựa chọn nhà thầu: chỉ định thầu", SEVERAL, {}),
        (
            "Hình thức lựa chọn nhà thầu: chào hàng cạnh tranh",
            SEVERAL,
            {"hình thức lựa chọn nhà thầu": "đấu thầu rộng rãi; chỉ định thầu"},
        ),
    ],
)
def test_of_several_packages_no_single_one_is_taken_for_the_one_meant(
    body: str, packages: tuple[tuple[int, str], ...], found: dict[str, str]
) -> None:
    assert of_plan(body, *packages) == found


def of_result(body: str, *awards: Award, price: int | None = None) -> set[str]:
    result = Result(
        "kq", "IB2600000001", NOTICE.name, NOTICE.buyer_name, "", None, price=price, awards=awards
    )
    return set(unlike((NOTICE, result), as_copy(body)))


AN_BINH = Award("Công ty TNHH Xây dựng An Bình", "vn01", 4_800_000_000)
HOA_PHAT = Award("Công ty CP Hòa Phát", "vn02", 1_200_000_000)
VENTURE = "Liên danh An Bình - Hòa Phát"
OF_VENTURE = tuple(replace(one, price=4_800_000_000, venture_name=VENTURE) for one in (AN_BINH, HOA_PHAT))


@pytest.mark.parametrize(
    ("shown", "awards", "differs"),
    [
        ("Công ty TNHH Xây dựng An Bình", (AN_BINH,), False),
        ("Cty Trách nhiệm hữu hạn xây dựng AN BÌNH", (AN_BINH,), False),
        ("Công ty An Bình, MST 0101", (AN_BINH,), False),
        ("Công ty Cổ phần Hòa Phát", (HOA_PHAT,), False),
        ("Liên danh An Bình", (replace(AN_BINH, venture_name="Liên danh An Bình - Hòa Phát"),), False),
        ("Công ty Hòa Phát", (AN_BINH, HOA_PHAT), False),
        ("Công ty Cổ phần Hòa Phát", (AN_BINH,), True),
        ("Công ty TNHH", (AN_BINH,), False),
        ("Công ty Cổ phần Hòa Phát", (), False),
        ("Công ty Cổ phần Hòa Phát", (Award("", "vn01"),), False),
    ],
)
def test_winners(shown: str, awards: tuple[Award, ...], differs: bool) -> None:
    assert ("nhà thầu trúng thầu" in of_result(f"Nhà thầu trúng thầu: {shown}", *awards)) is differs


@pytest.mark.parametrize(
    ("shown", "price", "awards", "differs"),
    [
        ("4.800.000.000", 4_800_000_000, (AN_BINH,), False),
        ("4.900.000.000", 4_800_000_000, (AN_BINH,), True),
        ("1.200.000.000", None, (AN_BINH, HOA_PHAT), False),
        ("6.000.000.000", None, (AN_BINH, HOA_PHAT), False),
        ("5.000.000.000", None, (AN_BINH, HOA_PHAT), True),
        ("5.000.000.000", None, (), False),
        # Two lots of one price, of two winners and of one.
        ("9.600.000.000", None, (AN_BINH, replace(HOA_PHAT, price=4_800_000_000)), False),
        ("9.600.000.000", None, (AN_BINH, AN_BINH), False),
        ("9.600.000.000", None, (AN_BINH, AN_BINH, HOA_PHAT), False),
        ("10.800.000.000", None, (AN_BINH, AN_BINH, HOA_PHAT), False),
        ("9.700.000.000", None, (AN_BINH, AN_BINH, HOA_PHAT), True),
        # Both members of a venture stand with its price, once for every lot that it won.
        ("4.800.000.000", None, OF_VENTURE, False),
        ("9.600.000.000", None, OF_VENTURE, True),
        ("9.600.000.000", None, OF_VENTURE * 2, False),
        ("10.800.000.000", None, (*OF_VENTURE, *OF_VENTURE, HOA_PHAT), False),
        ("6.000.000.000", None, (*OF_VENTURE, HOA_PHAT), False),
    ],
)
def test_awarded_sums(shown: str, price: int | None, awards: tuple[Award, ...], differs: bool) -> None:
    assert ("giá trúng thầu" in of_result(f"Giá trúng thầu: {shown} đồng", *awards, price=price)) is differs
