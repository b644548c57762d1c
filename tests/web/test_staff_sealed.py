"""Mã xác thực trong kho đã niêm phong: đăng nhập như thường, kho bị lộ cũng vô ích, dòng cũ được viết lại.
Second factors lie sealed in the store: logins go on, old rows are rewritten, a lost key is told."""

from dataclasses import replace
from datetime import timedelta

from monitor.access.sealing import SHORTEST, Vault, is_sealed
from monitor.access.secrets import recovery_digest
from monitor.steps.staff import seal_all
from tests.steps.subscribers import Town
from tests.web.served import Visit, serving, words
from tests.web.staffed import Person, account, enrolled

KEY = b"k" * SHORTEST


def keep_open(visit: Visit, person: Person) -> None:
    """The row as the version before wrote it."""
    with visit.town.line.store.begin() as work:
        user = work.users.get(person.login, to_change=True)
        assert user is not None
        work.users.put(replace(user, totp_secret=person.secret))


def test_the_store_never_holds_the_secret(visit: Visit) -> None:
    person = enrolled(visit, "thanh.tra")
    stored = account(visit, "thanh.tra").totp_secret
    assert is_sealed(stored)
    assert person.secret not in stored
    visit.town.now += timedelta(minutes=1)
    assert person.log_in().status_code == 303
    assert person.get("/tai-khoan").status_code == 200


def test_an_old_row_still_logs_in_and_is_sealed_by_that(visit: Visit) -> None:
    person = enrolled(visit, "thanh.tra")
    keep_open(visit, person)
    visit.town.now += timedelta(minutes=1)
    assert person.log_in().status_code == 303
    assert is_sealed(account(visit, "thanh.tra").totp_secret)


def test_proving_again_seals_an_old_row_too(visit: Visit) -> None:
    person = enrolled(visit, "thanh.tra")
    keep_open(visit, person)
    visit.town.now += timedelta(minutes=1)
    assert person.send("/xac-nhan-lai", "/xac-nhan-lai", bang_chung=person.code()).status_code == 303
    assert is_sealed(account(visit, "thanh.tra").totp_secret)


def test_the_start_seals_every_old_row_and_names_what_it_cannot_open(town: Town) -> None:
    store, vault = town.line.store, Vault(KEY)
    with serving(town, vault=vault) as visit:
        old, other = enrolled(visit, "ma.cu"), enrolled(visit, "ma.moi")
        keep_open(visit, old)
        before = account(visit, "ma.moi")
        assert seal_all(store, vault) == ()
        assert is_sealed(account(visit, "ma.cu").totp_secret)
        # What was sealed stays as it was: a start writes nothing without need.
        assert account(visit, "ma.moi") == before
        visit.town.now += timedelta(minutes=1)
        assert old.log_in().status_code == other.log_in().status_code == 303
    broken = seal_all(store, Vault(b"x" * SHORTEST))
    assert [one.login for one in broken] == ["ma.cu", "ma.moi"]
    assert "monitor user reset ma.cu" in broken[0].vi


def test_with_the_key_lost_codes_are_refused_and_a_recovery_code_still_opens(town: Town) -> None:
    with serving(town, vault=Vault(KEY)) as visit:
        person = enrolled(visit, "thanh.tra")
        with town.line.store.begin() as work:
            code = recovery_digest("thanh.tra", "abcd-efgh-jkmn-pqrs")
            work.users.put(replace(account(visit, "thanh.tra"), recovery=(code,)))
    town.now += timedelta(minutes=1)
    with serving(town, vault=Vault(b"x" * SHORTEST)) as visit:
        again = Person(visit, "thanh.tra", person.secret)
        refused = again.log_in()
        assert refused.status_code == 403
        assert "mã dự phòng" in words(refused)
        assert again.send("/dang-nhap/ma", "/dang-nhap/ma", ma="abcd-efgh-jkmn-pqrs").status_code == 303
    with serving(town, vault=Vault(KEY)) as visit:
        assert Person(visit, "thanh.tra", person.secret).log_in().status_code == 303
