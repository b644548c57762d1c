"""Dịch vụ thư mẫu: nhận thư đúng dạng, từ chối thư sai, nhớ sau khi khởi động lại.
The demo mail provider accepts what SendGrid's Web API accepts and forgets nothing."""

import json
from pathlib import Path
from typing import Any

import pytest
import requests

from monitor.demo.model import World
from monitor.demo.servers.mail import API_KEY
from monitor.demo.servers.start import MAIL, start

Town = Any  # the class of conftest.py, which cannot be imported
PATIENCE = 10
MAIL_PATH = "/v3/mail/send"
LETTER: dict[str, Any] = {
    "personalizations": [{"to": [{"email": "thanh-tra@songmau.example"}]}],
    "from": {"email": "giam-sat@songmau.example", "name": "Giám sát (mẫu)"},
    "subject": "Có dấu hiệu đăng sau hạn (dữ liệu tổng hợp)",
    "content": [{"type": "text/plain", "value": "Thư mẫu"}, {"type": "text/html", "value": "<p>Thư mẫu</p>"}],
}
KEY = {"Authorization": f"Bearer {API_KEY}"}


def test_a_proper_letter_is_accepted_and_kept(town: Town) -> None:
    before = len(town.running.mails)
    answer = town.post(MAIL, MAIL_PATH, json=LETTER, headers=KEY)
    assert (answer.status_code, answer.content) == (202, b"")
    assert answer.headers["X-Message-Id"]
    assert town.running.mails[before:] == (LETTER,)


@pytest.mark.parametrize("key", [None, "Bearer sai", API_KEY])
def test_a_wrong_key_is_refused(town: Town, key: str | None) -> None:
    before = town.running.mails
    answer = town.post(MAIL, MAIL_PATH, json=LETTER, headers={"Authorization": key} if key else {})
    assert answer.status_code == 401
    assert answer.json()["errors"][0]["message"]
    assert town.running.mails == before


@pytest.mark.parametrize(
    ("changed", "field_name"),
    [
        ({"personalizations": []}, "personalizations"),
        ({"personalizations": [{"to": []}]}, "personalizations.0.to"),
        ({"personalizations": [{"to": [{"email": "khong-phai-dia-chi"}]}]}, "personalizations.0.to"),
        ({"from": None}, "from"),
        ({"subject": " "}, "subject"),
        ({"content": []}, "content"),
        ({"content": [{"type": "text/html", "value": ""}]}, "content.0.value"),
        ({"content": [{"type": "application/pdf", "value": "x"}]}, "content.0.value"),
    ],
)
def test_a_malformed_letter_is_refused_by_its_field(
    town: Town, changed: dict[str, Any], field_name: str
) -> None:
    answer = town.post(MAIL, MAIL_PATH, json=LETTER | changed, headers=KEY)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["field"] == field_name


def test_letters_are_written_to_the_folder_and_known_after_a_restart(small: World, tmp_path: Path) -> None:
    for expected in (1, 2):
        with (
            start(small, lambda: small.ends_at, mail_folder=tmp_path) as running,
            requests.Session() as session,
        ):
            session.post(running.urls[MAIL] + MAIL_PATH, json=LETTER, headers=KEY, timeout=PATIENCE)
            assert len(running.mails) == expected
    files = sorted(tmp_path.glob("*.json"))
    assert [json.loads(path.read_text("utf-8")) for path in files] == [LETTER, LETTER]


def keyed(key: str) -> dict[str, Any]:
    (person,) = LETTER["personalizations"]
    return LETTER | {"personalizations": [person | {"custom_args": {"message_key": key}}]}


def test_a_letter_sent_again_is_known_by_its_key_even_after_a_restart(small: World, tmp_path: Path) -> None:
    numbers = []
    for key in ("a", "b", "a"):
        with (
            start(small, lambda: small.ends_at, mail_folder=tmp_path) as running,
            requests.Session() as session,
        ):
            url = running.urls[MAIL] + MAIL_PATH
            answer = session.post(url, json=keyed(key), headers=KEY, timeout=PATIENCE)
            numbers.append(answer.headers["X-Message-Id"])
            posted = running.posted
    assert answer.status_code == 202
    assert numbers == ["demo-00001", "demo-00002", "demo-00001"]
    assert (posted.accepted, posted.refused, posted.repeated) == (2, 0, 1)
    assert len(list(tmp_path.glob("*.json"))) == 2


def test_refused_calls_are_counted(town: Town) -> None:
    before = town.running.posted
    town.post(MAIL, MAIL_PATH, json=LETTER, headers={})
    town.post(MAIL, MAIL_PATH, json=LETTER | {"subject": ""}, headers=KEY)
    after = town.running.posted
    assert (after.accepted, after.refused) == (before.accepted, before.refused + 2)
