"""Các lệnh về đăng ký như người vận hành gõ: thêm theo từng cách, sửa, theo dõi một số, ngừng.
Subscription commands as an operator types them: each way, editing, following one number, stopping."""

import os
import pwd
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from monitor.domain.subscriptions import Want
from monitor.domain.vocabulary import MessageKind, Pace, SubscriptionState
from monitor.steps.letterhead import feeds_path
from monitor.wiring import utc_now
from storage.store import Store
from tests.steps.subscribers import DAILY, HOUR, subscription

Operator = Any  # the class of conftest.py, which cannot be imported
ADD = ("subscription", "add")


@contextmanager
def opened(operator: Operator) -> Iterator[Store]:
    store = Store(f"sqlite:///{operator.folder / 'data' / 'monitor.db'}")
    try:
        yield store
    finally:
        store.close()


def _one(operator: Operator) -> Any:
    with opened(operator) as store, store.read() as work:
        (one,) = work.subscriptions.list()
    return one


def _put(operator: Operator) -> None:
    one = subscription("dk-1", Want(all_words=("cầu",)), DAILY, utc_now() - HOUR)
    with opened(operator) as store, store.begin() as work:
        work.subscriptions.put([one])


def test_following_one_number_by_command(operator: Operator) -> None:
    done = operator.types(*ADD, "moi@nha-thau.example", "follow=bp2600000001", "--pace", "at_once")
    assert done.returncode == 0, done.stderr
    assert "0 tin khớp trong 30 ngày qua." in done.stdout
    one = _one(operator)
    assert (one.want, one.channel) == (Want(follows=("BP2600000001",)), "mail")
    assert one.state is SubscriptionState.PENDING


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--zalo", "7712345678901", "all=cầu"), "chưa cài đặt Zalo Official Account"),
        (("--webhook", "http://127.0.0.1/nhan", "all=cầu"), "Không gửi được tới địa chỉ máy nhận"),
        (("all=cầu",), "Thiếu địa chỉ thư"),
        (("--zalo", "7712345678901", "--feed", "all=cầu"), "chỉ nhận một cách"),
        (("moi@nha-thau.example", "all=cầu", "--owner", "a@b.example"), "--owner chỉ đi với --webhook"),
        (("khong phai thu@", "all=cầu"), "không phải địa chỉ thư"),
        (("a@b.example, c@d.example", "all=cầu"), "không phải địa chỉ thư"),
        (("a@b.example\nBcc: c@d.example", "all=cầu"), "không phải địa chỉ thư"),
        (("--webhook", "https://may.example/nhan", "all=cầu", "--owner", "nope"), "không phải địa chỉ thư"),
        (("a@b.example", "all=cầu", "online=no"), "online= chỉ nhận yes"),
        (("a@b.example", f"from={'9' * 5000}"), "không phải số tiền"),
        (("a@b.example", "from=1", "from=2"), "chỉ ghi một lần"),
        (("a@b.example", "buyer=ban-so-1", "only-buyer=ban-so-1"), "không đi với nhau"),
    ],
)
def test_a_way_that_cannot_be_is_refused_with_what_to_do(
    operator: Operator, words: tuple[str, ...], told: str
) -> None:
    done = operator.types(*ADD, *words)
    assert done.returncode == 2
    assert told in " ".join(done.stderr.split())
    with opened(operator) as store, store.read() as work:
        assert work.subscriptions.list() == ()


def test_the_key_of_a_webhook_is_printed_once_and_it_waits_for_its_challenge(operator: Operator) -> None:
    done = operator.types(*ADD, "--webhook", "https://khong-co.invalid/nhan", "all=cầu")
    assert done.returncode == 0, done.stderr
    one = _one(operator)
    assert one.settings["secret"] in done.stdout
    assert one.settings["secret"] not in operator.types("subscription", "list").stdout
    refused = operator.types("subscription", "confirm", one.id)
    assert refused.returncode == 2
    assert "Không kết nối được khong-co.invalid" in " ".join(refused.stderr.split())
    assert _one(operator).state is SubscriptionState.PENDING


def test_a_feed_is_active_at_once_and_nothing_is_queued(operator: Operator) -> None:
    assert operator.types(*ADD, "--feed", "follow=IB2600000001").returncode == 0
    assert _one(operator).state is SubscriptionState.ACTIVE
    with opened(operator) as store, store.read() as work:
        assert work.outbox.list() == ()


def test_a_feed_alone_shows_where_it_is_read_and_once_where_it_is_kept(operator: Operator) -> None:
    settings = operator.folder / "monitor.toml"
    given = settings.read_text(encoding="utf-8")
    named = re.sub(r'(\[web\](?:\n[^\[\n]*)*?\nurl = )""', r'\1"https://giam-sat.example"', given)
    settings.write_text(named, encoding="utf-8")
    done = operator.types(*ADD, "--feed", "follow=IB2600000001")
    assert done.returncode == 0, done.stderr
    one = _one(operator)
    read = "https://giam-sat.example" + feeds_path(one.id, one.secret)
    assert f"{read}/tin.atom" in done.stdout
    assert f"{read}/lich.ics" in done.stdout
    assert f"https://giam-sat.example/dang-ky/{one.secret}\n" in done.stdout
    assert one.secret not in operator.types("subscription", "show", one.id).stdout


