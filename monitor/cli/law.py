"""Lệnh xem các điều luật đang dùng và xác nhận điều đã đối chiếu với văn bản ký.
`monitor law list|confirm|unconfirm|days|recount`: only a person can lift a rule that was not read in full."""

from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.markup import escape

from monitor.cli.law_tables import days_table, print_recount, rules_table
from monitor.cli.setup import SETTINGS_FILE, ByOption, SettingsOption
from monitor.config import Settings, load_settings
from monitor.console import open_console
from monitor.domain.errors import ConfigError, MonitorError
from monitor.domain.vocabulary import Confidence
from monitor.law.holidays import SHIPPED, listed
from monitor.law.lawbook import load_lawbook
from monitor.logs import log_to
from monitor.steps.audit import by_hand
from monitor.steps.law_confirm import confirm_rule, confirmation_of, refuse_unless_confirmable, unconfirm_rule
from monitor.steps.recount import recount
from monitor.wiring import calendar_as_set, holidays_as_set, open_store, utc_now
from storage.signed_texts import SignedTexts

app = typer.Typer(help="Các điều luật và lịch nghỉ làm căn cứ tính hạn.", no_args_is_help=True)
log = structlog.get_logger()

RuleArgument = Annotated[str, typer.Argument(metavar="RULE", help="Mã điều, xem ở: monitor law list")]
_UNREAD = (Confidence.SECONDARY, Confidence.GENERAL_KNOWLEDGE)
_APPLIES = "Có hiệu lực từ lần chạy [bold]monitor run[/] tới; dịch vụ đang chạy cần khởi động lại."


class RuleDecisionRefused(MonitorError):
    """A decision about a rule that says too little, or that nothing is there to be taken back."""


@app.command("list")
def list_rules(
    doubtful: Annotated[
        bool, typer.Option("--doubtful", help="Chỉ những điều chưa đọc văn bản, đang chỉ để tham khảo.")
    ] = False,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Mọi điều trong bảng thời hạn: mức tin cậy, căn cứ, ai đã đối chiếu."""
    loaded, now = load_settings(settings), utc_now()
    with open_store(loaded) as store, store.read() as work:
        standing = work.confirmations.standing(now)
    rules = load_lawbook().book.rules
    # A policy is not doubtful: no signed text makes it law.
    shown = [rule for rule in rules if not doubtful or rule.conf in _UNREAD]
    texts = _signed_texts(loaded)
    open_console().print(rules_table(shown, standing, lambda given: texts.state(given.sha256)))


@app.command()
def confirm(
    rule: RuleArgument,
    file: Annotated[Path, typer.Option("--file", help="Văn bản ký đã đối chiếu (PDF).")],
    by: ByOption,
    note: Annotated[str, typer.Option("--note", help="Ghi chú, ví dụ nguồn của văn bản.")] = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Xác nhận đã đối chiếu một điều với văn bản ký: từ đó điều ấy được dùng để nêu phát hiện."""
    loaded, now = load_settings(settings), utc_now()
    content = _read(file)
    given = confirmation_of(content, file.name, by.strip(), now)
    refuse_unless_confirmable(rule, given, content)
    with open_store(loaded) as store, store.begin() as work:
        confirm_rule(work, _signed_texts(loaded), rule, given, content, note.strip(), by_hand(by))
    log_to(loaded.general.data_dir / "monitor.log")
    log.info(
        "rule_confirmed",
        rule=rule,
        by=given.by,
        document=given.document,
        sha256=given.sha256,
        note=note.strip(),
    )
    console = open_console()
    console.print(
        f"Đã ghi: {escape(given.by)} xác nhận điều {rule} theo {escape(given.document)}"
        f" (SHA-256 {given.sha256[:12]}…)."
    )
    if load_lawbook().rule(rule).conf.accuses:
        console.print("Điều này vốn đã được đọc văn bản; xác nhận chỉ thêm vào lời căn cứ.")
    console.print(f"{_APPLIES} Rút lại bằng: monitor law unconfirm {rule} --by …")


@app.command()
def unconfirm(rule: RuleArgument, by: ByOption, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Rút xác nhận: điều ấy lại chỉ để tham khảo."""
    if not by.strip():
        raise RuleDecisionRefused(
            "--by is empty", vi="--by đang để trống: hãy ghi rõ để người sau biết ai quyết định."
        )
    loaded, now = load_settings(settings), utc_now()
    with open_store(loaded) as store, store.begin() as work:
        if not unconfirm_rule(work, rule, by.strip(), by_hand(by), now):
            raise RuleDecisionRefused(
                f"{rule} is not confirmed",
                vi=f"Điều {rule} không có xác nhận nào đang có hiệu lực. Xem bằng: monitor law list",
            )
    log_to(loaded.general.data_dir / "monitor.log")
    log.info("rule_unconfirmed", rule=rule, by=by.strip())
    open_console().print(f"Đã rút xác nhận của điều {rule}. {_APPLIES}")


@app.command("recount")
def recount_duties(
    most: Annotated[int, typer.Option(min=1, help="Nhiều nhất bao nhiêu nhóm.")] = 30,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Lịch nghỉ hoặc cách tính đã đổi: hạn nào đổi theo và vì ngày nào."""
    loaded, now = load_settings(settings), utc_now()
    with open_store(loaded) as store, store.begin() as work:
        found = recount(work, calendar_as_set(loaded), now)
    print_recount(open_console(), found, most)


@app.command("days")
def list_days(
    year: Annotated[int | None, typer.Option(help="Chỉ một năm.")] = None,
    write: Annotated[
        Path | None,
        typer.Option("--write", help="Chép lịch đang dùng ra tệp này để sửa; không đè."),
    ] = None,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Ngày nghỉ và ngày làm bù đang dùng, văn bản quyết định, ngày nào mới là đề xuất."""
    loaded, console = load_settings(settings), open_console()
    book = holidays_as_set(loaded)
    if write is not None:
        _write_days(loaded.law.holidays, write)
        told = escape(
            f'Đã chép lịch nghỉ ra {write}. Sửa xong, ghi vào tệp cài đặt: [law] holidays = "{write}"'
        )
        console.print(f"{told}, rồi chạy [bold]monitor law recount[/] để xem hạn nào đổi.", soft_wrap=True)
        return
    console.print(days_table(day for day in listed(book) if year in (None, day.day.year)))


def _write_days(own: Path | None, to: Path) -> None:
    text = (own or SHIPPED).read_text(encoding="utf-8")
    try:
        with to.open("x", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        why = "đã có tệp này" if isinstance(error, FileExistsError) else error.strerror or str(error)
        raise ConfigError(
            f"cannot write {to}: {error}", vi=f"Không ghi được {to}: {why}. Hãy chọn tên khác rồi làm lại."
        ) from error


def _read(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise ConfigError(
            f"cannot read {file}: {error}",
            vi=f"Không đọc được tệp {file}: {error.strerror or error}. Hãy kiểm tra đường dẫn rồi làm lại.",
        ) from error


def _signed_texts(settings: Settings) -> SignedTexts:
    return SignedTexts(settings.general.data_dir / "signed-texts")
