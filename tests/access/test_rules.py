"""Quyền, mật khẩu, mã sáu số, phiên, tài khoản: phần thuần.
Permissions, passwords, codes, sessions, accounts: the pure part."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.access import passwords, people
from monitor.access.people import UserRefused
from monitor.access.permissions import MAY, Act, may
from monitor.access.secrets import (
    RECOVERY_SIGNS,
    form_token,
    in_groups,
    recovery_digest,
    same,
    totp_secret,
    without_recovery,
)
from monitor.access.sessions import HALF_WAY, Spans, is_fresh, stands, worth_noting
from monitor.access.totp import accepted_step, enrolment_address
from monitor.domain.staff import Role, StaffSession, Stage, User

NOW = datetime(2026, 9, 21, 2, 0, tzinfo=UTC)
SPANS = Spans()
# RFC 6238, appendix B: the secret of the SHA-1 column, and the last six of its eight digits.
RFC_SECRET = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
RFC_CODES = [
    (59, "287082"),
    (1111111109, "081804"),
    (1111111111, "050471"),
    (1234567890, "005924"),
    (2000000000, "279037"),
    (20000000000, "353130"),
]


def user(login: str = "ai.do", role: Role = Role.INSPECTOR, **given: object) -> User:
    return replace(User(login, "Ai đó", role, NOW), **given)  # type: ignore[arg-type]


def session(**given: object) -> StaffSession:
    plain = StaffSession("d", "ai.do", Role.INSPECTOR, Stage.FULL, NOW, NOW, NOW)
    return replace(plain, **given)  # type: ignore[arg-type]


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_row_and_an_account_of_its_own(role: Role) -> None:
    assert may(role, Act.OWN_ACCOUNT)
    assert set(MAY) == set(Role)


def test_the_auditor_may_read_everything_and_do_nothing() -> None:
    assert MAY[Role.AUDITOR] == {act for act in Act if act.only_reads}


def test_nobody_gives_keys_and_judges_cases() -> None:
    for acts in MAY.values():
        assert not (Act.MANAGE_USERS in acts and acts & {Act.HANDLE_CASES, Act.DECIDE_LINKS})
    assert [role for role in Role if may(role, Act.MANAGE_USERS)] == [Role.ADMINISTRATOR]
    assert [role for role in Role if may(role, Act.CLOSE_AS_SECOND)] == [Role.LEAD_INSPECTOR]


def test_every_act_is_somebodys() -> None:
    assert set().union(*MAY.values()) == set(Act)


@pytest.mark.parametrize(
    ("password", "found"),
    [
        ("một câu ngắn dễ nhớ", ""),
        ("con mèo trèo cây cau", ""),
        ("mười một ký", "password_short"),
        ("x" * 129, "password_long"),
        ("abababababab", "password_repeats"),
        ("Ai.Do đi chợ hôm nay", "password_login"),
        ("matkhau123456", "password_common"),
        ("Qwerty-Password-1", "password_common"),
    ],
)
def test_which_passwords_are_taken(password: str, found: str) -> None:
    assert passwords.problem(password, "ai.do") == found


def test_a_password_typed_on_two_keyboards_is_the_same() -> None:
    assert passwords.normal("mot ca\u0302u") == passwords.normal("mot c\u00e2u")


@pytest.mark.parametrize(("at", "code"), RFC_CODES)
def test_the_vectors_of_rfc_6238(at: int, code: str) -> None:
    now = datetime.fromtimestamp(at, UTC)
    assert accepted_step(RFC_SECRET, code, now, 0) == at // 30
    assert accepted_step(RFC_SECRET, f" {code[:3]} {code[3:]} ", now, 0) == at // 30
    assert accepted_step(RFC_SECRET, code, now, at // 30) is None
    assert accepted_step(RFC_SECRET, code, now + timedelta(seconds=90), 0) is None


@given(
    seconds=st.lists(st.integers(0, 600), min_size=1, max_size=12),
    drift=st.integers(-45, 45),
)
def test_no_code_is_ever_taken_twice(seconds: list[int], drift: int) -> None:
    last, taken = 0, []
    for passed in sorted(seconds):
        now = NOW + timedelta(seconds=passed)
        code = pyotp.TOTP(RFC_SECRET).at(int(now.timestamp()) + drift)
        step = accepted_step(RFC_SECRET, code, now, last)
        if step is not None:
            assert step > last
            assert abs(step * 30 - now.timestamp()) < 61
            last = step
            taken.append(step)
    assert len(set(taken)) == len(taken)


@given(code=st.text(max_size=10))
def test_anything_typed_as_a_code_is_read_without_a_crash(code: str) -> None:
    step = accepted_step(RFC_SECRET, code, NOW, 0)
    assert step is None or len("".join(code.split())) == 6


def test_what_the_phone_scans_names_account_and_province() -> None:
    address = enrolment_address(RFC_SECRET, "ai.do", "Tỉnh Mẫu")
    assert address.startswith("otpauth://totp/")
    assert f"secret={RFC_SECRET}" in address
    assert "ai.do" in address


def test_two_sessions_are_offered_two_secrets_and_two_form_tokens() -> None:
    assert totp_secret("a") == totp_secret("a") != totp_secret("b")
    assert len(totp_secret("a")) == 32
    assert form_token("a") == form_token("a") != form_token("b")
    assert same("ă", "ă")
    assert not same("ă", "a")
    assert not same("\ud800", "a")


@given(
    codes=st.lists(st.text(RECOVERY_SIGNS, min_size=16, max_size=16), min_size=2, unique=True, max_size=10)
)
def test_a_recovery_code_works_once_however_it_is_typed(codes: list[str]) -> None:
    stored = tuple(recovery_digest("ai.do", code) for code in codes)
    left = without_recovery(stored, "ai.do", in_groups(codes[0]).upper().replace("-", " "))
    assert left == stored[1:]
    assert without_recovery(left, "ai.do", codes[0]) is None
    assert without_recovery(stored, "nguoi.khac", codes[0]) is None


@pytest.mark.parametrize(
    ("changed", "after", "counts"),
    [
        ({}, timedelta(minutes=30, seconds=-1), True),
        ({}, timedelta(minutes=30), False),
        ({"seen_at": NOW + timedelta(hours=11, minutes=45)}, timedelta(hours=12, seconds=-1), True),
        ({"seen_at": NOW + timedelta(hours=11, minutes=59)}, timedelta(hours=12), False),
        ({"stage": Stage.FIRST_FACTOR}, HALF_WAY - timedelta(seconds=1), True),
        ({"stage": Stage.FIRST_FACTOR, "seen_at": NOW + HALF_WAY}, HALF_WAY, False),
        ({"stage": Stage.MUST_ENROL}, HALF_WAY, False),
    ],
)
def test_how_long_a_session_counts(changed: dict[str, object], after: timedelta, counts: bool) -> None:
    assert stands(session(**changed), user(), NOW + after, SPANS) is counts


def test_whose_session_does_not_count() -> None:
    assert not stands(session(), None, NOW, SPANS)
    assert not stands(session(), user(disabled_at=NOW), NOW, SPANS)
    assert not stands(session(), user(role=Role.AUDITOR), NOW, SPANS)


def test_a_proof_is_fresh_for_ten_minutes_and_not_every_request_is_written_down() -> None:
    assert is_fresh(session(), NOW + timedelta(minutes=10, seconds=-1), SPANS)
    assert not is_fresh(session(), NOW + timedelta(minutes=10), SPANS)
    assert not worth_noting(session(), NOW + timedelta(minutes=2), SPANS)
    assert worth_noting(session(), NOW + timedelta(minutes=3), SPANS)


@pytest.mark.parametrize("login", ["", "a", "1a", "Ai", "ai do", "ái", "a" * 41, "a/../b", "a\n"])
def test_a_name_nobody_could_type_is_refused(login: str) -> None:
    with pytest.raises(UserRefused, match="login"):
        people.new_user(login, "Ai đó", Role.AUDITOR, NOW)


@pytest.mark.parametrize("role", list(Role))
def test_only_an_officer_belongs_to_an_agency_and_always_does(role: Role) -> None:
    agency = "so-mau" if role is Role.AGENCY_OFFICER else ""
    assert people.new_user("ai.do", "Ai đó", role, NOW, agency_id=agency).agency_id == agency
    with pytest.raises(UserRefused):
        people.new_user("ai.do", "Ai đó", role, NOW, agency_id="" if agency else "so-mau")


def test_the_last_administrator_stays() -> None:
    last, closed = user("quan.tri", Role.ADMINISTRATOR), user("cu", Role.ADMINISTRATOR, disabled_at=NOW)
    with pytest.raises(UserRefused, match="last"):
        people.disabled(last, (last, closed), NOW)
    with pytest.raises(UserRefused, match="last"):
        people.changed_role(last, Role.AUDITOR, "", (last, closed))
    second = user("quan.tri.2", Role.ADMINISTRATOR)
    assert people.disabled(last, (last, second), NOW).disabled_at == NOW
    assert people.changed_role(last, Role.AUDITOR, "", (last, second)).role is Role.AUDITOR


def test_a_reset_takes_everything_that_opens_doors() -> None:
    full = user(
        password="h", totp_secret="s", totp_step=7, recovery=("r",), subject="i#1", email="a@b.example"
    )
    empty = people.reset(full)
    assert (empty.password, empty.totp_secret, empty.recovery, empty.subject) == ("", "", (), "")
    assert (empty.login, empty.email, empty.role) == (full.login, full.email, full.role)
    assert not empty.is_enrolled


def test_a_closed_account_has_no_invitation() -> None:
    one = people.invited(user(), "d", NOW)
    assert people.is_invited(one, NOW + timedelta(hours=72, seconds=-1))
    assert not people.is_invited(one, NOW + timedelta(hours=72))
    assert not people.is_invited(people.disabled(one, (), NOW), NOW)
    assert not people.is_invited(people.with_password(one, "h"), NOW)
