"""Hồ sơ về mạng quốc gia: cũng nói đã tìm theo tên ra sao, hoặc vì sao không tìm.
A case about the national network says too how titles were searched, or why none was."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from monitor.domain.procurement import Agency
from monitor.domain.staff import Role
from monitor.domain.times import end_of_day
from monitor.domain.vocabulary import Channel, VerdictKind
from monitor.reconcile.agencies import AgencyResolver
from tests.steps.subscribers import Town
from tests.storage.samples import Samples
from tests.web.deskhouse import desk_house
from tests.web.open_data import publish_all, tender
from tests.web.served import Visit, serving, words
from tests.web.staffed import inside

SAMPLES = Samples()
CASE = "/ban-lam-viec/ho-so/HS-2026-0009"
NEAR = "Gói thầu số 6: Xây dựng trường mẫu"


@pytest.fixture
def desk(town: Town, tmp_path: Path) -> Iterator[Visit]:
    """A notice that the portal shows and the national network does not."""
    agencies = (Agency("so-mau", "Sở Mẫu"),)
    line = replace(town.line, agencies=agencies, resolver=AgencyResolver(agencies))
    house = desk_house(replace(town, line=line), tmp_path / "captures")
    due = end_of_day(date(2026, 3, 6))
    title = "Gói thầu số 5: Xây dựng trường mẫu"
    disclosure = SAMPLES.disclosure(9, title=title, notice_no="IB2600000099")
    duty = SAMPLES.duty(9, channel=Channel.NATIONAL, due_at=due, disclosure_id=disclosure.id)
    finding = SAMPLES.finding(
        9,
        channel=Channel.NATIONAL,
        verdict=VerdictKind.MISSING,
        duty_id=duty.id,
        disclosure_id=disclosure.id,
        agency_id="so-mau",
    )
    with house.town.line.store.begin() as work:
        work.judgements.put_disclosures([disclosure])
        work.judgements.put([(duty, SAMPLES.verdict(9, duty_id=duty.id))], town.now)
        work.findings.put([finding], town.now)
        work.cases.put(
            SAMPLES.case(
                9, fingerprints=(finding.fingerprint,), open_fingerprints=(finding.fingerprint,), title=title
            )
        )
    with serving(house.town) as visit:
        yield visit


def test_titles_are_compared_with_what_was_read_of_the_network(desk: Visit) -> None:
    with desk.town.line.store.begin() as work:
        work.records.put([tender(31, name=NEAR), tender(32, name="Mua thuốc")], desk.town.now)
    publish_all(desk.town)
    told = words(inside(desk, Role.INSPECTOR).get(CASE))
    assert "trong dữ liệu mạng quốc gia đã đọc" in told
    assert NEAR in told
    assert "Vì sao không phải" in told
    assert "không gõ tên từng gói để tìm" in told
    assert "titles of the agency" in words(inside(desk, Role.INSPECTOR).get(CASE + "?lang=en"))


def test_without_anything_to_compare_it_is_said_in_words(desk: Visit) -> None:
    told = words(inside(desk, Role.INSPECTOR).get(CASE))
    assert "Chưa có gói thầu nào của đơn vị này" in told
    assert "không gõ tên từng gói để tìm" in told
