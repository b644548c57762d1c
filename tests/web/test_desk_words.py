"""Bàn làm việc có chữ cho mọi giá trị của từ vựng, không thừa chữ nào.
The desk has words for every value of its vocabularies, and none for what does not exist."""

from collections.abc import Iterable

import pytest

from monitor.desk.acts import Doing
from monitor.desk.clock import Awaited
from monitor.desk.filters import Facet, Span
from monitor.domain.vocabulary import Channel, Confidence, Reason, VerdictKind
from monitor.web.wording import page_texts

_REASONS = ("reminder", "escalated")
# By stem, what may follow it: the keys that templates and code put together.
STEMS: list[tuple[str, Iterable[str]]] = [
    ("desk_facet_", [*(one.name.lower() for one in Facet), "age", "opened"]),
    ("desk_span_", [one.name.lower() for one in Span]),
    ("desk_verdict_", list(VerdictKind)),
    ("desk_channel_", list(Channel)),
    ("desk_awaited_", [one.name.lower() for one in Awaited]),
    ("desk_next_", ["overdue", "answer", "snooze_end", *_REASONS]),
    ("case_confidence_", [one.name.lower() for one in Confidence]),
    ("case_auto_", ["none", *_REASONS]),
    ("case_do_", [*Doing, "propose"]),
]
DESK_STEMS = tuple(stem for stem, _ in STEMS)


@pytest.mark.parametrize(("stem", "ends"), STEMS, ids=DESK_STEMS)
def test_every_value_has_its_words_and_no_words_are_left_over(stem: str, ends: Iterable[str]) -> None:
    assert {key for key in page_texts() if key.startswith(stem)} == {f"{stem}{end}" for end in ends}


def test_the_machine_sends_only_what_there_are_words_for() -> None:
    assert set(_REASONS) == {Reason.REMINDER.value, Reason.ESCALATED.value}
