"""`monitor user …`, `monitor audit …` như người vận hành gõ.
The commands as an operator types them, on a real settings file and store."""

import re
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from monitor.access.people import UserRefused
from monitor.access.secrets import digest
from monitor.cli import audit, sources, users
from monitor.cli.audit import AuditBroken
from monitor.cli.setup import init
from monitor.config import load_settings
from monitor.domain.errors import ConfigError
from monitor.domain.staff import Role, User
from monitor.steps.audit import NobodyActs
from monitor.wiring import open_store
from sources.profile import load_profile

PROVINCE = "vinh-long"


@pytest.fixture
def settings(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Path:
    init(PROVINCE, tmp_path / "monitor.toml")
    capsys.readouterr()
    return tmp_path / "monitor.toml"


def accounts(settings: Path) -> dict[str, User]:
    with open_store(load_settings(settings)) as store, store.read() as work:
        return {user.login: user for user in work.users.list()}


def test_the_first_administrator_gets_a_link(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    users.add("quan.tri", "Quản trị viên", Role.ADMINISTRATOR, "Người cài đặt", settings=settings)
    (link,) = re.findall(
        r"^http://127\.0\.0\.1:8080/loi-moi/([A-Za-z0-9_-]{43})$", capsys.readouterr().out, re.M
    )
    one = accounts(settings)["quan.tri"]
    assert one.invitation == digest(link)
    assert one.role is Role.ADMINISTRATOR
    users.list_users(settings)
    shown = capsys.readouterr().out
    assert "quan.tri" in shown
    assert "chờ nhận lời mời" in shown


def test_the_life_of_an_account(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    agency = load_profile(PROVINCE).agencies[0].id
    for login in ("quan.tri", "quan.tri.2"):
        users.add(login, "Quản trị viên", Role.ADMINISTRATOR, "Ai đó", settings=settings)
    users.add("can.bo", "Cán bộ", Role.AGENCY_OFFICER, "Ai đó", agency=agency, settings=settings)
    users.role("can.bo", Role.INSPECTOR, "Ai đó", settings=settings)
    assert (accounts(settings)["can.bo"].role, accounts(settings)["can.bo"].agency_id) == (Role.INSPECTOR, "")
    users.disable("can.bo", "Ai đó", settings)
    with pytest.raises(UserRefused, match="disabled"):
        users.invite("can.bo", "Ai đó", settings)
    users.enable("can.bo", "Ai đó", settings)
    users.invite("can.bo", "Ai đó", settings)
    users.reset("can.bo", "Ai đó", settings)
    users.disable("quan.tri", "Ai đó", settings)
    with pytest.raises(UserRefused, match="last"):
        users.disable("quan.tri.2", "Ai đó", settings)
    with pytest.raises(UserRefused, match="no user"):
        users.enable("khong.co", "Ai đó", settings)
    with pytest.raises(UserRefused, match="no agency"):
        users.add("x.y", "X", Role.AGENCY_OFFICER, "Ai đó", agency="khong-co", settings=settings)
    with pytest.raises(NobodyActs):
        users.enable("quan.tri", "  ", settings)
    capsys.readouterr()
    audit.list_rows(about="can.bo", settings=settings)
    shown = capsys.readouterr().out
    for deed in ("Thêm tài khoản", "Đổi vai trò", "Khóa tài khoản", "Mở khóa", "Mời lại", "Đặt lại"):
        assert deed in shown


def test_a_decision_at_the_terminal_is_in_the_log(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = next(one for one in load_profile(PROVINCE).sources if one.enabled)
    sources.pause(source.id, "Người trực", "trang đang bảo trì", settings)
    sources.resume(source.id, "Người trực", settings)
    with open_store(load_settings(settings)) as store, store.read() as work:
        rows = tuple(work.audit_log.walk())
    assert [(row.deed, row.object, row.actor.by) for row in rows] == [
        ("source_paused", source.id, "Người trực"),
        ("source_resumed", source.id, "Người trực"),
    ]
    assert "b\\u1ea3o tr\\u00ec" in rows[0].details


def test_the_log_is_verified_and_its_head_noted(settings: Path, capsys: pytest.CaptureFixture[str]) -> None:
    audit.verify(settings=settings)
    assert "còn trống" in capsys.readouterr().out
    for login in ("a.a", "b.b", "c.c"):
        users.add(login, "Ai", Role.AUDITOR, "Ai đó", settings=settings)
    capsys.readouterr()
    audit.verify(settings=settings)
    (noted,) = re.findall(r"^3:[0-9a-f]{64}$", capsys.readouterr().out, re.M)
    audit.verify(noted, settings)
    engine = create_engine(load_settings(settings).database_url)
    with engine.begin() as connection:
        connection.execute(text("DROP TRIGGER audit_log_no_delete"))
        connection.execute(text("DELETE FROM audit_log WHERE number = 3"))
    engine.dispose()
    audit.verify(settings=settings)
    with pytest.raises(AuditBroken) as broken:
        audit.verify(noted[:20], settings)
    assert "Dòng số 3" in broken.value.vi
    assert "bị cắt" in broken.value.vi
    with pytest.raises(ConfigError):
        audit.verify("ba", settings)
