"""Con số trong thư của nhà thầu dẫn tới đúng danh sách ấy, mỗi gói thầu dẫn tới trang của nó.
The number in a contractor's letter leads to that very list, and each tender to its page."""

import html
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.domain.vocabulary import MessageKind
from monitor.steps.publish import publish
from tests.steps.subscribers import DAILY, DAY, EVERYTHING, HOUR, notice, subscription
from tests.web.served import Visit, words

WEB = "https://giam-sat.example"


@pytest.fixture
def told(visit: Visit) -> Iterator[Visit]:
    """A contractor with a daily letter; two days with news, each told in its letter."""
    town = visit.town
    town.line = replace(town.line, web_url=visit.url)
    town.subscribe(subscription("nha-thau", EVERYTHING, DAILY, town.now - HOUR))
    first = notice(1, town.now), notice(2, town.now, name="Gói <b>lạ</b> & đẹp"), notice(3, town.now)
    town.publish(*first)
    town.passes()
    moved = replace(first[0], tender_period_end=town.now + 12 * DAY, version="01")
    town.now += HOUR
    town.publish(moved)
    town.passes()
    town.passes(DAY)
    town.publish(notice(4, town.now))
    town.passes()
    town.passes(DAY)
    publish(town.line, town.now)
    return visit


def links(page: str) -> list[tuple[str, str]]:
    """The way of each link on our own site, and its words."""
    found = re.findall(r'<a href="([^"]+)"[^>]*>(.*?)</a>', page, re.DOTALL)
    return [
        (re.sub(r"^https?://[^/]+", "", html.unescape(where)), html.unescape(text)) for where, text in found
    ]


def test_the_number_of_each_letter_is_the_number_of_its_list(told: Visit) -> None:
    letters = told.town.letters(MessageKind.BIDS)
    assert len(letters) == 2
    for letter, number in zip(letters, (3, 1), strict=True):
        (lead,) = [
            (where, text) for where, text in links(letter.html) if "/tin/" in where and "/dang-ky/" in where
        ]
        assert lead[1].startswith(f"{number} gói thầu")
        assert f"{told.url}{lead[0]}" in letter.text
        answer = told.get(lead[0])
        assert answer.status_code == 200
        assert f"<h1>{number} gói thầu trong thư này</h1>" in answer.text
        packages = {where for where, _ in links(letter.html) if where.startswith("/goi-thau/")}
        assert len(packages) == number
        assert {where for where, _ in links(answer.text) if where.startswith("/goi-thau/IB")} == packages
        for where in packages:
            assert f"{told.url}{where}" in letter.text
            assert told.get(where).status_code == 200, where
        assert f"{number} tender" in words(told.get(f"{lead[0]}?lang=en"))


def test_a_tender_of_which_several_things_are_told_stands_once_as_in_the_letter(told: Visit) -> None:
    letter = told.town.letters(MessageKind.BIDS)[0]
    (where,) = [where for where, _ in links(letter.html) if "/tin/" in where and "/dang-ky/" in where]
    page = told.get(where)
    assert page.text.count('<li class="edge') == 3
    (both,) = [part for part in page.text.split('<li class="edge')[1:] if part.count('<span class="tag') > 1]
    assert "Mời thầu mới" in both
    assert "Gia hạn thời điểm đóng thầu" in both
    assert page.text.count("<h2>") == 3, "no level of headings is passed over"
    assert "Thư soạn lúc" in words(page)
    assert f'href="{where.rsplit("/tin/", 1)[0]}?lang=vi"' in page.text, "the way back keeps the language"


def test_a_hostile_title_stays_text_in_letter_and_list(told: Visit) -> None:
    letter = told.town.letters(MessageKind.BIDS)[0]
    (where,) = [where for where, _ in links(letter.html) if "/tin/" in where and "/dang-ky/" in where]
    for page in (letter.html, told.get(where).text):
        assert "<b>lạ</b>" not in page


def test_a_letter_of_somebody_else_or_of_nobody_is_not_shown(told: Visit) -> None:
    town = told.town
    town.subscribe(subscription("nguoi-khac", EVERYTHING, DAILY, town.now - HOUR))
    letter = town.letters(MessageKind.BIDS)[0]
    (where,) = [where for where, _ in links(letter.html) if "/tin/" in where and "/dang-ky/" in where]
    name = where.rsplit("/", 1)[1]
    assert told.get(f"/dang-ky/bi-mat-nguoi-khac/tin/{name}").status_code == 404
    assert told.get(f"/dang-ky/bi-mat-khong-co/tin/{name}").status_code == 404
    for made_up in ("0" * 32, "a", "%00", "x" * 500):
        assert told.get(f"/dang-ky/bi-mat-nha-thau/tin/{made_up}").status_code == 404


def test_a_letter_without_news_or_without_pages_leads_nowhere(visit: Visit) -> None:
    town = visit.town
    town.subscribe(subscription("nha-thau", EVERYTHING, DAILY, town.now - HOUR))
    town.publish(notice(1, town.now))
    town.passes(timedelta())
    town.passes(DAY)
    (letter,) = town.letters(MessageKind.BIDS)
    assert "/tin/" not in letter.html + letter.text
    town.line = replace(town.line, web_url=WEB)
    town.passes(7 * DAY)
    quiet = town.letters(MessageKind.BIDS)[-1]
    assert quiet is not letter
    assert "/tin/" not in re.sub(r"tin\.atom", "", quiet.html + quiet.text)
