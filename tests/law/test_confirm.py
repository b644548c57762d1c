"""Điều được đối chiếu với văn bản ký thì được dùng để nêu phát hiện; chính sách thì không bao giờ.
A rule confirmed with its signed text accuses; a policy never does; nothing is confirmed in the past."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from monitor.domain.confirmation import Confirmation
from monitor.domain.errors import ConfigError
from monitor.domain.judgement import Disclosure
from monitor.domain.vocabulary import Channel, Confidence, DisclosureKind
from monitor.law.calendar import load_calendar
from monitor.law.confirm import with_confirmations
from monitor.law.duties import duties_of
from monitor.law.lawbook import lawbook_of, load_lawbook
from monitor.law.periods import Tender, shortest_preparation

BOOK = load_lawbook()
AT = datetime(2026, 11, 2, 18, 30, tzinfo=UTC)  # 3 November in Việt Nam
GIVEN = Confirmation("Nguyễn Thị Mẫu, Thanh tra tỉnh", AT, "luat-43-2013-ban-ky.pdf", "ab" * 32)
TOLD = (
    "Nguyễn Thị Mẫu, Thanh tra tỉnh đã đối chiếu với văn bản ký ngày 03/11/2026"
    " (tệp luat-43-2013-ban-ky.pdf, SHA-256 abababababab…)"
)
UNNAMED = "thiếu tên người đối chiếu hoặc tên tệp văn bản ký"
MISSHAPEN = "mã SHA-256 của tệp văn bản ký không đúng dạng"


def test_a_confirmed_rule_accuses_and_says_who_confirmed_it() -> None:
    book = with_confirmations(BOOK, {"A15": GIVEN}, AT)
    assert not BOOK.rule("A15").conf.accuses
    assert book.rule("A15").conf is Confidence.READ
    # That nobody had read the text is no longer true, so it is no longer said.
    assert BOOK.rule("A15").citation.endswith(" (chưa đọc được thông tư; chỉ để tham khảo)")
    assert book.rule("A15").citation == (
        f"Áp dụng tương tự Nghị định 63/2014/NĐ-CP, Điều 8 khoản 1 điểm c; {TOLD}"
    )
    assert book.confirmed == {"A15": GIVEN}
    untouched = [rule for rule in book.book.rules if rule.id != "A15"]
    assert untouched == [rule for rule in BOOK.book.rules if rule.id != "A15"]


def test_a_duty_of_a_confirmed_rule_may_accuse() -> None:
    disclosure = Disclosure(
        id="IB1/cancellation", kind=DisclosureKind.CANCELLATION, subject_key="IB1", title="",
        buyer_name="", agency_id="a", decision_date=date(2023, 7, 3), regime_date=date(2023, 6, 20),
    )  # fmt: skip
    before, after = (
        next(d for d in duties_of(disclosure, book, load_calendar()) if d.channel is Channel.NATIONAL)
        for book in (BOOK, with_confirmations(BOOK, {"A15": GIVEN}, AT))
    )
    assert (before.confidence.accuses, after.confidence.accuses) == (False, True)
    assert before.due_at == after.due_at
    assert TOLD in after.basis


def test_a_confirmed_minimum_accuses_too() -> None:
    tender = Tender("XL", 25_000_000_000, "DTRR", False)
    before = shortest_preparation(tender, date(2023, 5, 4), BOOK)
    after = shortest_preparation(
        tender, date(2023, 5, 4), with_confirmations(BOOK, {"A07": GIVEN}, AT)
    )  # fmt: skip
    assert before is not None
    assert after is not None
    assert (before.n, before.accuses) == (after.n, False)
    assert after.accuses
    assert TOLD in after.basis


def test_a_row_marked_lower_than_its_rule_accuses_once_the_rule_is_confirmed() -> None:
    """A confirmation leaves the thresholds of the book as they are, whoever gave them."""
    rows = tuple(
        row.model_copy(update={"conf": Confidence.SECONDARY}) if row.id == "B07" else row
        for row in BOOK.thresholds.minimums
    )
    doubtful = lawbook_of(BOOK.book, BOOK.thresholds.model_copy(update={"minimums": rows}))
    tender = Tender("XL", 25_000_000_000, "DTRR", False)
    before = shortest_preparation(tender, date(2024, 5, 6), doubtful)
    confirmed = with_confirmations(doubtful, {"B07": GIVEN}, AT)
    after = shortest_preparation(tender, date(2024, 5, 6), confirmed)
    assert before is not None
    assert after is not None
    assert (before.confidence, before.accuses) == (Confidence.SECONDARY, False)
    assert (after.confidence, after.accuses) == (Confidence.READ, True)
    assert confirmed.thresholds == doubtful.thresholds


def test_what_is_confirmed_later_was_not_confirmed_then() -> None:
    book = with_confirmations(BOOK, {"A15": GIVEN}, AT - timedelta(seconds=1))
    assert book.rule("A15") == BOOK.rule("A15")
    assert book.confirmed == {}


@pytest.mark.parametrize(
    ("rule_id", "conf"), [("A03", Confidence.READ), ("A16", Confidence.READ_PARAPHRASED)]
)
def test_a_rule_that_was_read_keeps_its_mark(rule_id: str, conf: Confidence) -> None:
    rule = with_confirmations(BOOK, {rule_id: GIVEN}, AT).rule(rule_id)
    assert rule.conf is conf
    assert rule.citation == f"{BOOK.rule(rule_id).citation}; {TOLD}"


@pytest.mark.parametrize(
    ("rule_id", "given", "told", "vi"),
    [
        ("A99", GIVEN, "no such rule", "không có điều này trong bảng thời hạn"),
        ("P06", GIVEN, "a policy is not law", "đây là chính sách, không phải quy định của pháp luật"),
        ("A15", replace(GIVEN, by=" "), "who or what is missing", UNNAMED),
        ("A15", replace(GIVEN, document=""), "who or what is missing", UNNAMED),
        ("A15", replace(GIVEN, sha256="AB" * 32), "not a SHA-256", MISSHAPEN),
        ("A15", replace(GIVEN, sha256="ab" * 31), "not a SHA-256", MISSHAPEN),
        ("A15", replace(GIVEN, sha256="ab" * 33), "not a SHA-256", MISSHAPEN),
        (
            "A15",
            replace(GIVEN, at=AT.replace(tzinfo=None)),
            "the instant has no time zone",
            "thời điểm đối chiếu thiếu múi giờ",
        ),
    ],
)
def test_a_confirmation_without_its_document_is_refused(
    rule_id: str, given: Confirmation, told: str, vi: str
) -> None:
    with pytest.raises(ConfigError) as caught:
        with_confirmations(BOOK, {rule_id: given}, AT)
    assert str(caught.value) == f"confirmation of {rule_id}: {told}"
    assert caught.value.vi == f"Không xác nhận được điều {rule_id}: {vi}. Hãy sửa rồi xác nhận lại."


def test_every_rule_marked_s_or_m_can_be_confirmed() -> None:
    doubtful = [
        rule.id for rule in BOOK.book.rules if not rule.conf.accuses and rule.conf is not Confidence.POLICY
    ]
    assert {"A06", "A07", "A12", "A13", "A15"} <= set(doubtful)
    book = with_confirmations(BOOK, dict.fromkeys(doubtful, GIVEN), AT)
    assert all(book.rule(rule_id).conf.accuses for rule_id in doubtful)
