"""Lệnh đăng ký nhận tin mời thầu, làm thay người gọi điện hoặc đến tận nơi.
`monitor subscription …`: what an operator does for an owner who calls or writes."""

from datetime import datetime, time
from typing import Annotated, Literal

import typer

from monitor.cli.setup import SETTINGS_FILE, ForOwnerOption, SettingsOption, for_owner
from monitor.cli.subscription_tables import print_added, print_preview, subscriptions_table
from monitor.cli.want_terms import KEYS, want_of
from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.subscriptions import Rhythm, Subscription
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import Pace, SubscriptionState
from monitor.steps.forget import erase, export
from monitor.steps.letterhead import IN_FEED, code_names
from monitor.steps.subscribe import ask, beside, confirm, pause, preview, resume, stop
from monitor.steps.ways import MAIL, WEBHOOK, ZALO
from monitor.subscriptions.life import SubscriptionRefused
from monitor.wiring import open_office, open_store, utc_now
from storage.store import UnitOfWork

app = typer.Typer(help="Đăng ký nhận tin mời thầu.", no_args_is_help=True)

Address = Annotated[str, typer.Argument(metavar="ĐỊA-CHỈ", help="Địa chỉ thư của chủ đăng ký.")]
Number = Annotated[str, typer.Argument(metavar="SỐ", help="Số đăng ký, xem ở: monitor subscription list")]

Terms = Annotated[
    list[str],
    typer.Argument(metavar="ĐIỀU-KIỆN…", help="; ".join(f"{key}=… {what}" for key, what in KEYS.items())),
]


@app.command("list")
def list_subscriptions(
    state: Annotated[SubscriptionState | None, typer.Option(help="Chỉ đăng ký ở tình trạng này.")] = None,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Mọi đăng ký: hỏi gì, nhịp nào, còn bao nhiêu tin chờ gửi."""
    with open_store(load_settings(settings)) as store, store.read() as work:
        found, waiting = work.subscriptions.list(state), work.subscriptions.untold()
    console = open_console()
    console.print(subscriptions_table(found, waiting, code_names("vi")))
    if not found:
        console.print("Chưa có đăng ký nào. Thêm bằng: monitor subscription add")


@app.command("preview")
def preview_want(
    terms: Terms,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Đăng ký như thế đã khớp những gói nào trong 30 ngày qua; không ghi gì."""
    want = want_of(terms)
    with open_office(load_settings(settings)) as office, office.store.read() as work:
        print_preview(preview(office, work, want, utc_now()))


@app.command("add")
def add(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[ĐỊA-CHỈ-THƯ] ĐIỀU-KIỆN…",
            help="Địa chỉ thư đứng đầu, trừ khi nhận cách khác; rồi đến các điều kiện như ở preview.",
        ),
    ],
    zalo: Annotated[str, typer.Option(metavar="MÃ", help="Nhận qua Zalo: mã người quan tâm OA.")] = "",
    webhook: Annotated[str, typer.Option(metavar="URL", help="Nhận bằng webhook tại địa chỉ này.")] = "",
    feed: Annotated[bool, typer.Option("--feed", help="Chỉ đọc nguồn tin và lịch, không gửi gì.")] = False,
    owner: Annotated[str, typer.Option(metavar="THƯ", help="Địa chỉ thư của người giữ webhook.")] = "",
    pace: Annotated[Pace, typer.Option(help="Báo ngay, hằng ngày hay hằng tuần.")] = Pace.DAILY,
    hour: Annotated[int, typer.Option(min=0, max=23, help="Giờ gửi, giờ Việt Nam.")] = 7,
    weekday: Annotated[int, typer.Option(min=0, max=6, help="Thứ gửi tin tuần: 0 là thứ Hai.")] = 0,
    working_days: Annotated[bool, typer.Option(help="Chỉ gửi vào ngày làm việc.")] = False,
    lang: Annotated[Literal["vi", "en"], typer.Option(help="Ngôn ngữ của thư.")] = "vi",
    by: ForOwnerOption = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Ghi một đăng ký và gửi thư xin xác nhận; chưa xác nhận thì chưa gửi tin."""
    way, address, terms = _way(words, zalo, webhook, feed=feed)
    if owner and way != WEBHOOK:
        raise SubscriptionRefused(
            "an owner without a webhook", vi="--owner chỉ đi với --webhook. Hãy bỏ --owner rồi gõ lại."
        )
    with open_office(load_settings(settings)) as office:
        rhythm = Rhythm(pace, hour, weekday, working_days)
        want, doer = want_of(terms), for_owner(by)
        now = utc_now()
        with office.store.read() as work:
            print_preview(preview(office, work, want, now))
        one = ask(office, address, lang, way, want, rhythm, now, owner=owner, by=doer)
        print_added(one, office)


def _way(words: list[str], zalo: str, webhook: str, *, feed: bool) -> tuple[str, str, list[str]]:
    """How it is told, to which address, and the conditions. Raises `SubscriptionRefused`."""
    given = [(ZALO, zalo)] * bool(zalo) + [(WEBHOOK, webhook)] * bool(webhook) + [(IN_FEED, "")] * feed
    if len(given) > 1:
        raise SubscriptionRefused(
            "several ways at once",
            vi="Mỗi đăng ký chỉ nhận một cách: chọn một trong --zalo, --webhook, --feed.",
        )
    if given:
        return (*given[0], words)
    if "=" in words[0] and "@" not in words[0]:
        raise SubscriptionRefused(
            f"no address before {words[0]!r}",
            vi=f"Thiếu địa chỉ thư trước điều kiện “{words[0]}”. Hãy ghi địa chỉ thư, hoặc chọn một trong "
            "--zalo, --webhook, --feed.",
        )
    return MAIL, words[0], words[1:]


@app.command("confirm")
def confirm_one(number: Number, by: ForOwnerOption = "", settings: SettingsOption = SETTINGS_FILE) -> None:
    """Ghi rằng chủ địa chỉ đã xác nhận; webhook thì hỏi chính máy nhận."""
    with open_office(load_settings(settings)) as office:
        with office.store.read() as work:
            one = named(work, number)
        confirm(office, one, utc_now(), by=for_owner(by))
    open_console().print(f"Đã xác nhận {number}: có gói khớp là báo.")


@app.command("pause")
def pause_one(
    number: Number,
    until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Mở lại vào ngày này.")] = None,
    by: ForOwnerOption = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Tạm dừng một đăng ký."""
    again = None if until is None else datetime.combine(until.date(), time.min, VIETNAM)
    with open_store(load_settings(settings)) as store, store.begin() as work:
        pause(work, named(work, number), again, utc_now(), by=for_owner(by))
    open_console().print(f"Đã tạm dừng {number}. Mở lại bằng: monitor subscription resume {number}")


