"""Phòng luật và lịch, phòng chất lượng qua HTTP.
The rooms of the law and of quality over HTTP: confirming by a signed text, proposals, shares, floods."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from monitor.desk.clock import DeskRules
from monitor.domain.judgement import Link
from monitor.domain.staff import Role
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import CaseState, LinkOrigin, LinkState, VerdictKind
from monitor.law.holidays import HolidayBook, load_holidays
from monitor.law.lawbook import load_lawbook
from monitor.rules.patterns.flooding import COUNTS, FloodLimits, RuleCount, rows_of
from monitor.web.guards import SIGNED_TEXT_BYTES
from monitor.wiring import lawbook_at
from tests.steps.subscribers import Town
from tests.storage.samples import Samples
from tests.web.served import Visit, serving, words
from tests.web.staffed import Person, deeds, inside, token_of

SAMPLES = Samples()
LAW = "/luat-lich"
PDF = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog>>\nendobj\n"
UNREAD = next(rule.id for rule in load_lawbook().book.rules if rule.conf.value in ("S", "M"))
POLICY = next(rule.id for rule in load_lawbook().book.rules if rule.conf.value == "policy")


@pytest.fixture
def desk(town: Town, tmp_path: Path) -> Iterator[Visit]:
    with serving(replace(town, line=replace(town.line, signed_texts=tmp_path / "signed-texts"))) as visit:
        yield visit


def _attach(person: Person, rule: str, body: bytes, name: str = "ND-214.pdf") -> object:
    page = person.get(f"{LAW}/{rule}").text
    return person.post(
        f"{LAW}/{rule}/xac-nhan",
        {"csrf": token_of(page), "ghi_chu": "bản scan"},
        files={"van_ban": (name, body, "application/pdf")},
    )


def test_every_rule_has_its_citation_and_how_well_it_is_known(desk: Visit) -> None:
    page = inside(desk, Role.INSPECTOR).get(f"{LAW}?chi=tat-ca")
    told = words(page)
    rules = load_lawbook().book.rules
    assert f"{len(rules)} điều." in told
    assert all(f'href="{LAW}/{rule.id}"' in page.text for rule in rules)
    unread = [rule for rule in rules if rule.conf.value in ("S", "M")]
    few = inside(desk, Role.INSPECTOR).get(f"{LAW}?chi=chua-doc").text
    assert len(re.findall(rf'href="{LAW}/[A-Z]\d\d"', few)) == len(unread)
    now = [rule for rule in rules if rule.in_force(vietnam_day(desk.town.now))]
    shown = inside(desk, Role.INSPECTOR).get(f"{LAW}?chi=khac").text
    assert len(re.findall(rf'href="{LAW}/[A-Z]\d\d"', shown)) == len(now) < len(rules)
    assert page.text.count('class="regime-') == 5
    assert "Thông báo 9441/TB-BNV" in told


def test_a_rule_tells_what_it_rested_on_while_a_text_was_not_in_force(desk: Visit) -> None:
    lead = inside(desk, Role.LEAD_INSPECTOR)
    (early,) = load_lawbook().rule("C04").early
    assert f"trước 04/08/2025: {early.citation} " in words(lead.get(f"{LAW}/C04"))
    assert "trước 0" not in words(lead.get(f"{LAW}/C07"))


def test_the_days_off_are_those_that_the_operator_entered(town: Town) -> None:
    """As shipped two years are not settled, and the page says how to; a year of one's own is shown so."""
    with serving(town) as visit:
        assert "monitor law days --write" in words(inside(visit, Role.INSPECTOR).get(LAW))
    years = load_holidays().years
    settled = tuple(
        year.model_copy(update={"source": "Thông báo mẫu 7/TB", "swaps": (), "pending": ()}) for year in years
    )
    rules = DeskRules(holidays=HolidayBook(years=settled))
    with serving(replace(town, line=replace(town.line, desk=rules))) as visit:
        told = words(inside(visit, Role.INSPECTOR).get(LAW))
    assert "Thông báo mẫu 7/TB" in told
    assert "monitor law days" not in told


def test_a_lead_confirms_a_rule_by_its_signed_text(desk: Visit, tmp_path: Path) -> None:
    lead = inside(desk, Role.LEAD_INSPECTOR)
    answer = _attach(lead, UNREAD, PDF, "C:\\van ban\\ND-214.pdf")
    assert answer.headers["location"] == f"{LAW}/{UNREAD}?xong=1"  # type: ignore[attr-defined]
    told = words(lead.get(f"{LAW}/{UNREAD}"))
    assert "tệp ND-214.pdf." in told
    assert "tệp còn nguyên" in told
    assert (tmp_path / "signed-texts" / f"{sha256(PDF).hexdigest()}.pdf").read_bytes() == PDF
    with desk.town.line.store.read() as work:
        assert lawbook_at(work, desk.town.now).rule(UNREAD).conf.accuses
    (tmp_path / "signed-texts" / f"{sha256(PDF).hexdigest()}.pdf").write_bytes(b"khac")
    assert "tệp đã bị sửa" in words(lead.get(f"{LAW}/{UNREAD}"))
    assert lead.send(f"{LAW}/{UNREAD}", f"{LAW}/{UNREAD}/rut-xac-nhan").status_code == 303
    with desk.town.line.store.read() as work:
        later = desk.town.now + timedelta(seconds=1)
        assert not lawbook_at(work, later).rule(UNREAD).conf.accuses
    assert "không có xác nhận nào" in words(lead.post(f"{LAW}/{UNREAD}/rut-xac-nhan", {"csrf": lead.token}))
    assert deeds(desk) == ["rule_confirmed", "rule_unconfirmed"]


