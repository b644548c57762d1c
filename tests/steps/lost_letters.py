"""Thư báo đơn vị không tới nơi: dựng cảnh cho các bài thử.
Letters to an agency that never arrive: what tests make happen to them."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from alerts.events.report import MailEvent, MailEventKind, Report
from monitor.domain.case_steps import CaseStep
from monitor.domain.cases import Case, Delivery, key_hash
from monitor.domain.vocabulary import DeliveryState, Reason
from monitor.steps.resend import send_again
from monitor.web.reported import take_in
from monitor.worker import Delivered, deliver
from storage.store import Store
from tests.steps.agencies import Office, finding, told_line

MAIL, OTHER = "ban-1@songmau.example", "ban-moi@songmau.example"
BROKEN = "hỏng"  # what the outbox channel refuses for good
BLOCK = "thư hỏng 3 lần trong 30 ngày"
ONE = finding(1)


@pytest.fixture
def office(empty: Path, tmp_path: Path) -> Iterator[Office]:
    store = Store(f"sqlite:///{shutil.copy(empty, tmp_path)}")
    folder = {"folder": tmp_path / "outbox", "from_address": "giam-sat@songmau.example"}
    yield Office(replace(told_line(store), channel_settings={"outbox": folder}))
    store.close()


def writes_to(office: Office, address: str) -> None:
    """The registry names this address for the agency from now on."""
    first, *rest = office.line.agencies
    office.line = replace(office.line, agencies=(replace(first, email=address), *rest))


def sends(office: Office) -> Delivered:
    return deliver(office.line, "w", office.now)


def bounces(office: Office, letter: Delivery, event_id: str = "e-1", **given: object) -> None:
    """The provider reports that a letter which it had taken came back."""
    event = MailEvent(
        MailEventKind.BOUNCE, letter.message.recipient.address, office.now, key_hash(letter.message.key),
        event_id, "550 no such user", permanent=True,
    )  # fmt: skip
    take_in(office.line, Report((replace(event, **given),)), office.now)  # type: ignore[arg-type]


def stops(office: Office, address: str = MAIL) -> None:
    with office.line.store.begin() as work:
        work.suppressions.add(address, BLOCK, office.now)


def lets_go(office: Office, address: str = MAIL) -> None:
    with office.line.store.begin() as work:
        work.suppressions.lift(address)


def state_of(office: Office, letter: Delivery) -> DeliveryState:
    with office.line.store.read() as work:
        found = work.postings.named(letter.message.key)
    assert found is not None
    return found.delivery.state


def lost_notes(case: Case) -> list[str]:
    return [event.note for event in case.events if event.action == CaseStep.LETTER_LOST]


def told(letters: list[Delivery]) -> list[tuple[str, Reason]]:
    return [(one.message.recipient.address, one.message.reason) for one in letters]


def resends(office: Office, letter: Delivery, **given: object) -> None:
    with office.line.store.begin() as work:
        send_again(
            work,
            letter.message.key,
            "Người vận hành",
            "hộp thư đã sửa",
            (),
            office.now,
            **given,  # type: ignore[arg-type]
        )
