"""Sửa một đăng ký, gửi thử một webhook, nhập cặp mã Zalo.
`monitor subscription edit`, `test` and `zalo`: what changes a subscription, or the way it is told."""

from datetime import timedelta
from typing import Annotated

import typer

from monitor.cli.setup import SETTINGS_FILE, ForOwnerOption, SettingsOption, for_owner
from monitor.cli.subscription_tables import print_preview
from monitor.cli.subscriptions import Number, named
from monitor.cli.want_terms import want_of
from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.errors import ConfigError
from monitor.domain.staff import Deed
from monitor.domain.subscriptions import Rhythm
from monitor.domain.tokens import Tokens
from monitor.domain.vocabulary import Pace
from monitor.steps.audit import audit
from monitor.steps.machines import try_machine
from monitor.steps.subscribe import edit, preview
from monitor.wiring import open_office, open_store, utc_now

# Nobody says how old an entered token is: it is used, and renewed once it is refused or this old.
_UNKNOWN_LIFE = timedelta(hours=1)


def edit_one(
    number: Number,
    terms: Annotated[
        list[str] | None,
        typer.Argument(metavar="[ĐIỀU-KIỆN…]", help="Thay cho mọi điều kiện cũ; bỏ trống thì giữ nguyên."),
    ] = None,
    pace: Annotated[Pace | None, typer.Option(help="Báo ngay, hằng ngày hay hằng tuần.")] = None,
    hour: Annotated[int | None, typer.Option(min=0, max=23, help="Giờ gửi, giờ Việt Nam.")] = None,
    weekday: Annotated[int | None, typer.Option(min=0, max=6, help="0 là thứ Hai.")] = None,
    working_days: Annotated[bool | None, typer.Option(help="Chỉ gửi vào ngày làm việc.")] = None,
    dry_run: Annotated[bool, typer.Option("--preview", help="Chỉ xem trước, không ghi.")] = False,
    by: ForOwnerOption = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Đổi điều kiện hoặc nhịp gửi; địa chỉ nhận không đổi được, muốn đổi thì đăng ký mới."""
    console, now = open_console(), utc_now()
    with open_office(load_settings(settings)) as office:
        with office.store.read() as work:
            one = named(work, number)
            want = want_of(terms) if terms else one.want
            found = preview(office, work, want, now)
        old = one.rhythm
        rhythm = Rhythm(
            pace or old.pace,
            old.hour if hour is None else hour,
            old.weekday if weekday is None else weekday,
            old.working_days_only if working_days is None else working_days,
        )
        print_preview(found)
        if dry_run:
            return
        after = edit(office, one, want, rhythm, now, by=for_owner(by))
    console.print(
        f"Đã sửa {number}. Tin đã khớp trước đó vẫn được báo."
        if after != one
        else f"{number} không có gì thay đổi."
    )


def try_one(number: Number, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Gửi ngay một tin thử tới máy nhận webhook."""
    with open_office(load_settings(settings)) as office:
        with office.store.read() as work:
            one = named(work, number)
        status = try_machine(office, one)
    open_console().print(f"Máy nhận của {number} đã nhận tin thử ({status}).")


def enter_tokens(
    access: Annotated[str, typer.Option(prompt="Mã truy cập (access token)", hide_input=True)],
    refresh: Annotated[str, typer.Option(prompt="Mã làm mới (refresh token)", hide_input=True)],
    by: ForOwnerOption = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Nhập cặp mã mà Official Account vừa cấp cho ứng dụng; từ đó hệ thống tự làm mới."""
    loaded, now = load_settings(settings), utc_now()
    app = loaded.zalo.app_id
    if not app:
        raise ConfigError(
            "[zalo] app_id is empty",
            vi="Chưa khai báo Zalo. Hãy ghi [zalo] app_id và secret_key trong tệp cài đặt rồi nhập lại.",
        )
    access, refresh = access.strip(), refresh.strip()
    if not all(one.isascii() and one.isprintable() and one and " " not in one for one in (access, refresh)):
        raise ConfigError(
            "not a token", vi="Mã phải là một dòng chữ không dấu, không khoảng trắng. Hãy chép lại đủ cả mã."
        )
    with open_store(loaded) as store, store.begin() as work:
        work.zalo_tokens.put(app, Tokens(access, refresh, now + _UNKNOWN_LIFE))
        audit(work, for_owner(by), Deed.ZALO_TOKENS_ENTERED, app, now)
    open_console().print("Đã nhập cặp mã Zalo. Tin đang chờ được gửi ở vòng kế tiếp.")
