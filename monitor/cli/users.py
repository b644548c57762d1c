"""Lệnh về tài khoản của người làm việc với trang web.
`monitor user list|add|invite|reset|disable|enable|role`: accounts, and the first administrator."""

from typing import Annotated

import typer
from rich.markup import escape
from rich.table import Table

from monitor.access.people import is_invited, new_user
from monitor.cli.setup import SETTINGS_FILE, ByOption, SettingsOption
from monitor.config import Settings, load_settings
from monitor.console import open_console
from monitor.domain.staff import Role, User
from monitor.domain.times import VIETNAM
from monitor.steps import staff
from monitor.steps.audit import by_hand
from monitor.web.staff.labels import role_words
from monitor.web.wording import PageWords
from monitor.wiring import open_store, utc_now
from sources.profile import load_profile

app = typer.Typer(help="Tài khoản của thanh tra, đơn vị, quản trị viên.", no_args_is_help=True)

Login = Annotated[str, typer.Argument(metavar="TÊN", help="Tên đăng nhập.")]
AgencyOption = Annotated[str, typer.Option("--agency", help="Mã đơn vị; chỉ với cán bộ đơn vị.")]


@app.command("list")
def list_users(settings: SettingsOption = SETTINGS_FILE) -> None:
    """Mọi tài khoản: vai trò, đơn vị, tình trạng."""
    now, said = utc_now(), PageWords("vi")
    with open_store(load_settings(settings)) as store, store.read() as work:
        users = work.users.list()
    console = open_console()
    if not users:
        console.print("Chưa có tài khoản nào. Thêm quản trị viên đầu tiên bằng: monitor user add")
        return
    table = Table(title=f"{len(users)} tài khoản", title_justify="left")
    for column in ("Tên đăng nhập", "Họ tên", "Vai trò", "Đơn vị", "Tình trạng"):
        table.add_column(column)
    for user in users:
        state = _state(user, is_invited(user, now), said)
        table.add_row(user.login, escape(user.name), role_words(user.role, said), user.agency_id, state)
    console.print(table)


@app.command()
def add(
    login: Login,
    name: Annotated[str, typer.Option("--name", help="Họ tên hoặc chức danh.")],
    role: Annotated[Role, typer.Option("--role", help="Vai trò.")],
    by: ByOption,
    agency: AgencyOption = "",
    email: Annotated[str, typer.Option("--email", help="Địa chỉ thư, để đăng nhập bằng OpenID.")] = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Thêm một tài khoản và in lời mời dùng một lần."""
    loaded, now = load_settings(settings), utc_now()
    user = new_user(login, name, role, now, agency_id=agency, email=email)
    with open_store(loaded) as store:
        token = staff.add(store, by_hand(by), user, _agencies(loaded), now)
    _print_invitation(loaded, login, token)


@app.command()
def invite(login: Login, by: ByOption, settings: SettingsOption = SETTINGS_FILE) -> None:
    """In lời mời mới cho tài khoản chưa đặt mật khẩu; lời mời cũ hết hiệu lực."""
    _invite(login, by, settings, anew=False)


@app.command()
def reset(login: Login, by: ByOption, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Bỏ mật khẩu, mã xác thực và mọi phiên của một tài khoản, rồi mời lại từ đầu."""
    _invite(login, by, settings, anew=True)


@app.command()
def disable(login: Login, by: ByOption, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Khóa một tài khoản và kết thúc mọi phiên của nó."""
    with open_store(load_settings(settings)) as store:
        staff.disable(store, by_hand(by), login, utc_now())
    open_console().print(f"Đã khóa {login}. Mở lại bằng: monitor user enable {login} --by …")


@app.command()
def enable(login: Login, by: ByOption, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Mở lại một tài khoản đã khóa."""
    with open_store(load_settings(settings)) as store:
        staff.enable(store, by_hand(by), login, utc_now())
    open_console().print(f"Đã mở khóa {login}.")


@app.command()
def role(
    login: Login,
    new: Annotated[Role, typer.Argument(metavar="VAI-TRÒ", help="Vai trò mới.")],
    by: ByOption,
    agency: AgencyOption = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Đổi vai trò; mọi phiên của tài khoản kết thúc để vai trò mới có hiệu lực ngay."""
    loaded = load_settings(settings)
    with open_store(loaded) as store:
        staff.change_role(store, by_hand(by), login, new, agency, _agencies(loaded), utc_now())
    open_console().print(f"{login}: {role_words(new, PageWords('vi'))}.")


def _invite(login: str, by: str, settings: SettingsOption, *, anew: bool) -> None:
    loaded = load_settings(settings)
    with open_store(loaded) as store:
        token = staff.invite_again(store, by_hand(by), login, utc_now(), anew=anew)
    _print_invitation(loaded, login, token)


def _print_invitation(settings: Settings, login: str, token: str) -> None:
    web = settings.web
    # What follows is copied by hand: no line may be broken.
    address = f"{web.url or f'http://{web.host}:{web.port}'}/loi-moi/{token}"
    console = open_console()
    console.print(f"Lời mời của {login}, dùng một lần trong 72 giờ; hãy gửi riêng cho đúng người:")
    console.print(address, soft_wrap=True, highlight=False, markup=False)


def _agencies(settings: Settings) -> set[str]:
    return {agency.id for agency in load_profile(settings.general.province).agencies}


def _state(user: User, invited: bool, said: PageWords) -> str:
    if user.disabled_at is not None:
        return f"{said.say('user_disabled')} từ {user.disabled_at.astimezone(VIETNAM):%d/%m/%Y}"
    if user.is_enrolled or user.subject:
        return said.say("user_active")
    return said.say("user_invited" if invited else "user_without_invitation")