@app.command("resume")
def resume_one(number: Number, by: ForOwnerOption = "", settings: SettingsOption = SETTINGS_FILE) -> None:
    """Mở lại một đăng ký đang tạm dừng."""
    with open_store(load_settings(settings)) as store, store.begin() as work:
        resume(work, named(work, number), utc_now(), by=for_owner(by))
    open_console().print(f"Đã mở lại {number}.")


@app.command("stop")
def stop_one(
    number: Number,
    every: Annotated[bool, typer.Option("--all", help="Cả mọi đăng ký khác của cùng địa chỉ.")] = False,
    by: ForOwnerOption = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Ngừng hẳn theo yêu cầu của chủ địa chỉ; gửi một thư xác nhận."""
    now = utc_now()
    with open_office(load_settings(settings)) as office:
        with office.store.read() as work:
            one = named(work, number)
            others = len(beside(work, one))
        stop(office, one, now, now, every=every, by=for_owner(by))
    console = open_console()
    console.print(f"Đã ngừng {number}; không gửi tin nữa.")
    if others:
        rest = f"Cùng địa chỉ còn {others} đăng ký khác; ngừng cả: monitor subscription stop {number} --all"
        console.print(f"Cùng địa chỉ đã ngừng thêm {others} đăng ký." if every else rest, soft_wrap=True)


@app.command("export")
def export_address(address: Address, settings: SettingsOption = SETTINGS_FILE) -> None:
    """In ra mọi điều đang giữ về một địa chỉ, để trả lời yêu cầu của chủ địa chỉ."""
    with open_office(load_settings(settings)) as office:
        found = export(office, address)
    open_console().print_json(data=found)


@app.command("erase")
def erase_address(
    address: Address, by: ForOwnerOption = "", settings: SettingsOption = SETTINGS_FILE
) -> None:
    """Xóa dữ liệu cá nhân của một địa chỉ theo yêu cầu; chỉ giữ dấu vết không đọc lại được địa chỉ."""
    with open_office(load_settings(settings)) as office:
        gone = erase(office, address, utc_now(), for_owner(by))
    open_console().print(
        f"Đã xóa {gone.subscriptions} đăng ký của địa chỉ này và nội dung {gone.letters} thư gửi tới đó."
        if gone.subscriptions or gone.letters
        else "Không giữ gì về địa chỉ này."
    )


def named(work: UnitOfWork, number: str) -> Subscription:
    one = work.subscriptions.get(number)
    if one is None:
        raise SubscriptionRefused(
            f"no subscription {number}",
            vi=f"Không có đăng ký số {number}. Xem danh sách bằng: monitor subscription list",
        )
    return one