@pytest.mark.parametrize(
    ("rule", "body", "told"),
    [
        (UNREAD, b"PK\x03\x04 khong phai", "không phải PDF"),
        (UNREAD, b"", "không phải PDF"),
        (POLICY, PDF, "chính sách"),
    ],
)
def test_what_cannot_be_confirmed_is_refused_in_words(desk: Visit, rule: str, body: bytes, told: str) -> None:
    lead = inside(desk, Role.LEAD_INSPECTOR)
    answer = lead.post(
        f"{LAW}/{rule}/xac-nhan", {"csrf": lead.token}, files={"van_ban": ("x.pdf", body, "application/pdf")}
    )
    assert answer.status_code == 422
    assert told in words(answer)
    assert deeds(desk) == []


def test_a_form_without_a_file_and_a_file_too_large(desk: Visit) -> None:
    lead = inside(desk, Role.LEAD_INSPECTOR)
    assert lead.post(f"{LAW}/{UNREAD}/xac-nhan", {"csrf": lead.token}).status_code == 422
    large = _attach(lead, UNREAD, PDF + b"0" * SIGNED_TEXT_BYTES)
    assert large.status_code == 413  # type: ignore[attr-defined]
    assert _attach(lead, UNREAD, PDF + b"0" * 1_000_000).status_code == 303  # type: ignore[attr-defined]


def test_an_inspector_reads_the_law_and_cannot_confirm_it(desk: Visit) -> None:
    person = inside(desk, Role.INSPECTOR)
    assert "xac-nhan" not in person.get(f"{LAW}/{UNREAD}").text
    assert _attach(person, UNREAD, PDF).status_code == 403  # type: ignore[attr-defined]
    assert person.get(f"{LAW}/Z99").status_code == 404


QUALITY = "/chat-luong"


@pytest.fixture
def decided(town: Town) -> Iterator[Visit]:
    """Two cases confirmed, one excused, and a finding that a person's own link overturned."""
    states = [CaseState.CONFIRMED, CaseState.CONFIRMED, CaseState.EXCUSED, CaseState.RESOLVED, CaseState.NEW]
    with town.line.store.begin() as work:
        findings = [SAMPLES.finding(number) for number in range(1, 6)]
        work.findings.put(findings, town.now)
        for number, state in enumerate(states, 1):
            work.cases.put(SAMPLES.case(number, state=state))
        disclosure, sighting = SAMPLES.disclosure(4), SAMPLES.sighting(4)
        work.sightings.put([sighting])
        work.judgements.put_disclosures([disclosure])
        work.judgements.put([(SAMPLES.duty(4), SAMPLES.verdict(4, VerdictKind.ON_TIME))], town.now)
        work.links.decide(
            Link(sighting.id, disclosure.id, LinkState.LINKED, LinkOrigin.PERSON, 0.5, (), town.now, "Lan")
        )
        work.findings.put([one for one in findings if one.fingerprint != findings[3].fingerprint], town.now)
        counts = [RuleCount("missing_on_portal", 40, 30), RuleCount("late_on_portal", 40, 2)]
        work.meta.set(COUNTS, rows_of(counts, FloodLimits()))
    with serving(town) as visit:
        yield visit


def test_shares_have_their_denominator_and_floods_are_told(decided: Visit) -> None:
    page = inside(decided, Role.INSPECTOR).get(QUALITY)
    row = words(page).split("missing_on_portal ·")[1].split("xem")[0]
    assert "30/40 4 50 % 2 25 % 1 25 % 1" in row
    assert 'aria-label="xác nhận 50 %, chấp nhận giải trình 25 %, thấy sai 25 %"' in page.text
    assert "Một quy tắc nêu quá nhiều: 30/40" in words(page)
    assert page.text.count('class="notice late"') == 1


def test_nothing_decided_is_no_share_of_nothing(desk: Visit) -> None:
    page = inside(desk, Role.ADMINISTRATOR).get(QUALITY)
    assert "Chưa có quyết định nào" in words(page)
    assert " 0 %" not in words(page)
    assert "missing_on_portal" in page.text


def test_a_decision_taken_back_is_no_error_of_the_machine(decided: Visit) -> None:
    with decided.town.line.store.begin() as work:
        work.links.undo("nguon-a|4", "IB2600000004/notice", "Lan", decided.town.now)
    told = words(inside(decided, Role.INSPECTOR).get(QUALITY)).split("missing_on_portal ·")[1]
    assert "30/40 3 67 % 2 33 % 1 0 % 0" in told
