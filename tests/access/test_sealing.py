"""Niêm phong mã xác thực: mở lại đúng, không mở bằng khóa khác, của người khác, hay khi bị sửa.
Sealing the second factors: opened again, and by nothing else; the file that holds the operator's secret."""

import os
import stat
from base64 import urlsafe_b64decode
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.access.sealing import SHORTEST, SealBroken, Vault, is_sealed
from monitor.cli.setup import init
from monitor.config import Settings, load_settings
from monitor.domain.errors import ConfigError
from monitor.operator_secret import FILE, operator_secret

ONE, OTHER = Vault(b"a" * SHORTEST), Vault(b"b" * SHORTEST)
BASE32 = st.text("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567", min_size=16, max_size=64)
LOGINS = st.from_regex(r"[a-z][a-z0-9._-]{1,39}", fullmatch=True)


@given(BASE32, LOGINS)
def test_what_is_sealed_is_opened_and_not_seen(secret: str, login: str) -> None:
    stored = ONE.sealed(secret, login)
    assert is_sealed(stored)
    assert secret not in stored
    assert ONE.opened(stored, login) == secret
    # Two people with one secret, or one person twice: nobody sees that it is the same.
    assert ONE.sealed(secret, login) != stored


@given(BASE32, LOGINS, LOGINS)
def test_another_secret_or_another_person_opens_nothing(secret: str, login: str, other: str) -> None:
    stored = ONE.sealed(secret, login)
    with pytest.raises(SealBroken):
        OTHER.opened(stored, login)
    if other != login:
        with pytest.raises(SealBroken) as refused:
            ONE.opened(stored, other)
        assert f"monitor user reset {other}" in refused.value.vi


@given(BASE32, st.data())
def test_a_changed_or_cut_seal_opens_nothing(secret: str, data: st.DataObject) -> None:
    stored = ONE.sealed(secret, "thanh.tra")
    place = data.draw(st.integers(3, len(stored) - 3))
    sign = data.draw(st.sampled_from("ABCabc019_-").filter(lambda one: one != stored[place]))
    for bad in (stored[:place] + sign + stored[place + 1 :], stored[:place]):
        with pytest.raises(SealBroken):
            ONE.opened(bad, "thanh.tra")


def test_the_spare_bits_behind_a_seal_are_part_of_it() -> None:
    """Base64 ends in bits that no byte needs: another letter there decodes to the same bytes."""
    stored = ONE.sealed("A" * 45, "thanh.tra")
    assert stored.endswith("==")
    last = stored[-3]
    bad = stored[:-3] + chr(ord(last) + 1) + "=="
    assert urlsafe_b64decode(bad[3:]) == urlsafe_b64decode(stored[3:])
    with pytest.raises(SealBroken):
        ONE.opened(bad, "thanh.tra")


@given(BASE32)
def test_a_secret_from_before_is_given_as_it_is(secret: str) -> None:
    assert not is_sealed(secret)
    assert ONE.opened(secret, "thanh.tra") == secret
    assert ONE.opened("", "thanh.tra") == ""


def test_a_short_secret_is_none() -> None:
    with pytest.raises(ValueError, match="at least 32"):
        Vault(b"a" * (SHORTEST - 1))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    init("vinh-long", tmp_path / "monitor.toml")
    return load_settings(tmp_path / "monitor.toml")


def with_web(settings: Settings, **given: object) -> Settings:
    web = type(settings.web).model_validate({**settings.web.model_dump(), **given})
    return settings.model_copy(update={"web": web})


def test_the_file_is_made_once_and_only_its_owner_reads_it(settings: Settings) -> None:
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(operator_secret, [settings] * 8))
    first = found[0]
    assert found == [first] * 8
    path = settings.general.data_dir / FILE
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600
    assert operator_secret(settings) == first == path.read_bytes().strip()
    assert len(first) >= SHORTEST
    assert [one.name for one in path.parent.iterdir() if FILE in one.name] == [FILE]


def test_the_setting_wins_over_the_file(settings: Settings) -> None:
    kept = operator_secret(settings)
    assert operator_secret(with_web(settings, secret_key="s" * SHORTEST)) == b"s" * SHORTEST != kept


def test_a_short_setting_and_a_shared_store_without_one_are_refused(settings: Settings) -> None:
    with pytest.raises(ConfigError, match="shorter"):
        operator_secret(with_web(settings, secret_key="ngắn"))
    url = settings.database.model_validate({"url": "postgresql+psycopg://a@b/c"})
    shared = settings.model_copy(update={"database": url})
    with pytest.raises(ConfigError) as refused:
        operator_secret(shared)
    assert "MONITOR_WEB__SECRET_KEY" in refused.value.vi
    assert operator_secret(with_web(shared, secret_key="s" * SHORTEST)) == b"s" * SHORTEST


def test_a_folder_that_cannot_be_written_says_so(settings: Settings) -> None:
    gone = settings.general.model_copy(update={"data_dir": settings.general.data_dir / "không-có"})
    with pytest.raises(ConfigError, match=r"secret\.key"):
        operator_secret(settings.model_copy(update={"general": gone}))
