"""Mỗi con số trong bản tin dẫn tới danh sách đứng sau nó, và danh sách ấy đếm đúng số ấy.
Every number in a digest links to the list behind it, and the list counts exactly that number.

A small province is played for weeks through the real steps; its letters are taken as they were queued,
every link in them is followed over HTTP, and the number in the letter is compared with the page's.
"""

import html
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from monitor.cases.machine import act
from monitor.domain.case_steps import CaseAction
from monitor.domain.cases import Message, Recipient
from monitor.domain.staff import Role
from monitor.domain.vocabulary import MessageKind
from monitor.steps.conclude import conclude
from monitor.steps.digest_facts import INSPECTORATE
from monitor.steps.judge import Judged, judge
from monitor.steps.link import link
from monitor.steps.patterns import notice
from monitor.steps.tell import sight_now
from monitor.web.desk.watched import read_sources
from monitor.wiring import Line
from storage.store import Store
from tests.steps.subscribers import Town
from tests.storage.histories import History, small_line
from tests.web.served import Visit, serving, words
from tests.web.staffed import Person, inside

WEB = "https://giam-sat.example"
# Monday, 07:30 in Việt Nam: the digest is due since half an hour.
MONDAY = datetime(2026, 9, 28, 0, 30, tzinfo=UTC)
DAY = timedelta(days=1)
READERS = (
    Recipient("thanh-tra", "Thanh tra", "tt@songmau.example", "outbox"),
    Recipient("chief", "Chief", "ct@songmau.example", "outbox", "en"),
)


@dataclass(frozen=True)
class Week:
    """The province on the Monday, its letters and its pages."""

    visit: Visit
    judged: Judged
    letters: tuple[Message, ...]


def _line(store: Store) -> Line:
    line = small_line(store)
    agencies = tuple(replace(one, email=f"{one.id}@songmau.example") for one in line.agencies)
    return replace(line, web_url=WEB, digest_readers=READERS, agencies=agencies)


def _people_close(line: Line, now: datetime) -> None:
    """Within the week: some cases are excused, confirmed, or marked as mended."""
    with line.store.begin() as work:
        waiting = [case for case in work.cases.list() if case.state.is_open]
        for case, action in zip(
            waiting, (CaseAction.EXCUSE, CaseAction.CONFIRM, CaseAction.RESOLVE), strict=False
        ):
            work.cases.put(act(case, action, "Lan", "đã xem", now))


def _monday(line: Line) -> Judged:
    linked = link(line, MONDAY)
    judged = judge(line, linked, MONDAY)
    noticed = notice(line, linked, judged, MONDAY)
    every = replace(judged, findings=(*judged.findings, *noticed.findings))
    conclude(line, linked, every, MONDAY)
    return every


@pytest.fixture(scope="module", params=[11, 23])
def week(
    request: pytest.FixtureRequest, empty: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Week]:
    store = Store(f"sqlite:///{shutil.copy(empty, tmp_path_factory.mktemp('tuan'))}")
    line = _line(store)
    for cycle in History(line, request.param).play(25):
        if cycle.at > MONDAY - 2 * DAY:
            break
    _people_close(line, MONDAY - DAY)
    judged = _monday(line)
    with store.read() as work:
        letters = tuple(one.message for one in work.outbox.list() if one.message.created_at == MONDAY)
    with serving(Town(line, MONDAY)) as visit:
        yield Week(visit, judged, letters)
    store.close()


def _links(message: Message) -> dict[str, list[str]]:
    """Of a letter: by path of ours, every text that leads there."""
    found: dict[str, list[str]] = defaultdict(list)
    for address, inner in re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', message.html, re.DOTALL):
        where = html.unescape(address)
        if where.startswith(f"{WEB}/ban-lam-viec"):
            found[where.removeprefix(WEB)].append(
                " ".join(re.sub(r"<[^>]*>", " ", html.unescape(inner)).split())
            )
    return found


