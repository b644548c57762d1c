"""Thư và trang tiếng Anh gọi lĩnh vực, hình thức bằng tiếng Anh; tiếng Việt giữ nguyên.
English letters and pages call fields and methods by English names; Vietnamese ones as before."""

import html
import re
from dataclasses import replace

import pytest

from monitor.domain.labels import LANGS
from monitor.domain.subscriptions import Want
from monitor.domain.vocabulary import MessageKind
from monitor.steps.letterhead import code_names, feeds_path
from monitor.steps.publish import publish
from monitor.steps.subscribe import ask, stop
from sources.egp.codelists import code_lists
from tests.steps.subscribers import AT_ONCE, DAY, notice, subscription
from tests.web.served import Visit, words

WANT = Want(categories=("XL", "HH"), methods=("DTRR",))
SAID = {"vi": ("Xây lắp", "Hàng hóa", "Đấu thầu rộng rãi"), "en": ("Works", "Goods", "Open bidding")}
ASKED = {"vi": "lĩnh vực: Xây lắp, Hàng hóa", "en": "field: Works, Goods"}
FACTS = {"vi": " · Xây lắp · Đấu thầu rộng rãi", "en": " · Works · Open bidding"}


@pytest.fixture
def fed(visit: Visit) -> Visit:
    town = visit.town
    town.line = replace(town.line, web_url=visit.url)
    for lang in LANGS:
        town.subscribe(subscription(f"nha-thau-{lang}", WANT, AT_ONCE, town.now - DAY, lang=lang))
    town.publish(notice(1, town.now, name="Gói thầu số 1"))
    town.passes()
    publish(town.line, town.now)
    return visit


@pytest.mark.parametrize("name", ["invest_field", "bid_form"])
def test_every_code_with_a_name_has_one_in_each_language(name: str) -> None:
    vietnamese, english = (code_lists(lang)[name] for lang in LANGS)
    named = {code for code, label in vietnamese.items() if label}
    assert named == {code for code, label in english.items() if label}
    assert {code for code in named if english[code] == vietnamese[code]} == set()
    for one in (vietnamese, english):
        assert len({one[code] for code in named}) == len(named), "no two codes are called the same"
    assert all(english[code].isascii() for code in named)


def test_lists_without_english_and_codes_without_a_name_stay_as_they_are() -> None:
    assert code_lists("en")["plan_type"] == code_lists("vi")["plan_type"]
    assert "TGTC" not in code_names("en")


def test_letters_name_fields_and_methods_in_the_language_of_their_reader(fed: Visit) -> None:
    letters = {letter.recipient.lang: letter for letter in fed.town.letters(MessageKind.BIDS)}
    assert set(letters) == set(LANGS)
    for lang, other in (LANGS, LANGS[::-1]):
        for text in (letters[lang].text, html.unescape(letters[lang].html)):
            assert FACTS[lang] in text
            assert ASKED[lang] in text
            assert not any(name in text for name in SAID[other])


def test_letters_that_ask_and_that_confirm_a_stop_do_too(fed: Visit) -> None:
    town = fed.town
    one = ask(town.line, "moi@nha-thau.example", "en", "mail", WANT, AT_ONCE, town.now)
    stop(town.line, fed.one("nha-thau-en"), town.now, town.now)
    told = {letter.kind: letter.text for letter in fed.queued() if letter.recipient.lang == "en"}
    for kind in (MessageKind.CONFIRM, MessageKind.STOPPED):
        assert ASKED["en"] in told[kind]
    assert "Works, Goods" in words(fed.get(f"/dang-ky/{one.secret}"))


def test_pages_name_them_in_the_language_they_are_read_in(fed: Visit) -> None:
    letters = fed.town.letters(MessageKind.BIDS)
    (told,) = {each for letter in letters for each in re.findall(r"/dang-ky/\S+-vi/tin/\w+", letter.text)}
    for lang, other in (LANGS, LANGS[::-1]):
        own = "/dang-ky/bi-mat-nha-thau-vi"
        pages = (own, f"{own}/sua", f"{own}/huy", told, "/goi-thau", "/goi-thau/IB2600000001", "/dang-ky")
        for path in pages:
            seen = words(fed.get(f"{path}?lang={lang}"))
            assert SAID[lang][0] in seen, path
            assert not any(name in seen for name in SAID[other]), path
        preview = words(fed.post(f"/dang-ky?lang={lang}", {"action": "xem", "linh_vuc": "XL"}))
        assert FACTS[lang] in preview


def test_a_feed_is_titled_in_the_language_of_its_subscription(fed: Visit) -> None:
    for lang in LANGS:
        number = f"nha-thau-{lang}"
        feed = fed.get(feeds_path(number, f"bi-mat-{number}") + "/tin.json")
        assert ASKED[lang] in feed.json()["title"]
