"""Điều gì được công khai do cài đặt quyết định.
What is public is for the settings to decide."""

from datetime import timedelta
from typing import Any

import pytest
from pydantic import ValidationError

from monitor.config import OpenData
from monitor.domain.cases import Case
from monitor.domain.published import Process
from monitor.domain.vocabulary import CaseState, Severity, VerdictKind
from monitor.web.api.app import service_of
from monitor.web.api.conclusions import conclusions, confirmed
from monitor.web.limits import Limits
from tests.steps.subscribers import START, Town
from tests.storage.samples import Samples
from tests.web.open_data import publish_all, tender

FIRST = "IB2600000001"


@pytest.fixture
def judged(town: Town) -> Process:
    """A published package with one verdict and a confirmed case."""
    town.publish(tender(1))
    publish_all(town)
    sample = Samples()
    disclosure = sample.disclosure(id=f"{FIRST}/notice", subject_key=FIRST)
    duty = sample.duty(id=f"{FIRST}/notice@portal", disclosure_id=disclosure.id)
    case = Case(
        "HS-2026-0001",
        FIRST,
        "ban-1",
        "Sở Mẫu",
        "Gói thầu",
        CaseState.CONFIRMED,
        Severity.HIGH,
        START,
        START + timedelta(days=1),
        (),
        (),
    )
    with town.line.store.begin() as work:
        work.judgements.put_disclosures([disclosure])
        work.judgements.put(
            [(duty, sample.verdict(duty_id=duty.id, kind=VerdictKind.LATE, days_late=3))], START
        )
        work.cases.put(case)
        shown = work.published.find(FIRST)
    assert shown is not None
    assert shown.process is not None
    return shown.process


@pytest.mark.parametrize(
    ("publish", "cases", "single"), [("aggregates", 0, 0), ("confirmed", 1, 0), ("all", 1, 1)]
)
def test_single_conclusions_are_public_only_as_set(
    town: Town, judged: Process, publish: Any, cases: int, single: int
) -> None:
    service = service_of(town.line, lambda: town.now, OpenData(publish=publish), Limits().data)
    with town.line.store.read() as work:
        assert len(confirmed(service, work, judged)) == cases
        said = conclusions(service, work, judged)
    assert [(one.verdict, one.days_late) for one in said] == [(VerdictKind.LATE, 3)] * single


def test_the_prefix_says_that_it_is_registered_nowhere_until_one_is_set(town: Town) -> None:
    standing = service_of(town.line, lambda: town.now, OpenData(), Limits().data)
    assert standing.publisher.ocid(FIRST) == f"ocds-unregistered-{FIRST}"
    assert standing.publisher.name == "Thanh tra mẫu"
    settings = OpenData(ocid_prefix="ocds-abc123", publisher="Tỉnh Mẫu")
    given = service_of(town.line, lambda: town.now, settings, Limits().data)
    assert given.publisher.ocid(FIRST) == f"ocds-abc123-{FIRST}"
    assert given.publisher.name == "Tỉnh Mẫu"


@pytest.mark.parametrize("wrong", [{"ocid_prefix": "OCDS 1"}, {"publish": "everything"}, {"licence": "CC"}])
def test_a_setting_that_cannot_be_stops_the_start(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        OpenData(**wrong)
