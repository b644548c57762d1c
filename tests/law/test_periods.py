"""Mức tối thiểu theo lĩnh vực, giá, hình thức, trong nước hay quốc tế, và chế độ.
The least period by field, price, method, origin and regime: every number of law.md §1-3."""

from datetime import date

import pytest

from monitor.domain.judgement import Disclosure
from monitor.domain.vocabulary import Confidence, DisclosureKind
from monitor.law.lawbook import lawbook_of, load_lawbook
from monitor.law.periods import (
    Tender,
    is_small,
    minimum,
    shortest_amendment,
    shortest_preparation,
    tender_of,
)
from monitor.law.thresholds import About

BOOK = load_lawbook()
A, B, C0, C, D = (
    date(2023, 5, 4), date(2024, 5, 6), date(2025, 7, 15), date(2026, 3, 2), date(2026, 10, 1),
)  # fmt: skip
TY = 1_000_000_000


def told(found: object) -> str | None:
    return None if found is None else f"{found.n} {found.unit}"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("issued", "tender", "least", "conf"),
    [
        (A, Tender("XL", 25 * TY, "DTRR", False), "20 day", "M"),
        (A, Tender("XL", 25 * TY, "DTRR", True), "40 day", "M"),
        (A, Tender("XL", 20 * TY, "DTRR", False), "10 day", "R"),
        (A, Tender("HH", 10 * TY, "DTHC", False), "10 day", "R"),
        (A, Tender("HH", 10 * TY + 1, "DTHC", False), "20 day", "M"),
        (A, Tender("HH", 2 * TY, "CHCT", False), "5 wd", "R"),
        (A, Tender("HH", TY, "CHCTRG", False), "3 wd", "R"),
        (B, Tender("XL", 25 * TY, "DTRR", False), "18 day", "R"),
        (B, Tender("XL", 25 * TY, "DTRR", True), "35 day", "R"),
        (B, Tender("XL", 20 * TY, "DTRR", False), "9 day", "R"),
        (B, Tender("XL", 20 * TY, "DTRR", True), "18 day", "R"),
        (B, Tender("HON_HOP", 20 * TY, "DTRR", False), "9 day", "R"),
        (B, Tender("PTV", 10 * TY + 1, "DTRR", False), "18 day", "R"),
        (B, Tender("TV", 2 * TY, "DTRR", False), "18 day", "R"),
        (B, Tender("HH", 4 * TY, "CHCT", False), "5 wd", "R"),
        (B, Tender("HH", 5 * TY, "CGTT", False), "5 wd", "RP"),
        (B, Tender("HH", 5 * TY + 1, "CGTT", False), None, None),
        (B, Tender("HH", TY, "CGTTRG", False), "3 wd", "RP"),
        (C, Tender("XL", 25 * TY, "DTRR", False), "18 day", "R"),
        (C, Tender("XL", 25 * TY, "DTRR", True), "35 day", "R"),
        (C, Tender("HH", 10 * TY, "DTRR", False), "9 day", "R"),
        (C, Tender("HH", 10 * TY, "DTRR", True), "18 day", "R"),
        (C, Tender("HH", 10 * TY, "CHCT", False), "7 wd", "R"),
        (D, Tender("HH", 10 * TY, "CHCT", False), "7 wd", "R"),
        (D, Tender("TV", 50_000_000, "TVCN", False), "5 wd", "RP"),
        (D, Tender("HH", 5 * TY, "CGTT", False), "5 wd", "R"),
        (D, Tender("HH", 2 * TY + 1, "CGTTRG", False), "5 wd", "R"),
        (D, Tender("HH", 2 * TY, "CGTTRG", False), "3 wd", "R"),
        # What is not known is taken in the agency's favour.
        (D, Tender("XL", None, "DTRR", None), "9 day", "R"),
        (D, Tender("", 15 * TY, "DTRR", None), "9 day", "R"),
        (D, Tender("", 25 * TY, "DTRR", None), "18 day", "R"),
        # Methods without a period of their own, and days before every law.
        (D, Tender("HH", TY, "CDTRG", False), None, None),
        (D, Tender("HH", TY, "", False), None, None),
        (date(2014, 6, 30), Tender("HH", TY, "DTRR", False), None, None),
        (date(2014, 7, 1), Tender("HH", TY, "DTRR", False), "20 day", "M"),
        (date(2014, 8, 15), Tender("HH", TY, "DTRR", False), "10 day", "R"),
    ],
)
def test_the_preparation_of_bids(issued: date, tender: Tender, least: str | None, conf: str | None) -> None:
    found = shortest_preparation(tender, issued, BOOK)
    assert told(found) == least
    assert (found.confidence.value if found else None) == conf
    if found is not None:
        assert found.direction == "after"
        assert "Điều" in found.basis
        assert found.accuses is (conf in ("R", "RP"))


