"""Gửi qua SendGrid: yêu cầu đúng hợp đồng, lỗi tạm và lỗi hẳn phân biệt rõ, khóa không lộ.
SendGrid over real HTTP on loopback: the request's contract, the errors' sense, the key's secrecy."""

import base64
import json
import logging
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import ValidationError

from alerts.channels import sendgrid
from monitor.domain.cases import InlineImage, Message, Recipient, key_hash
from monitor.domain.errors import DeliveryError
from tests.alerts.sendgrid_account import KEY, MakeMessage, account, refused


def body_schema(contract: dict[str, Any]) -> dict[str, Any]:
    post = contract["paths"]["/mail/send"]["post"]
    schema = post["requestBody"]["content"]["application/json"]["schema"]
    return {**schema, "components": contract["components"]}


BULK = {"unsubscribe_url": "https://mau.example/d/ngung?m=x%3D", "thread_key": "nha-thau|first"}

PICTURES = (InlineImage("xu-huong", b"\x89PNG\r\n\x1a\n\x00\xff"), InlineImage("xep-hang", b"\x89PNG"))


@pytest.mark.shared
@pytest.mark.parametrize("more", [{}, BULK, {"images": PICTURES}])
@pytest.mark.parametrize("sandbox", [False, True])
def test_the_request_keeps_sendgrids_published_contract(
    make_message: MakeMessage, provider: Any, answer: Any, shared: Path, sandbox: bool, more: dict[str, Any]
) -> None:
    contract = json.loads((shared / "contracts" / "sendgrid-mail-send.openapi.json").read_text())
    provider.answers = [answer(200 if sandbox else 202)]
    sendgrid.send(make_message(**more), account(provider, sandbox=sandbox))
    ((method, path, headers, body),) = provider.requests
    assert (method, path) == ("POST", "/v3/mail/send")
    assert headers["Content-Type"] == "application/json"
    validator = Draft202012Validator(
        body_schema(contract), format_checker=Draft202012Validator.FORMAT_CHECKER
    )
    assert [error.message for error in validator.iter_errors(body)] == []
    assert list(validator.iter_errors({**body, "personalizations": "x"})), "the schema checks nothing"
    unknown = set(body) - set(body_schema(contract)["properties"])
    assert unknown == set()
    reserved = body_schema(contract)["properties"]["personalizations"]["items"]["properties"]["headers"]
    for name in body["personalizations"][0]["headers"]:
        assert f"`{name.lower()}`" not in reserved["description"].lower()


def test_an_accepted_message_carries_its_key_and_gives_a_receipt(
    make_message: MakeMessage, provider: Any
) -> None:
    message = make_message()
    receipt = sendgrid.send(message, account(provider, from_name="Giám sát"))
    assert receipt == "SendGrid đã nhận, mã sm-0001"
    ((_, _, headers, body),) = provider.requests
    assert headers["Authorization"] == f"Bearer {KEY}"
    (to,) = body["personalizations"]
    assert to["to"] == [{"email": "thanh-tra@example.org", "name": "Thanh tra tỉnh Sông Mẫu"}]
    assert body["from"] == {"email": "giam-sat@example.org", "name": "Giám sát"}
    assert body["subject"] == message.subject
    assert [(part["type"], part["value"]) for part in body["content"]] == [
        ("text/plain", message.text),
        ("text/html", message.html),
    ]
    assert to["custom_args"] == {"message_key": key_hash(message.key)}
    assert message.key not in json.dumps(body)
    assert set(body["categories"]) == {"alert", "first"}
    assert body["tracking_settings"] == {
        "click_tracking": {"enable": False, "enable_text": False},
        "open_tracking": {"enable": False},
    }
    assert "mail_settings" not in body


def test_a_trial_run_is_checked_and_not_sent(make_message: MakeMessage, provider: Any, answer: Any) -> None:
    provider.answers = [answer(200)]
    receipt = sendgrid.send(make_message(), account(provider, sandbox=True))
    assert "không gửi" in receipt
    assert provider.mails[0]["mail_settings"] == {"sandbox_mode": {"enable": True}}


@pytest.mark.parametrize("status", [408, 429, 500, 502, 503, 504])
def test_trouble_at_the_provider_passes(
    make_message: MakeMessage, provider: Any, answer: Any, status: int
) -> None:
    provider.answers = [answer(status, b'{"errors": [{"message": "too many requests"}]}')]
    error = refused(provider, make_message())
    assert error.permanent is False
    assert "too many requests" in error.vi
    assert str(status) in error.vi


