"""Đăng nhập bằng nhà cung cấp danh tính: đi, về, và mọi kiểu nói dối đều bị từ chối.
Login by an OpenID provider: there and back, and every way it could lie is refused."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import requests
from joserfc.jwk import OctKey, RSAKey

from monitor.access.openid import Provider, is_safe, provider
from monitor.access.people import new_user
from monitor.domain.errors import ConfigError
from monitor.domain.staff import Actor, Role
from monitor.steps import staff
from tests.steps.subscribers import Town
from tests.web.idp import CLIENT, SECRET, Idp, providing
from tests.web.served import SLOWEST, Visit, serving, words
from tests.web.staffed import Person, account, deeds

OUT, BACK = "/dang-nhap/openid", "/dang-nhap/openid/ve"


@pytest.fixture
def idp(town: Town) -> Iterator[Idp]:
    with providing(lambda: town.now) as served:
        yield served


@pytest.fixture
def house(town: Town, idp: Idp) -> Iterator[Visit]:
    with serving(town, provider=Provider(idp.url, CLIENT, SECRET, "Cổng tỉnh")) as visit:
        user = new_user("thanh.tra", "Thanh tra", Role.INSPECTOR, town.now, email="thanh.tra@songmau.example")
        staff.add(town.line.store, Actor("thử"), user, (), town.now)
        yield visit


def agree(way: str) -> str:
    """The browser at the provider: the path of ours that it is sent back to."""
    back = requests.get(way, allow_redirects=False, timeout=SLOWEST).headers["location"]
    return "/" + back.split("/", 3)[3]


def round_trip(visit: Visit, person: Person | None = None, out: str = OUT) -> requests.Response:
    person = person or Person(visit)
    left = person.get(out)
    assert left.status_code == 303, words(left)
    return person.get(agree(left.headers["location"]))


def test_there_and_back_into_the_first_room(house: Visit, idp: Idp) -> None:
    person = Person(house)
    assert "Đăng nhập bằng Cổng tỉnh" in words(person.get("/dang-nhap"))
    arrived = round_trip(house, person, f"{OUT}?ve=/tai-khoan")
    assert (arrived.status_code, arrived.headers["location"]) == (303, "/tai-khoan")
    assert person.get("/tai-khoan").status_code == 200
    (asked,) = idp.asked
    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert asked["redirect_uri"] == house.url + BACK
    assert len(asked["nonce"]) >= 40
    assert len(asked["state"]) >= 40
    assert account(house, "thanh.tra").subject == f"{idp.url}#123"
    assert deeds(house) == ["user_added", "subject_bound", "logged_in"]


def test_from_then_on_the_subject_counts_not_the_address(house: Visit, idp: Idp) -> None:
    round_trip(house)
    idp.email = "khac@songmau.example"
    assert round_trip(house).status_code == 303
    # Somebody else who was given the old address is not this person.
    idp.subject, idp.email = "456", "thanh.tra@songmau.example"
    assert round_trip(house).status_code == 403


LIES: list[dict[str, Any]] = [
    {"nonce": "nonce-khac"},
    {"nonce": None},
    {"aud": "ung-dung-khac"},
    {"aud": [CLIENT, "ung-dung-khac"]},
    {"aud": None},
    {"iss": "https://xau.example"},
    {"exp": 1},
    {"exp": None},
    {"iat": None},
    {"sub": None},
    {"azp": "ung-dung-khac"},
    {"email_verified": False},
    {"email_verified": "true"},
    {"email": "khong.co@songmau.example"},
]


@pytest.mark.parametrize("lie", LIES, ids=str)
def test_a_token_that_says_anything_else_is_refused(house: Visit, idp: Idp, lie: dict[str, Any]) -> None:
    idp.lie = lie
    person = Person(house)
    answer = round_trip(house, person)
    assert answer.status_code == 403
    assert "Không đăng nhập được qua nhà cung cấp danh tính" in words(answer)
    assert person.get("/tai-khoan").status_code == 303
    assert account(house, "thanh.tra").subject == ""


def test_a_forged_signature_is_refused(house: Visit, idp: Idp) -> None:
    idp.sign_with = RSAKey.generate_key(2048, {"kid": "k1"})
    assert round_trip(house).status_code == 403


@pytest.mark.parametrize("known", ["public key", "client secret"])
def test_a_signature_by_what_others_know_too_is_refused(house: Visit, idp: Idp, known: str) -> None:
    """The classic confusion: an HMAC made with what everybody may read, or with the secret we share."""
    modulus = str(idp.key.as_dict(private=False)["n"])
    idp.algorithm = "HS256"
    idp.sign_with = OctKey.import_key(modulus if known == "public key" else SECRET * 2)
    assert round_trip(house).status_code == 403


def test_an_expired_token_is_refused_but_a_clock_may_be_a_minute_off(house: Visit, idp: Idp) -> None:
    at = int(house.town.now.timestamp())
    idp.lie = {"exp": at - 120}
    assert round_trip(house).status_code == 403
    idp.lie = {"exp": at - 30}
    assert round_trip(house).status_code == 303


def test_a_round_that_this_browser_did_not_begin_is_refused(house: Visit) -> None:
    person, thief = Person(house), Person(house)
    back = agree(person.get(OUT).headers["location"])
    assert thief.get(back).status_code == 403
    thief.get(OUT)
    assert thief.get(back).status_code == 403
    assert person.get(back.replace("state=", "state=x")).status_code == 403
    assert person.get(f"{BACK}?error=access_denied").status_code == 403
    assert person.get(back).status_code == 303


def test_a_code_is_good_once(house: Visit) -> None:
    person = Person(house)
    left = person.get(OUT)
    round_cookie = person.browser.cookies["vong-openid"]
    back = agree(left.headers["location"])
    assert person.get(back).status_code == 303
    again = Person(house)
    again.browser.cookies.set("vong-openid", round_cookie, domain="127.0.0.1", path="/")
    assert again.get(back).status_code == 403


def test_a_closed_account_stays_closed(house: Visit) -> None:
    staff.disable(house.town.line.store, Actor("thử"), "thanh.tra", house.town.now)
    assert round_trip(house).status_code == 403


@pytest.mark.parametrize(
    "description",
    [
        {"issuer": "https://xau.example"},
        {"token_endpoint": "http://xau.example/token"},
        {"jwks_uri": "file:///etc/passwd"},
        {"authorization_endpoint": "javascript:alert(1)"},
    ],
    ids=str,
)
def test_an_unsafe_description_is_not_followed(house: Visit, idp: Idp, description: dict[str, str]) -> None:
    idp.description = description
    answer = Person(house).get(OUT)
    assert answer.status_code == 403
    assert "location" not in answer.headers


def test_a_provider_that_does_not_answer_is_told_in_words(town: Town) -> None:
    with serving(town, provider=Provider("http://127.0.0.1:9", CLIENT, SECRET, "Cổng")) as visit:
        answer = Person(visit).get(OUT)
        assert answer.status_code == 403
        assert "hãy báo quản trị viên" in words(answer)


def test_proving_again_wants_a_login_made_just_now(house: Visit, idp: Idp) -> None:
    person = Person(house)
    round_trip(house, person)
    assert "Cổng tỉnh" in words(person.get("/xac-nhan-lai"))
    assert round_trip(house, person, f"{OUT}?lai=1").status_code == 303
    assert idp.asked[-1]["max_age"] == "0"
    idp.lie = {"auth_time": int((house.town.now - timedelta(minutes=6)).timestamp())}
    assert round_trip(house, person, f"{OUT}?lai=1").status_code == 403
    assert round_trip(house, person).status_code == 303


def test_without_a_provider_there_is_no_such_page(visit: Visit) -> None:
    assert visit.get(OUT).status_code == 404
    assert visit.get(BACK).status_code == 404
    assert "openid" not in visit.get("/dang-nhap").text


@pytest.mark.parametrize(
    ("address", "safe"),
    [
        ("https://id.example", True),
        ("http://127.0.0.1:8000", True),
        ("http://[::1]:8000", True),
        ("http://localhost", True),
        ("http://id.example", False),
        ("http://127.0.0.1.xau.example", False),
        ("http://10.0.0.1", False),
        ("ftp://127.0.0.1", False),
        ("https://", False),
        ("http://[", False),
    ],
)
def test_only_tls_or_this_machine_is_asked(address: str, safe: bool) -> None:
    assert is_safe(address) is safe


def test_half_a_setting_stops_the_start() -> None:
    assert provider("", "", "", "", "") is None
    assert provider("https://id.example/", CLIENT, "", "", "https://a.example") == Provider(
        "https://id.example", CLIENT, "", "OpenID"
    )
    for issuer, client, web in [
        ("http://id.example", CLIENT, "https://a.example"),
        ("https://id.example", "", "https://a.example"),
        ("https://id.example", CLIENT, ""),
    ]:
        with pytest.raises(ConfigError):
            provider(issuer, client, "", "", web)