@pytest.mark.parametrize(
    ("issued", "tender", "least", "conf"),
    [
        (A, Tender("XL", 25 * TY, "DTRR", False), "10 day", "M"),
        (A, Tender("XL", 25 * TY, "DTRR", True), "15 day", "M"),
        (A, Tender("XL", 5 * TY, "DTRR", False), "3 wd", "R"),
        (A, Tender("HH", TY, "CHCT", False), "3 wd", "R"),
        (B, Tender("XL", 25 * TY, "DTRR", True), "10 day", "R"),
        (B, Tender("XL", 5 * TY, "DTRR", False), "3 wd", "R"),
        (C, Tender("TV", TY, "DTRR", False), "10 day", "R"),
        (D, Tender("HH", 10 * TY, "DTHC", False), "3 wd", "R"),
        (D, Tender("HH", None, "CHCT", False), "3 wd", "R"),
        (D, Tender("TV", TY, "TVCN", False), "3 wd", "RP"),
        (D, Tender("HH", TY, "MSTT", False), None, None),
    ],
)
def test_the_amendment_of_documents(
    issued: date, tender: Tender, least: str | None, conf: str | None
) -> None:
    found = shortest_amendment(tender, issued, BOOK)
    assert told(found) == least
    assert (found.confidence.value if found else None) == conf
    assert found is None or found.direction == "before"


@pytest.mark.parametrize(
    ("about", "issued", "tender", "least"),
    [
        ("documents", A, Tender(), "3 wd"),
        ("documents", B, Tender(), None),
        ("prequalification", A, Tender(international=False), "10 day"),
        ("prequalification", A, Tender(international=True), "20 day"),
        ("prequalification", B, Tender(), "9 day"),
        ("prequalification", D, Tender(international=True), "18 day"),
        ("amendment_prequalification", B, Tender(), "3 wd"),
        ("amendment_prequalification", D, Tender(), "3 wd"),
        ("clarification_answer", B, Tender(), "2 wd"),
        ("clarification_answer", D, Tender(), "2 wd"),
        ("clarification_request", D, Tender(international=False), "3 wd"),
        ("clarification_request", B, Tender(international=True), "5 wd"),
        ("extension", D, Tender("XL", 5 * TY), "5 wd"),
        ("extension", D, Tender("XL", 25 * TY), "10 day"),
        ("extension_prequalification", D, Tender(), "5 wd"),
        ("estimate", D, Tender("XL"), "5 day"),
        ("quote_request", C, Tender(), "5 day"),
        ("quote_request", D, Tender(), "3 wd"),
        ("quote_request_medical", D, Tender(), "10 day"),
    ],
)
def test_the_other_periods(about: About, issued: date, tender: Tender, least: str | None) -> None:
    found = minimum(about, tender, issued, BOOK)
    assert told(found) == least
    assert found is None or found.about == about
    before = about.startswith(("amendment", "clarification", "estimate"))
    assert found is None or found.direction == ("before" if before else "after")


@pytest.mark.parametrize(("price", "least"), [(2 * TY, None), (2 * TY + 1, "5 wd"), (5 * TY + 1, None)])
def test_a_row_over_a_price_begins_above_it(price: int, least: str | None) -> None:
    rows = tuple(row for row in BOOK.thresholds.minimums if row.id == "C33")
    alone = lawbook_of(BOOK.book, BOOK.thresholds.model_copy(update={"minimums": rows}))
    assert told(shortest_preparation(Tender("HH", price, "CGTTRG", False), D, alone)) == least


def test_between_two_laws_the_old_numbers_are_a_floor_and_accuse_nobody() -> None:
    found = shortest_preparation(Tender("XL", 25 * TY, "DTRR", False), C0, BOOK)
    assert found is not None
    assert (found.rule_id, found.n) == ("B07", 18)
    assert found.confidence is Confidence.READ
    assert not found.accuses
    assert "chưa chắc chắn" in found.caution
    next_day = shortest_preparation(Tender("XL", 25 * TY, "DTRR", False), date(2025, 8, 4), BOOK)
    assert next_day is not None
    assert next_day.accuses


@pytest.mark.parametrize(
    ("issued", "tender", "cases"),
    [
        (A, Tender("HH", TY, "CHCT", False), ["A09u"]),
        (B, Tender("XL", 25 * TY, "DTRR", False), ["B08d"]),
        (D, Tender("XL", 25 * TY, "DTRR", False), ["C12d"]),
        (D, Tender("TV", TY, "DTRR", False), ["C12d", "C14"]),
        # Nine days are the least already: nothing that our records do not show asks for fewer.
        (D, Tender("XL", 15 * TY, "DTRR", False), []),
    ],
)
def test_what_no_record_shows_may_ask_for_less(issued: date, tender: Tender, cases: list[str]) -> None:
    found = shortest_preparation(tender, issued, BOOK)
    assert found is not None
    assert [less.id for less in found.unseen] == cases
    assert all(not less.accuses and less.caution for less in found.unseen)


@pytest.mark.parametrize(
    ("tender", "small"),
    [
        (Tender("XL", 20 * TY), True),
        (Tender("XL", 20 * TY + 1), False),
        (Tender("HH", 10 * TY), True),
        (Tender("HH", 10 * TY + 1), False),
        (Tender("TV", 1), False),
        (Tender("TV", None), False),
        (Tender("", 20 * TY), True),
        (Tender("", 20 * TY + 1), False),
        (Tender("HH", 50 * TY, "CHCT"), True),
    ],
)
def test_a_small_package(tender: Tender, small: bool) -> None:
    assert is_small(tender, BOOK) is small


@pytest.mark.parametrize(("domestic", "international"), [(True, False), (False, True), (None, None)])
def test_a_disclosure_tells_its_tender(domestic: bool | None, international: bool | None) -> None:
    disclosure = Disclosure(
        id="IB1/notice", kind=DisclosureKind.NOTICE, subject_key="IB1", title="", buyer_name="",
        agency_id="", category="XL", price=5, method="DTRR", is_domestic=domestic,
    )  # fmt: skip
    assert tender_of(disclosure) == Tender("XL", 5, "DTRR", international)