@pytest.mark.parametrize("status", [400, 401, 403, 404, 413])
def test_a_refusal_is_permanent_unless_it_is_of_our_key_and_carries_sendgrids_words(
    make_message: MakeMessage, provider: Any, answer: Any, status: int
) -> None:
    told = {"errors": [{"message": "Does not contain a valid address.", "field": "from.email", "help": None}]}
    provider.answers = [answer(status, json.dumps(told).encode())]
    error = refused(provider, make_message())
    assert error.permanent is (status not in (401, 403))
    assert "from.email Does not contain a valid address." in error.vi
    assert ("sendgrid_api_key" in error.vi) == (status in (401, 403))


def test_a_provider_that_hangs_up_passes(make_message: MakeMessage, provider: Any, answer: Any) -> None:
    provider.answers = [answer(hang_up=True)]
    assert refused(provider, make_message()).permanent is False


def test_a_provider_that_never_answers_is_given_up_in_time(
    make_message: MakeMessage, provider: Any, answer: Any
) -> None:
    provider.answers = [answer(silent=True)]
    error = refused(provider, make_message(), timeout_seconds=0.2)
    assert error.permanent is False
    assert "tự gửi lại" in error.vi


def test_nobody_listening_passes(make_message: MakeMessage, provider: Any) -> None:
    error = refused(provider, make_message(), host="http://127.0.0.1:9")
    assert error.permanent is False
    assert "127.0.0.1:9" in error.vi


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_key_never_follows_a_redirect(
    make_message: MakeMessage, provider: Any, answer: Any, status: int
) -> None:
    provider.answers = [answer(status, headers={"Location": f"{provider.host}/elsewhere"})]
    assert refused(provider, make_message()).permanent is True
    assert [path for _, path, _, _ in provider.requests] == ["/v3/mail/send"]


def test_a_login_page_with_status_200_is_not_an_acceptance(
    make_message: MakeMessage, provider: Any, answer: Any
) -> None:
    provider.answers = [answer(200, b"<html>please log in to the network</html>")]
    assert refused(provider, make_message()).permanent is False


@pytest.mark.parametrize(
    "body",
    [b"", b"\xff\xfe", b"[" * 5_000, b'{"errors": 5}', b'{"errors": [1]}', b"<html>" + b"x" * 9_000, b"null"],
)
def test_an_unreadable_error_is_still_one_short_line(
    make_message: MakeMessage, provider: Any, answer: Any, body: bytes
) -> None:
    provider.answers = [answer(400, body)]
    error = refused(provider, make_message())
    assert error.permanent is True
    assert "\n" not in error.vi
    assert len(error.vi) < 600


def test_a_key_that_the_provider_repeats_is_blotted_out(
    make_message: MakeMessage, provider: Any, answer: Any
) -> None:
    provider.answers = [answer(401, f"bad key {KEY}".encode())]
    assert "bad key …" in refused(provider, make_message()).vi


