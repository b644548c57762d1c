"""Mọi trang, mọi tình trạng, hai thứ tiếng: mở được, có nhãn, không trùng mã.
Every page in every state and both languages: it opens, every field is labelled, no id stands twice."""

from collections import Counter

import pytest
from selectolax.lexbor import LexborHTMLParser

from monitor.domain.errors import ConfigError
from monitor.domain.subscriptions import Want
from monitor.domain.vocabulary import SubscriptionState
from monitor.web.app import create_app
from tests.steps.subscribers import DAILY, DAY, Town, notice, subscription
from tests.web.served import Visit

OWN = "/dang-ky/bi-mat-nha-thau"
WANT = Want(
    all_words=("đường mẫu", "cầu"), categories=("XL",), places=("99",), price_from=1, online_only=True
)


def checked(page: str, lang: str) -> LexborHTMLParser:
    """The parsed page, with what every page must keep."""
    tree = LexborHTMLParser(page)
    assert [node.attributes["lang"] for node in tree.css("html")] == [lang]
    assert len(tree.css("h1")) == 1
    ids = Counter(node.attributes["id"] for node in tree.css("[id]"))
    assert max(ids.values()) == 1
    labelled = {node.attributes.get("for") for node in tree.css("label")}
    for field in tree.css("input:not([type=hidden]), select"):
        inside = field.parent is not None and field.parent.tag == "label"
        assert inside or field.attributes["id"] in labelled
    for node in tree.css("[aria-describedby], [aria-labelledby]"):
        named = node.attributes.get("aria-describedby") or node.attributes.get("aria-labelledby") or ""
        assert set(named.split()) <= set(ids)
    for link in tree.css("a[href^='#']"):
        assert (link.attributes["href"] or "")[1:] in ids
    return tree


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("state", SubscriptionState)
def test_every_page_of_an_owner_opens(visit: Visit, state: SubscriptionState, lang: str) -> None:
    now = visit.town.now
    visit.town.publish(notice(1, now, name="Cầu, đường mẫu"))
    visit.town.subscribe(subscription("nha-thau", WANT, DAILY, now - DAY))
    visit.town.passes()
    visit.town.subscribe(subscription("nha-thau", WANT, DAILY, now - DAY, state=state))
    for page in ("", "/xac-nhan", "/huy"):
        answer = visit.get(f"{OWN}{page}?lang={lang}")
        assert answer.status_code == 200
        tree = checked(answer.text, lang)
        buttons = tree.css("main button.main, main a.button.main")
        assert len(buttons) <= 1


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("action", ["", "xem", "gui"])
def test_the_form_is_labelled_also_when_it_is_wrong(visit: Visit, action: str, lang: str) -> None:
    wrong = {"action": action, "gia_tu": "x", "gia_den": "y", "nhip": "z", "co": "," * 9, "theo_doi": "q"}
    answer = visit.post(f"/dang-ky?lang={lang}", wrong) if action else visit.get(f"/dang-ky?lang={lang}")
    tree = checked(answer.text, lang)
    assert len(tree.css("button.main")) == 1
    assert len(tree.css("[aria-invalid]")) == {"": 0, "xem": 2, "gui": 4}[action]


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_pages_that_say_no_are_pages(visit: Visit, lang: str) -> None:
    for path in ("/khong-co", "/dang-ky/khong-co-bi-mat-nay", "/dang-ky/da-gui"):
        checked(visit.get(f"{path}?lang={lang}").text, lang)


def test_an_authority_that_names_no_domain_stops_the_start(town: Town) -> None:
    with pytest.raises(ConfigError):
        create_app(town.line, lambda: town.now, authority="http://songmau.example")
    with pytest.raises(ConfigError):
        create_app(town.line, lambda: town.now, event_key="không phải khóa")
