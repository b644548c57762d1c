"""Các danh sách qua HTTP: bộ lọc trong địa chỉ, từng trang, ai được thấy gì, chữ vô hại, biểu tượng.
The lists over HTTP: filters in the address, pages, who sees what, harmless text, the icon."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.desk.duty_filters import DutyFilters, read_duty_filters
from monitor.domain.lists import Held
from monitor.domain.procurement import Agency
from monitor.domain.staff import Role
from monitor.domain.times import end_of_day
from monitor.domain.vocabulary import Channel, Confidence, Severity, VerdictKind
from monitor.rules.patterns.flooding import COUNTS
from tests.steps.subscribers import Town
from tests.steps.towns import town_in
from tests.storage.samples import Samples
from tests.web.served import Visit, serving, words
from tests.web.staffed import Person, inside

SAMPLES = Samples()
NASTY = "Gói <script>alert(1)</script> & “mẫu”"
DUTIES = "/ban-lam-viec/nghia-vu"
AGENCIES = (Agency("so-mau", "Sở Mẫu", email="so@mau.example"), Agency("ban-b", "Ban <B> & C"))
KINDS = [VerdictKind.ON_TIME, VerdictKind.MISSING, VerdictKind.UNVERIFIABLE, VerdictKind.LATE]


@pytest.fixture(scope="module")
def visit(empty: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visit]:
    """A hundred and twenty duties of two agencies, cases, hints, patterns and a rule that floods.

    These tests only look at it: all of them at the same one.
    """
    with town_in(tmp_path_factory.mktemp("tinh"), empty) as town, _listed(town) as served:
        yield served


@contextmanager
def _listed(town: Town) -> Iterator[Visit]:
    town = replace(town, line=replace(town.line, agencies=AGENCIES))
    with town.line.store.begin() as work:
        work.judgements.put_disclosures(SAMPLES.disclosure(n, title=f"{NASTY} {n}") for n in range(1, 121))
        work.judgements.put([_duty(n) for n in range(1, 121)], town.now)
        work.cases.put_all([SAMPLES.case(1), SAMPLES.case(2, agency_id="ban-b", agency_name="Ban <B> & C")])
        found = [
            SAMPLES.finding(
                n, code=code, severity=severity, verdict=verdict, fingerprint=f"f{n}", package_title=NASTY
            )
            for n, (code, severity, verdict) in enumerate(_FINDINGS)
        ]
        work.findings.put(found, town.now)
        work.meta.set(COUNTS, [{"code": "split_below_ceiling", "packages": 20, "fired": 9, "floods": True}])
    with serving(town) as served:
        yield served


_FINDINGS = [
    ("missing_on_portal", Severity.INFORM, VerdictKind.MISSING),
    ("missing_on_portal", Severity.MEDIUM, VerdictKind.MISSING),
    ("posted_twice", Severity.INFORM, VerdictKind.UNVERIFIABLE),
    ("posted_twice", Severity.INFORM, VerdictKind.UNVERIFIABLE),
    ("split_below_ceiling", Severity.INFORM, VerdictKind.UNVERIFIABLE),
]


def _duty(number: int) -> tuple:  # type: ignore[type-arg]
    kind = KINDS[number % 4]
    due = end_of_day(date(2026, 9, 1) + timedelta(days=number % 20))
    reason = "no_source" if number % 8 == 2 else "not_covered"
    duty = SAMPLES.duty(
        number, due_at=due, due_strict_at=due, agency_id="so-mau" if number % 3 else "ban-b",
        confidence=Confidence.READ,
    )  # fmt: skip
    return duty, SAMPLES.verdict(number, kind, reason=reason if kind is VerdictKind.UNVERIFIABLE else "")


def _count(person: Person, path: str) -> int:
    answer = person.get(path)
    assert answer.status_code == 200, path
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    assert heading is not None
    return int(re.findall(r"\d+", heading[1])[0])


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("", 120),
        ("don-vi=ban-b", 40),
        ("kenh=portal", 120),
        ("kenh=national", 0),
        ("ket-luan=missing", 30),
        ("don-vi=ban-b&ket-luan=missing", 10),
        ("tam-giu=nguon", 15),
        ("tam-giu=chua-khai-bao", 15),
        ("tinh=xep-hang", 105),
        ("han-tu=2026-09-01&han-den=2026-09-01", 6),
        ("han-den=2026-09-02", 12),
        ("don-vi=khong-co", 0),
    ],
)
def test_the_address_says_what_is_listed(visit: Visit, query: str, count: int) -> None:
    person = inside(visit, Role.INSPECTOR)
    assert _count(person, f"{DUTIES}?{query}") == count


def test_pages_follow_each_other_and_keep_the_filters(visit: Visit) -> None:
    person, seen = inside(visit, Role.AUDITOR), []
    path: str | None = f"{DUTIES}?kenh=portal"
    while path:
        page = person.get(path).text
        seen += re.findall(r"IB26\d{8}", page)
        following = re.search(r'<a rel="next" href="([^"]*)"', page)
        path = following[1].replace("&amp;", "&") if following else None
        assert path is None or "kenh=portal" in path
    assert len(seen) == len(set(seen)) == 120
    assert "Trang 3" in words(person.get(f"{DUTIES}?trang=99"))
    for wild in ("0", "-1", "x", "9" * 40, "٣"):
        assert person.get(f"{DUTIES}?trang={wild}").status_code == 200


@pytest.mark.parametrize(
    "query", ["kenh=xxx", "ket-luan=1", "han-tu=2026-02-30", "han-den=9999-01-01", "tam-giu=a", "tinh=b"]
)
def test_what_cannot_be_read_is_told_and_left_out(visit: Visit, query: str) -> None:
    answer = inside(visit, Role.INSPECTOR).get(f"{DUTIES}?{query}")
    assert answer.status_code == 200
    assert 'role="alert"' in answer.text
    assert query.partition("=")[0] in words(answer)
    assert "120 nghĩa vụ" in words(answer)


@given(
    filters=st.builds(
        DutyFilters,
        st.text("abc-", max_size=5),
        st.none() | st.sampled_from(list(Channel)),
        st.none() | st.sampled_from(list(VerdictKind)),
        st.none() | st.dates(date(2000, 1, 1), date(2200, 1, 1)),
        st.none() | st.dates(date(2000, 1, 1), date(2200, 1, 1)),
        st.none() | st.sampled_from(list(Held)),
        st.booleans(),
    )
)
def test_filters_read_back_what_they_wrote(filters: DutyFilters) -> None:
    pairs = dict(pair.split("=") for pair in filters.query().split("&") if pair)
    assert read_duty_filters(pairs) == (filters, ())


def test_titles_and_names_are_text(visit: Visit) -> None:
    person = inside(visit, Role.INSPECTOR)
    paths = [DUTIES, "/ban-lam-viec/don-vi", "/ban-lam-viec/don-vi/ban-b", "/ban-lam-viec/phat-hien"]
    for path in [
        *paths,
        "/ban-lam-viec/dau-hieu",
        "/ban-lam-viec/dau-hieu?quy-tac=" + quote("<script>alert(1)"),
    ]:
        for lang in ("vi", "en"):
            page = person.get(f"{path}{'&' if '?' in path else '?'}lang={lang}").text
            assert "<script>alert(1)" not in page, path
            assert "<B>" not in page, path


def test_hints_and_patterns_are_apart_and_a_flood_is_told_not_listed(visit: Visit) -> None:
    person = inside(visit, Role.INSPECTOR)
    assert _count(person, "/ban-lam-viec/phat-hien?muc=inform") == 1
    assert _count(person, "/ban-lam-viec/phat-hien") == 2
    assert _count(person, "/ban-lam-viec/dau-hieu") == 2
    assert "đang nêu quá nhiều" in words(person.get("/ban-lam-viec/dau-hieu"))
    flood = person.get("/ban-lam-viec/dau-hieu?quy-tac=split_below_ceiling")
    assert "9/20" in words(flood)
    assert "1 dấu hiệu" in words(flood)
    sent = person.get("/ban-lam-viec/dau-hieu?quy-tac=missing_on_portal")
    assert sent.headers["location"] == "/ban-lam-viec/phat-hien?quy-tac=missing_on_portal"
    # A pattern goes into no case, even where its package has one.
    assert "/ho-so/HS-" not in flood.text


@pytest.mark.parametrize(
    "path",
    [
        "/ban-lam-viec/don-vi",
        "/ban-lam-viec/phat-hien",
        "/ban-lam-viec/phat-hien?muc=inform",
        "/ban-lam-viec/dau-hieu?quy-tac=posted_twice",
        "/ban-lam-viec/don-vi/ban-b",
        "/ban-lam-viec/don-vi/ban-b?muc=con-mo",
        DUTIES + "?don-vi=ban-b",
    ],
)
def test_an_officer_finds_nothing_of_others_and_nothing_of_the_inspectorates(visit: Visit, path: str) -> None:
    officer = inside(visit, Role.AGENCY_OFFICER, "so-mau")
    assert officer.get(path).status_code == 404


def test_an_officer_sees_the_own_agency_alone(visit: Visit) -> None:
    officer = inside(visit, Role.AGENCY_OFFICER, "so-mau")
    assert _count(officer, DUTIES) == 80
    page = officer.get(f"{DUTIES}?ket-luan=missing")
    assert "Ban &lt;B&gt;" not in page.text
    own = officer.get("/ban-lam-viec/don-vi/so-mau")
    assert own.status_code == 200
    assert "Vị trí qua các tuần" not in words(own)
    assert _count(officer, "/ban-lam-viec/don-vi/so-mau?muc=con-mo") == 1


def test_who_took_over_an_agency_answers_for_its_cases(town: Town) -> None:
    old = Agency("ban-cu", "Ban cũ", successor_id="so-mau", successor_from=date(2026, 1, 1))
    town = replace(town, line=replace(town.line, agencies=(*AGENCIES, old)))
    with town.line.store.begin() as work:
        work.cases.put_all(
            [SAMPLES.case(1), SAMPLES.case(2, agency_id="ban-cu"), SAMPLES.case(3, agency_id="ban-b")]
        )
    with serving(town) as visit:
        officer = inside(visit, Role.AGENCY_OFFICER, "so-mau")
        assert _count(officer, "/ban-lam-viec/don-vi/so-mau?muc=con-mo") == 2


def test_every_page_names_its_icon_and_says_truly_which_cookies_there_are(visit: Visit) -> None:
    page = visit.get("/dang-ky").text
    (icon,) = re.findall(r'<link rel="icon" href="([^"]*)" type="image/svg\+xml">', page)
    answer = visit.get(icon)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/svg+xml")
    assert answer.text.startswith("<svg ")
    assert "chỉ dùng cookie để giữ đăng nhập của cán bộ" in page
    assert "only cookies here keep the staff logged in" in visit.get("/dang-ky?lang=en").text


def test_a_step_is_refused_in_the_readers_language(visit: Visit) -> None:
    person = inside(visit, Role.INSPECTOR)
    told = {}
    for lang in ("vi", "en"):
        form = {"csrf": person.token, "buoc": "snooze", "moc": "0", "den": "2026-12-01", "ly_do": ""}
        answer = person.post(f"/ban-lam-viec/ho-so/HS-2026-0001/buoc?lang={lang}", form)
        assert answer.status_code == 422
        told[lang] = re.findall(r'role="alert"><p>([^<]*)', answer.text)[0]
    assert told == {
        "vi": "Hồ sơ HS-2026-0001: tạm hoãn nhắc phải kèm lý do. Hãy ghi lý do rồi làm lại.",
        "en": "Case HS-2026-0001: a snooze needs a reason. Give one and try again.",
    }