def _numbers(text: str) -> list[int]:
    return [int(re.sub(r"[.,]", "", one)) for one in re.findall(r"\d+(?:[.,]\d{3})*", text)]


def _open(person: Person, path: str) -> tuple[str, str]:
    """The page behind a path, wherever that sends us within the site; its heading and its words."""
    answer = person.get(path)
    if answer.status_code == 303:
        answer = person.get(answer.headers["location"])
    assert answer.status_code == 200, path
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", answer.text, re.DOTALL)
    assert heading is not None, path
    return re.sub(r"<[^>]*>", " ", html.unescape(heading[1])), words(answer)


def _of(week: Week, kind: MessageKind, lang: str = "vi") -> list[Message]:
    found = [one for one in week.letters if one.kind is kind and one.recipient.lang == lang]
    assert found
    return found


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_number_of_the_inspectorates_digest_is_the_number_of_its_list(week: Week, lang: str) -> None:
    person = inside(week.visit, Role.INSPECTOR)
    (message,) = _of(week, MessageKind.DIGEST, lang)
    checked = 0
    for path, texts in _links(message).items():
        place = urlsplit(path).path
        heading, page = _open(person, path)
        if place in ("/ban-lam-viec", "/ban-lam-viec/nguon") or re.search(r"/(ho-so|nguon)/[^/]+$", place):
            continue  # rooms and single things: opened above, their names are no numbers
        (count, *_) = _numbers(heading)
        told = [_numbers(text) for text in texts]
        if "tinh=xep-hang" in path:
            on_time, concluded = told[0]
            assert f"{on_time} đúng hạn trong {concluded} đã kết luận" in page, (path, texts)
            assert count == sum(_numbers(page.split("đã kết luận. ")[1])[:1]) + concluded
        else:
            assert any(count in numbers for numbers in told), (path, texts, heading)
            # “12 more” and the like name a part of the list.
            assert all(count in numbers or max(numbers) < count for numbers in told if numbers), (path, texts)
        checked += 1
    assert checked > 20


def test_the_room_of_sources_shows_every_source_that_the_letter_calls_unseen(week: Week) -> None:
    (message,) = _of(week, MessageKind.DIGEST)
    links = _links(message)
    named = [texts[0] for path, texts in links.items() if path.startswith("/ban-lam-viec/nguon/")]
    (told,) = [_numbers(text) for text in links["/ban-lam-viec/nguon"][:1]]
    page = inside(week.visit, Role.INSPECTOR).get("/nguon-tin").text
    lines = [
        words_of
        for words_of in page.split("<li class=")[1:]
        if "source-line blind" in words_of or "source-line late" in words_of
    ]
    assert told == [len(named)]
    for name in named:
        assert sum(f">{name}</a>" in line for line in lines) == 1, name


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_how_many_sources_a_week_saw_leads_to_those_sources(week: Week, lang: str) -> None:
    (message,) = _of(week, MessageKind.DIGEST, lang)
    weeks = {path: texts for path, texts in _links(message).items() if "/nguon?" in path}
    assert weeks
    person = inside(week.visit, Role.INSPECTOR)
    for path, texts in weeks.items():
        ((whole, looked),) = [_numbers(text) for text in texts]
        page = person.get(person.get(path).headers["location"]).text.split('id="ten-tuan">', 1)[1]
        heading, rest = page.split("</h2>", 1)
        assert f": {looked} nguồn được kiểm tra, {whole} nguồn" in heading
        lines = rest.split("</section>", 1)[0].split("<li>")[1:]
        assert (len(lines), sum("tag ok" in line for line in lines)) == (looked, whole)


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_plain_text_gives_an_address_for_what_each_section_counts(week: Week, lang: str) -> None:
    (message,) = _of(week, MessageKind.DIGEST, lang)
    named = {html.unescape(address) for address in re.findall(r'<a href="([^"]+)"', message.html)}
    before, *sections = message.text.split("\n# ")
    for section in (before, *sections):
        if _numbers(section.splitlines()[0]) == [0]:
            continue
        found = re.findall(rf"^{re.escape(WEB)}/ban-lam-viec\S*$", section, re.MULTILINE)
        assert found, section
        assert set(found) <= named | {f"{WEB}/ban-lam-viec/nghia-vu"}, "where the letter leads otherwise too"


