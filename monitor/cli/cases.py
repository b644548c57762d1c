"""Lệnh xem và xử lý hồ sơ.
`monitor case list|show|set|snooze|unsnooze`."""

from datetime import datetime
from typing import Annotated

import typer
from rich.console import Console
from rich.markup import escape
from rich.table import Table

from monitor.cases.asking import open_question
from monitor.cases.four_eyes import step_by_name
from monitor.cases.snooze import snooze, unsnooze
from monitor.cli.setup import SETTINGS_FILE, ByOption, SettingsOption
from monitor.config import load_settings
from monitor.console import open_console
from monitor.domain.case_steps import CaseAction, CaseStep, step_label
from monitor.domain.cases import Case
from monitor.domain.errors import MonitorError
from monitor.domain.labels import label
from monitor.domain.staff import Deed
from monitor.domain.times import VIETNAM, due_day
from monitor.domain.vocabulary import Severity
from monitor.steps.ask_agencies import send_question
from monitor.steps.audit import audit, by_hand
from monitor.wiring import open_office, open_store, utc_now
from storage.store import UnitOfWork

app = typer.Typer(help="Hồ sơ của thanh tra.", no_args_is_help=True)

_NOWHERE_TO_ASK = (
    "Chưa gửi được thư hỏi: danh bạ không có địa chỉ thư của đơn vị, hoặc thư tới đó bị trả lại. Hãy gửi yêu "
    "cầu bằng văn bản, hoặc ghi email đúng của đơn vị vào agencies.toml: thư tự đi ở vòng kế tiếp."
)
_ORDER = {severity: rank for rank, severity in enumerate(Severity)}


class UnknownCaseError(MonitorError):
    """No case has that number."""