@pytest.mark.parametrize("status", [202, 401, 500])
def test_the_key_and_the_address_are_in_no_log(
    make_message: MakeMessage, provider: Any, answer: Any, caplog: pytest.LogCaptureFixture, status: int
) -> None:
    caplog.set_level(logging.DEBUG)
    caplog.set_level(logging.DEBUG, logger="python_http_client.client")
    provider.answers = [answer(status)]
    try:
        sendgrid.send(make_message(), account(provider))
    except DeliveryError:
        assert status != 202
    assert KEY not in caplog.text
    assert "thanh-tra@example.org" not in caplog.text
    assert KEY not in repr(account(provider))


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"host": "http://mail.example.org"}, "host"),
        ({"host": "ftp://api.sendgrid.com"}, "host"),
        ({"host": "api.sendgrid.com"}, "host"),
        ({"api_key": ""}, "api_key"),
        ({"timeout_seconds": 0}, "timeout_seconds"),
        ({"apikey": "x"}, "apikey"),
    ],
)
def test_a_wrong_setting_is_refused_by_name_and_without_the_key(provider: Any, changes, field: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        account(provider, **changes)
    assert field in str(refusal.value)
    assert KEY not in str(refusal.value)


def test_an_empty_key_is_never_replaced_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SENDGRID_API_KEY", KEY)
    with pytest.raises(ValidationError):
        sendgrid.Settings.model_validate({"api_key": "", "from_address": "a@example.org"})


def test_a_comma_in_a_name_stays_one_recipient(make_message: MakeMessage, provider: Any) -> None:
    reader = Recipient("a", 'Sở A, Phòng "B"; C', "a@example.org", "sendgrid")
    sendgrid.send(make_message(recipient=reader), account(provider))
    (to,) = provider.mails[0]["personalizations"][0]["to"]
    assert to == {"email": "a@example.org", "name": 'Sở A, Phòng "B"; C'}


def headers_of(provider: Any) -> dict[str, str]:
    return dict(provider.mails[-1]["personalizations"][0]["headers"])


def test_a_subscribers_mail_can_be_stopped_with_one_click(make_message: MakeMessage, provider: Any) -> None:
    sendgrid.send(make_message(**BULK), account(provider))
    headers = headers_of(provider)
    assert headers["List-Unsubscribe"] == "<https://mau.example/d/ngung?m=x%3D>"
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"


def test_later_mails_of_a_thread_refer_to_the_message_id_of_the_first(
    make_message: MakeMessage, provider: Any
) -> None:
    sendgrid.send(make_message(key="first", thread_key="first"), account(provider))
    first = headers_of(provider)
    sendgrid.send(make_message(key="second", thread_key="first"), account(provider))
    second = headers_of(provider)
    assert set(first) == {"Message-ID"}
    assert first["Message-ID"] != second["Message-ID"]
    assert second["References"] == second["In-Reply-To"] == first["Message-ID"]
    assert first["Message-ID"].endswith("@example.org>")


def test_images_travel_inside_the_mail_under_the_names_that_its_html_uses(
    make_message: MakeMessage, provider: Any
) -> None:
    html = '<img src="cid:xu-huong" alt="Xu hướng"><img src="cid:xep-hang" alt="Xếp hạng">'
    sendgrid.send(make_message(html=html, images=PICTURES), account(provider))
    sent = {one["content_id"]: one for one in provider.mails[0]["attachments"]}
    assert {name: (one["disposition"], one["type"]) for name, one in sent.items()} == {
        "xu-huong": ("inline", "image/png"),
        "xep-hang": ("inline", "image/png"),
    }
    assert {name: base64.b64decode(one["content"]) for name, one in sent.items()} == {
        image.cid: image.png for image in PICTURES
    }


def test_a_mail_without_images_has_no_attachments(make_message: MakeMessage, provider: Any) -> None:
    sendgrid.send(make_message(), account(provider))
    assert "attachments" not in provider.mails[0]


def readers(make_message: MakeMessage, count: int) -> list[Message]:
    return [
        make_message(
            key=f"thanh-tra-{number}|outage|1|sendgrid",
            recipient=Recipient(f"thanh-tra-{number}", "Thanh tra", f"tt{number}@example.org", "sendgrid"),
        )
        for number in range(count)
    ]


@pytest.mark.shared
def test_one_text_for_many_goes_in_one_request_and_nobody_sees_another(
    make_message: MakeMessage, provider: Any, shared: Path
) -> None:
    messages = readers(make_message, 3)
    receipt = sendgrid.send_many(messages, account(provider))
    assert receipt == "SendGrid đã nhận, mã sm-0001"
    (body,) = provider.mails
    contract = json.loads((shared / "contracts" / "sendgrid-mail-send.openapi.json").read_text())
    assert [error.message for error in Draft202012Validator(body_schema(contract)).iter_errors(body)] == []
    people = body["personalizations"]
    assert [one["to"] for one in people] == [
        [{"email": f"tt{number}@example.org", "name": "Thanh tra"}] for number in range(3)
    ]
    assert len({one["headers"]["Message-ID"] for one in people}) == 3
    assert [one["custom_args"] for one in people] == [{"message_key": key_hash(m.key)} for m in messages]
    assert not any(name in one for one in people for name in ("cc", "bcc"))
    assert (body["subject"], len(body["content"])) == (messages[0].subject, 2)


@pytest.mark.shared
def test_the_contract_admits_as_many_as_are_sent_at_once(shared: Path) -> None:
    contract = json.loads((shared / "contracts" / "sendgrid-mail-send.openapi.json").read_text())
    assert body_schema(contract)["properties"]["personalizations"]["maxItems"] == sendgrid.MOST_AT_ONCE
