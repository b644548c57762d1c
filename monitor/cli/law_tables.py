"""Bảng của `monitor law list`, `monitor law days` và `monitor law recount`.
Each legal rule with how well it is known and who confirmed it; what a changed calendar did."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from monitor.domain.confirmation import Confirmation
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import Confidence
from monitor.law.holidays import ListedDay
from monitor.law.lawrules import LawRule
from monitor.steps.recount import Recount
from storage.signed_texts import Attached

_CONFIDENCE = {
    Confidence.READ: "đã đọc văn bản",
    Confidence.READ_PARAPHRASED: "đã đọc, ghi lại ý",
    Confidence.SECONDARY: "nguồn thứ cấp, chỉ tham khảo",
    Confidence.GENERAL_KNOWLEDGE: "chưa đọc, chỉ tham khảo",
    Confidence.POLICY: "chính sách của tỉnh",
}
_EXAMPLES = 3
_ATTACHED = {
    Attached.WHOLE: "tệp còn nguyên",
    Attached.MISSING: "[red]không thấy tệp[/]",
    Attached.ALTERED: "[red]tệp đã bị sửa[/]",
}


def rules_table(
    rules: Iterable[LawRule],
    standing: Mapping[str, Confirmation],
    attached: Callable[[Confirmation], Attached],
) -> Table:
    """The rules in the order of the book; `attached` says how the signed text stands."""
    rows = tuple(rules)
    table = Table(title=f"{len(rows)} điều", title_justify="left")
    for column in ("Mã", "Hiệu lực", "Mức tin cậy", "Căn cứ", "Đối chiếu với văn bản ký"):
        table.add_column(column, overflow="fold")
    for rule in rows:
        given = standing.get(rule.id)
        table.add_row(
            rule.id,
            _period(rule),
            f"{rule.conf.value}: {_confidence(rule, given)}",
            escape(rule.citation),
            f"{escape(_in_words(given))}; {_ATTACHED[attached(given)]}" if given else "–",
        )
    return table


def days_table(days: Iterable[ListedDay]) -> Table:
    """Days off and make-up Saturdays in order; what is only proposed stands out."""
    rows = tuple(days)
    table = Table(title=f"{len(rows)} ngày", title_justify="left")
    for column in ("Ngày", "Là ngày", "Lý do", "Theo văn bản", "Tình trạng"):
        table.add_column(column, overflow="fold")
    for row in rows:
        pending = row.status == "pending"
        table.add_row(
            f"{row.day:%d/%m/%Y}",
            row.kind,
            escape(row.reason),
            escape(row.decision),
            "[yellow]mới đề xuất, chưa áp dụng[/]" if pending else "đã có quyết định",
        )
    return table


def print_recount(console: Console, found: Recount, most: int) -> None:
    """What a changed calendar did to due days, the same cause and effect on one line."""
    if found.noted_at is None:
        console.print("Đã ghi lịch nghỉ hiện nay làm mốc; lần sau đổi lịch sẽ so với mốc này.")
        return
    since = f"{found.noted_at.astimezone(VIETNAM):%d/%m/%Y}"
    if not found.changes:
        more = f" Đã xem {found.looked_at} nghĩa vụ." if found.looked_at else ""
        console.print(f"Không hạn nào đổi so với lịch ghi ngày {since}.{more}")
        return
    groups: dict[str, list[str]] = defaultdict(list)
    for change in found.changes:
        groups[change.reason].append(change.duty_id)
    share = f"{len(found.changes)} trong {found.looked_at} nghĩa vụ chưa xong"
    table = Table(title=f"{share} đổi hạn so với lịch ngày {since}", title_justify="left")
    table.add_column("Nghĩa vụ", justify="right")
    table.add_column("Vì sao", overflow="fold")
    table.add_column("Ví dụ", overflow="fold")
    for reason, duty_ids in sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))[:most]:
        table.add_row(str(len(duty_ids)), escape(reason), escape(", ".join(duty_ids[:_EXAMPLES])))
    console.print(table)
    console.print("Vòng [bold]monitor run[/] tới tính lại mọi hạn theo lịch này.")


def _confidence(rule: LawRule, given: Confirmation | None) -> str:
    lifted = given is not None and not rule.conf.accuses
    return "đã đối chiếu, được dùng" if lifted else _CONFIDENCE[rule.conf]


def _period(rule: LawRule) -> str:
    return f"{rule.start:%d/%m/%Y} – {f'{rule.end:%d/%m/%Y}' if rule.end else 'nay'}"


def _in_words(given: Confirmation) -> str:
    return f"{given.by}, {given.at.astimezone(VIETNAM):%d/%m/%Y}, {given.document}"