def test_editing_previews_then_saves_and_keeps_what_was_not_named(operator: Operator) -> None:
    _put(operator)
    assert operator.types("subscription", "edit", "dk-1", "all=đường", "--preview").returncode == 0
    assert _one(operator).want.all_words == ("cầu",)
    done = operator.types("subscription", "edit", "dk-1", "--pace", "weekly", "--weekday", "4")
    assert done.returncode == 0, done.stderr
    one = _one(operator)
    assert (one.want.all_words, one.rhythm.pace, one.rhythm.weekday) == (("cầu",), Pace.WEEKLY, 4)
    assert (one.rhythm.hour, one.address) == (7, "dk-1@nha-thau.example")
    refused = operator.types("subscription", "edit", "dk-1", "all=cầu", "none=cầu")
    assert (refused.returncode, _one(operator)) == (2, one)
    assert "nên không gói thầu nào thỏa cả hai" in " ".join(refused.stderr.split())


def test_status_names_what_the_foot_of_letters_lacks_once_somebody_reads_them(operator: Operator) -> None:
    assert "Chân thư" not in operator.types("status").stdout
    _put(operator)
    told = " ".join(operator.types("status").stdout.split())
    assert "còn thiếu [operator] name, [operator] address, [operator] phone" in told
    assert "[web] url (không có liên kết hủy nhận)" in told
    file = operator.folder / "monitor.toml"
    given = file.read_text(encoding="utf-8")
    for name in ("name", "address", "phone", "email", "site"):
        given = given.replace(f'{name} = ""\n', f'{name} = "mẫu"\n', 1)
    given = given.replace('\nurl = ""', '\nurl = "https://giam-sat.songmau.example"', 1)
    file.write_text(given, encoding="utf-8")
    assert "Chân thư" not in operator.types("status").stdout


def test_stopping_by_phone_takes_one_command_and_one_letter(operator: Operator) -> None:
    _put(operator)
    for _ in range(2):
        assert operator.types("subscription", "stop", "dk-1").returncode == 0
    assert _one(operator).state is SubscriptionState.ENDED
    with opened(operator) as store, store.read() as work:
        (letter,) = (delivery.message for delivery in work.outbox.list())
    assert (letter.kind, letter.recipient.address) == (MessageKind.STOPPED, "dk-1@nha-thau.example")
    refused = operator.types("subscription", "edit", "dk-1", "all=đường")
    assert refused.returncode == 2
    assert "không đang nhận tin nên không sửa được" in " ".join(refused.stderr.split())


def test_who_calls_may_refuse_everything_by_one_command(operator: Operator) -> None:
    _put(operator)
    second = subscription(
        "dk-2", Want(all_words=("cầu",)), DAILY, utc_now() - HOUR, address=_one(operator).address
    )
    with opened(operator) as store, store.begin() as work:
        work.subscriptions.put([second])
    assert "stop dk-1 --all" in operator.types("subscription", "stop", "dk-1").stdout
    assert "ngừng thêm 1 đăng ký" in operator.types("subscription", "stop", "dk-1", "--all").stdout
    with opened(operator) as store, store.read() as work:
        assert {one.state for one in work.subscriptions.list()} == {SubscriptionState.ENDED}


def test_what_is_done_for_an_owner_is_a_row_with_the_name_of_who_did_it(operator: Operator) -> None:
    _put(operator)
    named = ("--by", "Chị Mẫu")
    for words in (
        ("edit", "dk-1", "all=đường", *named), ("edit", "dk-1", "all=đường", *named),
        ("pause", "dk-1", *named), ("resume", "dk-1", *named), ("stop", "dk-1", *named),
        ("erase", "dk-1@nha-thau.example", *named),
    ):  # fmt: skip
        done = operator.types("subscription", *words)
        assert done.returncode == 0, done.stderr
    assert operator.types(*ADD, "--feed", "follow=IB2600000001").returncode == 0
    with opened(operator) as store, store.read() as work:
        *named_rows, last = work.audit_log.walk()
    assert [row.deed.removeprefix("subscription_") for row in named_rows] == [
        "changed", "paused", "resumed", "stopped", "erased",
    ]  # fmt: skip
    assert {(row.actor.by, row.actor.role, row.object) for row in named_rows} == {
        ("Chị Mẫu", "terminal", "dk-1")
    }
    account = pwd.getpwuid(os.getuid()).pw_name
    assert (last.actor.by, last.deed) == (account, "subscription_asked"), (
        "without a name, the machine's account"
    )
    assert "nha-thau.example" not in repr((named_rows, last))
    assert operator.types("audit", "verify").returncode == 0


def test_zalo_tokens_are_entered_only_where_an_application_is_named(operator: Operator) -> None:
    words = ("subscription", "zalo", "--access", "ma-mot", "--refresh", "ma-hai")
    refused = operator.types(*words)
    assert refused.returncode == 2
    assert "Chưa khai báo Zalo" in " ".join(refused.stderr.split())
    settings = operator.folder / "monitor.toml"
    text = settings.read_text(encoding="utf-8")
    named = text.replace('app_id = ""', 'app_id = "42"')
    settings.write_text(named, encoding="utf-8")
    assert "secret_key is needed" in operator.types(*words).stderr
    settings.write_text(named.replace('secret_key = ""', 'secret_key = "khoa"'), encoding="utf-8")
    done = operator.types(*words)
    assert done.returncode == 0, done.stderr
    assert "ma-mot" not in done.stdout + done.stderr
    with opened(operator) as store, store.read() as work:
        held = work.zalo_tokens.get("42")
        (row,) = work.audit_log.list()
    assert (row.deed, row.object) == ("zalo_tokens_entered", "42")
    assert not any(secret in repr(row) for secret in ("ma-mot", "ma-hai"))
    assert held is not None
    assert (held.access_token, held.refresh_token) == ("ma-mot", "ma-hai")
    assert operator.types(*ADD, "--zalo", "7712345678901", "all=cầu").returncode == 0
    assert (_one(operator).channel, _one(operator).address) == ("zalo", "7712345678901")
