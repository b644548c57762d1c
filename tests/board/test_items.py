"""Việc nào được công khai, và lời của đơn vị không lộ số riêng.
Which items are public, and replies that give away no private numbers."""

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.board.items import Publish, open_item, public_states
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import CaseEvent
from monitor.domain.vocabulary import CaseState
from tests.storage.samples import NOW, Samples

SAMPLES = Samples()
FINDING = SAMPLES.finding(1)
KNOWN = {FINDING.fingerprint: FINDING}
CASE = SAMPLES.case(
    1,
    fingerprints=(FINDING.fingerprint,),
    open_fingerprints=(FINDING.fingerprint,),
    state=CaseState.CONFIRMED,
)


@pytest.mark.parametrize(
    ("publish", "states"),
    [
        ("aggregates", []),
        ("confirmed", [CaseState.CONFIRMED]),
        ("all", [CaseState.NEW, CaseState.ACKNOWLEDGED, CaseState.EXPLANATION_ASKED, CaseState.CONFIRMED]),
    ],
)
def test_only_what_the_operator_allows_is_public(publish: Publish, states: list[CaseState]) -> None:
    assert list(public_states(publish)) == states


def test_what_was_mended_is_not_open() -> None:
    assert open_item(replace(CASE, open_fingerprints=()), KNOWN) is None
    assert open_item(CASE, KNOWN) is not None


def test_replies_stand_beside_and_nothing_else_of_the_case() -> None:
    later = NOW + timedelta(days=1)
    events = (
        CaseEvent(NOW, "tt.a", CaseStep.CONFIRMED, "ghi chú nội bộ"),
        CaseEvent(later, "Sở Mẫu", CaseStep.ANSWERED, "Đã đăng, gọi ông Lê Mẫu 0912.345.678"),
    )
    item = open_item(replace(CASE, events=events), KNOWN)
    assert item is not None
    assert [(one.at, one.text) for one in item.replies] == [(later, "Đã đăng, gọi ông […] […]")]
    assert "nội bộ" not in repr(item)
    assert item.confirmed_at == NOW


def test_a_case_out_of_sight_says_so() -> None:
    blind = replace(CASE, events=(CaseEvent(NOW, "máy", CaseStep.UNVERIFIABLE),))
    item = open_item(blind, KNOWN)
    assert item is not None
    assert item.blind
