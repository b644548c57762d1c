"""Lệnh `monitor source` như người vận hành gõ.
`monitor source list|pause|resume|trust|distrust`, on a real database and real sources."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor.domain.judgement import Disclosure, Duty, Verdict
from monitor.domain.vocabulary import Channel, Confidence, DisclosureKind, VerdictKind
from monitor.rules.flood import CONFIRMATIONS, CONFIRMED_FOR, confirmations_of, confirmed_sources
from storage.store import Store

Operator = Any  # the class of conftest.py, which cannot be imported


def _store(operator: Operator) -> Store:
    return Store(f"sqlite:///{operator.folder / 'data' / 'monitor.db'}")


def _withhold(operator: Operator, count: int) -> None:
    """As many conclusions on the portal held back by the flood guard, as a cycle stores them."""
    now = datetime.now(UTC)
    store = _store(operator)
    try:
        with store.begin() as work:
            for number in range(count):
                subject = f"PL260000000{number}"
                plan = Disclosure(
                    f"{subject}/plan", DisclosureKind.PLAN, subject, "Kế hoạch mẫu", "Ban số 1", "ban-so-1"
                )
                duty = Duty(
                    f"{plan.id}@portal",
                    plan.id,
                    Channel.PORTAL,
                    "ban-so-1",
                    "mau",
                    "căn cứ mẫu",
                    Confidence.SECONDARY,
                    "plan",
                    date(2026, 9, 1),
                    now - timedelta(days=2),
                    None,
                )
                verdict = Verdict(
                    duty.id, VerdictKind.UNVERIFIABLE, reason="withheld", reasons=("withheld", "not_covered")
                )
                work.judgements.put_disclosures([plan])
                work.judgements.put([(duty, verdict)], now)
    finally:
        store.close()


def test_the_list_shows_every_source_and_how_it_was_last_seen(operator: Operator) -> None:
    before = operator.types("source", "list")
    assert before.returncode == 0, before.stderr
    assert before.stdout.count("chưa xem") == 2
    assert operator.types("run", "--once").returncode == 0
    after = operator.types("source", "list")
    assert "cong-mau" in after.stdout
    assert after.stdout.count("xem đầy đủ") == 2
    assert "monitor source trust" not in after.stdout


def test_a_paused_source_is_not_looked_at_until_it_is_resumed(operator: Operator) -> None:
    done = operator.types("source", "pause", "cong-mau", "--by", "Chị Mẫu", "--reason", "cổng đang sửa chữa")
    assert done.returncode == 0, done.stderr
    listed = operator.types("source", "list").stdout
    assert "Chị Mẫu: cổng đang sửa chữa" in " ".join(listed.split())
    assert "1/1 nguồn xem được đầy đủ" in operator.types("run", "--once").stdout
    again = operator.types("source", "pause", "cong-mau", "--by", "Anh Mẫu", "--reason", "vẫn sửa")
    assert "thay lần tạm dừng của Chị Mẫu" in again.stdout
    assert operator.types("source", "resume", "cong-mau", "--by", "Anh Mẫu").returncode == 0
    assert "1/1 nguồn xem được đầy đủ" in operator.types("run", "--once").stdout
    assert operator.types("source", "list").stdout.count("xem đầy đủ") == 2


REFUSED = (
    (("pause", "cong-khac", "--by", "A", "--reason", "r"), "cong-mau, trang-ban-1"),
    (("pause", "cong-mau", "--by", " ", "--reason", "r"), "--by đang để trống"),
    (("pause", "cong-mau", "--by", "A", "--reason", ""), "--reason đang để trống"),
    (("resume", "cong-mau", "--by", "A"), "không bị tạm dừng nên không có gì để mở lại"),
    (("trust", "cong-mau", "--by", "A", "--reason", "r"), "không cần xác nhận"),
    (("distrust", "cong-mau", "--by", "A"), "không có xác nhận nào"),
)


def test_a_decision_that_cannot_stand_is_refused_in_words(operator: Operator) -> None:
    for words, told in REFUSED:
        done = operator.types("source", *words)
        assert done.returncode == 2, words
        assert told in " ".join(done.stderr.split())
        assert "Traceback" not in done.stderr


def test_a_person_confirms_a_source_that_the_flood_guard_holds_back(operator: Operator) -> None:
    _withhold(operator, 5)
    listed = operator.types("source", "list").stdout
    assert "monitor source trust" in listed
    assert "monitor source pause" in listed
    done = operator.types(
        "source", "trust", "cong-mau", "--by", "Chị Mẫu", "--reason", "đã mở cổng, đúng là thiếu"
    )
    assert done.returncode == 0, done.stderr
    assert "5 kết luận đang giữ lại" in done.stdout
    store = _store(operator)
    try:
        with store.read() as work:
            kept = work.meta.get(CONFIRMATIONS)
    finally:
        store.close()
    now = datetime.now(UTC)
    assert confirmed_sources(kept, now) == {"cong-mau"}
    assert confirmed_sources(kept, now + CONFIRMED_FOR) == frozenset()
    assert "được Chị Mẫu xác nhận" in " ".join(operator.types("source", "list").stdout.split())
    back = operator.types("source", "distrust", "cong-mau", "--by", "Anh Mẫu")
    assert back.returncode == 0, back.stderr
    store = _store(operator)
    try:
        with store.read() as work:
            (one,) = confirmations_of(work.meta.get(CONFIRMATIONS))
    finally:
        store.close()
    assert (one.by, one.taken_back_by) == ("Chị Mẫu", "Anh Mẫu")
    assert not one.holds(datetime.now(UTC))


def test_a_page_that_nothing_waits_for_needs_no_confirmation(operator: Operator) -> None:
    _withhold(operator, 5)
    done = operator.types("source", "trust", "trang-ban-1", "--by", "A", "--reason", "r")
    assert done.returncode == 2
    assert "không cần xác nhận" in done.stderr