@app.command("list")
def list_cases(
    everything: Annotated[bool, typer.Option("--all", help="Cả hồ sơ đã đóng.")] = False,
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Các hồ sơ đang mở, hồ sơ cần người xem trước nằm trên."""
    with open_store(load_settings(settings)) as store, store.read() as work:
        cases = [case for case in work.cases.list() if everything or case.state.is_open]
    if not cases:
        open_console().print("Chưa có hồ sơ nào đang mở. Hồ sơ xuất hiện ở đây khi có phát hiện đủ căn cứ.")
        return
    table = Table(title=f"{len(cases)} hồ sơ", title_justify="left")
    for column in ("Số", "Mức", "Đơn vị", "Gói thầu", "Tình trạng", "Mở ngày", "Còn thiếu"):
        table.add_column(column)
    for case in sorted(cases, key=lambda c: (_ORDER[c.severity], c.opened_at)):
        table.add_row(
            case.id,
            label(case.severity),
            escape(case.agency_name) or "chưa rõ",
            escape(case.title),
            label(case.state),
            f"{case.opened_at.astimezone(VIETNAM):%d/%m/%Y}",
            str(len(case.open_fingerprints)),
        )
    open_console().print(table)


@app.command()
def show(number: str, settings: SettingsOption = SETTINGS_FILE) -> None:
    """Một hồ sơ với mọi căn cứ, ngày tính và bản lưu."""
    console = open_console()
    with open_store(load_settings(settings)) as store, store.read() as work:
        case = _get(work, number)
        findings = [work.findings.get(fingerprint) for fingerprint in case.fingerprints]
    console.print(
        f"[bold]{case.id}[/] · {label(case.state)} · {escape(case.agency_name)}\n{escape(case.title)}\n"
    )
    for finding in findings:
        if finding is None:
            continue
        standing = "đang còn" if finding.fingerprint in case.open_fingerprints else "đã hết"
        console.print(f"[bold]{escape(finding.sentence)}[/] ({standing})")
        console.print(f"Căn cứ: {escape(finding.basis)}")
        for reason in finding.reasons:
            console.print(f"  · {escape(reason)}", highlight=False)
        for capture in finding.captures:
            console.print(f"  · bản lưu {capture}", highlight=False)
    console.print("\n[bold]Diễn biến[/]")
    for event in case.events:
        when = f"{event.at.astimezone(VIETNAM):%d/%m/%Y %H:%M}"
        console.print(
            f"  {when} · {escape(event.by)} · {step_label(CaseStep(event.action))}. {escape(event.note)}"
        )
    _show_tellings(console, case, utc_now())


@app.command("set")
def set_state(
    number: str,
    action: Annotated[str, typer.Argument(help="acknowledge, ask, excuse, confirm, resolve, reopen")],
    by: ByOption,
    note: Annotated[str, typer.Option(help="Lý do; bắt buộc khi chấp nhận giải trình hoặc xác nhận.")] = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Ghi một bước xử lý do người quyết định."""
    loaded, now = load_settings(settings), utc_now()
    with open_office(loaded) as office, office.store.begin() as work:
        case = step_by_name(_get(work, number), action, by, note, now, four_eyes=loaded.web.four_eyes)
        if action == CaseAction.ASK:
            case = send_question(office, work, case, now)
        work.cases.put(case)
        audit(work, by_hand(by), Deed.CASE_STEP, case.id, now, step=action, note=note)
    waits = " Đề nghị đóng đang chờ người thứ hai." if case.proposal is not None else ""
    open_console().print(f"{case.id}: {label(case.state)}.{waits}{_sent(case)}")


@app.command("snooze")
def snooze_case(
    number: str,
    until: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Hoãn đến hết ngày này.")],
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Vì sao hoãn.")],
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Tạm hoãn nhắc đơn vị và báo thanh tra về một hồ sơ."""
    with open_store(load_settings(settings)) as store, store.begin() as work:
        case = snooze(_get(work, number), until.date(), by, reason, now := utc_now())
        work.cases.put(case)
        audit(work, by_hand(by), Deed.CASE_SNOOZED, case.id, now, until=until.date(), reason=reason)
    open_console().print(f"{case.id}: tạm hoãn nhắc đến hết ngày {until:%d/%m/%Y}.")


@app.command("unsnooze")
def unsnooze_case(
    number: str,
    by: ByOption,
    reason: Annotated[str, typer.Option(help="Vì sao thôi hoãn.")] = "",
    settings: SettingsOption = SETTINGS_FILE,
) -> None:
    """Thôi tạm hoãn: hồ sơ được nhắc như thường."""
    with open_store(load_settings(settings)) as store, store.begin() as work:
        case = unsnooze(_get(work, number), by, now := utc_now(), reason)
        work.cases.put(case)
        audit(work, by_hand(by), Deed.CASE_UNSNOOZED, case.id, now, reason=reason)
    open_console().print(f"{case.id}: thôi tạm hoãn nhắc.")


def _sent(case: Case) -> str:
    """What became of the letter with an open question; nothing where none is open."""
    question = open_question(case)
    if question is None:
        return ""
    if question.told_at is None:
        return f" {_NOWHERE_TO_ASK}"
    return " Thư hỏi đơn vị đã xếp vào hàng gửi."


def _show_tellings(console: Console, case: Case, now: datetime) -> None:
    """Who was told what, and whether reminders are held back."""
    if case.snooze is not None and now < case.snooze.until:
        last = f"{due_day(case.snooze.until):%d/%m/%Y}"
        console.print(
            f"[bold]Tạm hoãn nhắc[/] đến hết ngày {last} · {escape(case.snooze.by)} · "
            f"{escape(case.snooze.reason)}\n"
        )
    if case.told:
        console.print("\n[bold]Đã báo[/]")
    for telling in case.told:
        console.print(
            f"  {telling.at.astimezone(VIETNAM):%d/%m/%Y %H:%M} · {label(telling.reader)} · "
            f"{label(telling.reason)} · {len(telling.fingerprints)} nội dung"
            f"{' · thư không tới nơi' if telling.lost_at else ''}"
        )


def _get(work: UnitOfWork, number: str) -> Case:
    case = work.cases.get(number)
    if case is None:
        raise UnknownCaseError(
            f"no case {number}", vi=f"Không có hồ sơ {number}. Xem danh sách bằng: monitor case list --all"
        )
    return case