def test_the_lists_named_in_the_letter_are_of_every_kind(week: Week) -> None:
    (message,) = _of(week, MessageKind.DIGEST)
    places = {urlsplit(path).path.removeprefix("/ban-lam-viec").strip("/") for path in _links(message)}
    assert {"", "ho-so", "nghia-vu", "don-vi", "luot-kiem-tra"} <= places
    by_source = any("tam-giu=nguon&nguon=" in path for path in _links(message))
    assert by_source == ("kết luận tạm giữ" in message.text), "what waits for one source leads there"


def test_every_number_of_an_agencys_digest_is_the_number_of_its_list(week: Week) -> None:
    checked = 0
    for message in _of(week, MessageKind.AGENCY_DIGEST):
        agency = message.recipient.id.removeprefix("don-vi-")
        officer = inside(week.visit, Role.AGENCY_OFFICER, agency, f"can.bo.{agency}")
        for path, texts in _links(message).items():
            assert urlsplit(path).path == f"/ban-lam-viec/don-vi/{agency}"
            (count, *_) = _numbers(_open(officer, path)[0])
            told = [_numbers(text) for text in texts]
            assert any(count in numbers for numbers in told), (path, texts, count)
            assert all(count in numbers or max(numbers) < count for numbers in told if numbers), (path, texts)
            checked += 1
    assert checked >= 2


def test_an_officer_of_another_agency_does_not_open_them(week: Week) -> None:
    stranger = inside(week.visit, Role.AGENCY_OFFICER, "so-khac", "nguoi.la")
    for message in _of(week, MessageKind.AGENCY_DIGEST):
        assert [stranger.get(path).status_code for path in _links(message)] == [404] * len(_links(message))


def test_what_is_withheld_is_listed_whole(week: Week) -> None:
    line = week.visit.town.line
    with line.store.read() as work:
        sight = sight_now(line, work, week.judged, MONDAY)
    person = inside(week.visit, Role.INSPECTOR)
    for held, expected in (("nguon", sight.withheld), ("chua-khai-bao", sight.unwatched)):
        heading, _ = _open(person, f"/ban-lam-viec/nghia-vu?tam-giu={held}")
        assert _numbers(heading) == [expected]


def test_the_sources_not_seen_are_those_of_the_letter_in_the_room_too(week: Week) -> None:
    line = week.visit.town.line
    with line.store.read() as work:
        letter = sight_now(line, work, week.judged, MONDAY)
        room = read_sources(work, line, line.sources, 9, MONDAY)
    told = {one.source_id: (one.reason, one.withheld) for one in letter.blind}
    assert told
    assert {one.source.id: (one.blind.reason, one.blind.withheld) for one in room.facts if one.blind} == told
    assert "Chưa truy cập được là:" in words(inside(week.visit, Role.INSPECTOR).get("/nguon-tin"))


def test_the_places_on_the_page_are_those_of_the_letter(week: Week) -> None:
    with week.visit.town.line.store.read() as work:
        (*_, run) = work.digests.list(INSPECTORATE)
    assert run.completed_at == MONDAY
    (message,) = _of(week, MessageKind.DIGEST)
    (path,) = [path for path in _links(message) if path.startswith("/ban-lam-viec/don-vi?")]
    page = inside(week.visit, Role.INSPECTOR).get(path).text
    names = {agency.name: agency.id for agency in week.visit.town.line.agencies}
    rows = re.findall(r'<td class="number"><b>(\d+)</b>.*?<a href="[^"]*">([^<]*)</a>', page, re.DOTALL)
    assert {names[html.unescape(name)]: int(place) for place, name in rows} == dict(run.places)
