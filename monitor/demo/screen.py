"""Những gì bản chạy thử in ra màn hình.
What the demo prints: sources, outages met, discrepancies, planted against found, letters."""

from collections import Counter
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress
from rich.table import Table

from monitor.demo.doors import Door
from monitor.demo.letters import Shown
from monitor.demo.living import CYCLE_SECONDS
from monitor.demo.model import World
from monitor.demo.outages import Outage
from monitor.demo.play import Played
from monitor.demo.servers.start import Running
from monitor.domain.errors import MonitorError
from monitor.domain.judgement import Finding
from monitor.domain.labels import Lang, label
from monitor.domain.sources import Look, Source
from monitor.domain.times import VIETNAM, due_day
from monitor.domain.vocabulary import Channel, LinkOrigin, LinkState, Severity, VerdictKind
from monitor.preview.words import kind_name
from monitor.rules.registry import pattern_rules


class Screen:
    """Prints in one language; keeps the outages already mentioned so that each is said once."""

    def __init__(self, console: Console, lang: Lang) -> None:
        self._console = console
        self._lang = lang
        self._said: dict[str, str] = {}

    def words(self, vi: str, en: str) -> str:
        return vi if self._lang == "vi" else en

    def opening(self, world: World, outages: tuple[Outage, ...]) -> None:
        count = sum(len(plan.packages) for plan in world.plans)
        self._console.rule(
            f"[bold]{world.province.name}[/] · " + self.words("dữ liệu tổng hợp", "synthetic data")
        )
        self._console.print(
            self.words(
                f"{count} gói thầu, {len(world.agencies)} đơn vị, {len(world.articles)} tin đăng, "
                f"{len(outages)} sự cố được gây ra trong lúc theo dõi.",
                f"{count} packages, {len(world.agencies)} agencies, {len(world.articles)} articles, "
                f"{len(outages)} outages planted during the watch.",
            )
        )

    def opened(self, running: Running) -> None:
        """Say which servers could not have the port of the run before."""
        for name in running.moved:
            self._console.print(
                self.words(
                    f"Cổng lần trước của máy chủ mẫu “{name}” đang bị chương trình khác dùng: "
                    f"lần này ở {running.urls[name]}, các trang của nó được đọc lại từ đầu.",
                    f"Another program holds the last port of demo server “{name}”: "
                    f"now at {running.urls[name]}, its pages are read anew.",
                ),
                soft_wrap=True,
            )

    def noticed(self, now: datetime, source: Source, look: Look, progress: Progress) -> None:
        """Say once when a source can no longer be seen whole, and once when it can again."""
        state = "" if look.outcome.saw_everything else look.reason or look.outcome.value
        if self._said.get(source.id, "") == state:
            return
        self._said[source.id] = state
        day = f"{now.astimezone(VIETNAM):%d/%m}"
        if state:
            progress.console.print(
                f"  [magenta]{day}[/] {source.name}: {label(look.outcome, self._lang)} [dim]({state})[/]"
            )
        else:
            again = self.words("xem lại được đầy đủ", "seen whole again")
            progress.console.print(f"  [green]{day}[/] {source.name}: {again}")

    def closing(self, played: Played, shown: tuple[Shown, ...]) -> None:
        self._links(played)
        self._verdicts(played)
        self._discrepancies(played)
        self._planted(played)
        self._signs(played)
        self._letters(played, shown)

    def _links(self, played: Played) -> None:
        links = played.last.linked.links
        linked = Counter(link.origin for link in links if link.state is LinkState.LINKED)
        review = sum(link.state is LinkState.NEEDS_REVIEW for link in links)
        inside = {seen.id for seen in played.last.linked.sightings if seen.code_places}
        filed = sum(one.state is LinkState.LINKED and one.sighting_id in inside for one in links)
        self._console.print(
            self.words(
                f"Đối chiếu: {linked[LinkOrigin.CODE]} theo mã ({filed} mã chỉ có trong tệp đính kèm), "
                f"{linked[LinkOrigin.SCORE]} theo tên và đơn vị, {review} cần người xem.",
                f"Links: {linked[LinkOrigin.CODE]} by code ({filed} of them found in attached files only), "
                f"{linked[LinkOrigin.SCORE]} by title and buyer, {review} need review.",
            )
        )

    def _verdicts(self, played: Played) -> None:
        counts = Counter((duty.channel, verdict.kind) for duty, verdict in played.last.judged.verdicts)
        table = Table(title=self.words("Kết luận", "Verdicts"), title_justify="left")
        table.add_column(self.words("Kênh", "Channel"))
        for kind in VerdictKind:
            table.add_column(label(kind, self._lang), justify="right")
        for channel in Channel:
            table.add_row(label(channel, self._lang), *(str(counts[channel, kind]) for kind in VerdictKind))
        self._console.print(table)

    def _discrepancies(self, played: Played) -> None:
        shown = [finding for finding in played.findings if finding.severity is not Severity.INFORM]
        title = self.words("Có dấu hiệu chưa đăng hoặc đăng sau hạn", "Not seen or published late")
        table = Table(title=f"{title}: {len(shown)}", title_justify="left")
        headers = (
            ("Đơn vị", "Agency"),
            ("Gói thầu, kế hoạch", "Package, plan"),
            ("Kênh", "Channel"),
            ("Hạn", "Due"),
            ("Thấy", "Seen"),
            ("Trễ (ngày LV)", "Late (wd)"),
            ("Căn cứ", "Basis"),
        )
        for vi, en in headers:
            table.add_column(self.words(vi, en), overflow="fold")
        for finding in sorted(shown, key=lambda f: (f.agency_name, -f.days_late)):
            table.add_row(*self._row(finding))
        self._console.print(table)

    def _row(self, finding: Finding) -> tuple[str, ...]:
        seen = (
            f"{finding.seen_at.astimezone(VIETNAM):%d/%m/%Y}"
            if finding.seen_at
            else self.words("chưa thấy", "not seen")
        )
        return (
            escape(finding.agency_name),
            f"{label(finding.kind, self._lang)}: {escape(finding.package_title)}",
            label(finding.channel, self._lang),
            f"{due_day(finding.due_at):%d/%m/%Y}",
            seen,
            str(finding.days_late),
            escape(finding.basis),
        )

    def _planted(self, played: Played) -> None:
        score = played.score
        table = Table(title=self.words("Đã cài và đã tìm thấy", "Planted and found"), title_justify="left")
        for vi, en in (("Loại", "Kind"), ("Kênh", "Channel"), ("Cài", "Planted"), ("Thấy", "Found")):
            table.add_column(self.words(vi, en), justify="left" if vi in ("Loại", "Kênh") else "right")
        planted = Counter((item.kind, item.channel) for item in played.planted)
        found = Counter((item.kind, item.channel) for item in score.found)
        for kind, channel in sorted(planted):
            verdict = VerdictKind.MISSING if kind == "missing" else VerdictKind.LATE
            table.add_row(
                label(verdict, self._lang),
                label(channel, self._lang),
                str(planted[kind, channel]),
                str(found[kind, channel]),
            )
        self._console.print(table)
        self._console.print(
            f"precision [bold]{score.precision:.3f}[/] · recall [bold]{score.recall:.3f}[/] · "
            + self.words(f"nêu sai {len(score.false)}", f"false accusations {len(score.false)}")
        )

    def _signs(self, played: Played) -> None:
        """What whole tenders and plans show, apart from the faults above and never added to them."""
        signs = played.signs
        title = self.words("Dấu hiệu đã cài và đã tìm thấy", "Signs built in and found")
        table = Table(title=title, title_justify="left")
        for vi, en in (("Quy tắc", "Rule"), ("Hướng", "Track"), ("Cài", "Built in"), ("Thấy", "Found")):
            table.add_column(self.words(vi, en), justify="left" if vi in ("Quy tắc", "Hướng") else "right")
        found, missed = (
            Counter(sign.code for sign in signs.found),
            Counter(sign.code for sign in signs.missed),
        )
        for rule in pattern_rules():
            planted = found[rule.CODE] + missed[rule.CODE]
            name = self.words(rule.TITLE, rule.TITLE_EN)
            table.add_row(name, label(rule.TRACK, self._lang), str(planted), str(found[rule.CODE]))
        self._console.print(table)
        false = len(signs.false)
        self._console.print(self.words(f"nêu sai {false}", f"said falsely {false}"))

    def _letters(self, played: Played, shown: tuple[Shown, ...]) -> None:
        count, posted = len(played.letters), played.posted
        self._console.print(
            self.words(
                f"{count} thư đã viết vào thư mục; {posted.accepted} thư dịch vụ thư mẫu đã nhận qua HTTP, "
                f"{posted.refused} bị từ chối, {posted.repeated} lặp lại.",
                f"{count} letters written into the folder; {posted.accepted} taken by the demo mail provider "
                f"over HTTP, {posted.refused} refused, {posted.repeated} repeated.",
            )
        )
        self._console.print(
            f"[bold]{self.words('Thư nên mở xem bằng trình duyệt', 'Letters to open in a browser')}[/]"
        )
        for one in shown:
            reader = one.message.recipient
            self._console.print(
                f"  {kind_name(one.message.kind, self._lang)} → {escape(reader.name or reader.address)}: "
                f"{escape(one.message.subject)}"
            )
            self._address(one.page.resolve().as_uri(), str(one.page))

    def doors(self, doors: tuple[Door, ...], now: datetime, outbox: Path) -> None:
        """The addresses under which the pages wait, one for each who may come, and what goes on behind."""
        self._console.rule(self.words("Trang web đang mở", "The pages are being served"))
        for door in doors:
            self._console.print(f"  [bold]{escape(door.who)}[/]")
            self._address(door.address, door.address)
        self._living(now, outbox)
        self._console.print(self.words("Nhấn Ctrl-C để dừng.", "Press Ctrl-C to stop."))

    def _living(self, now: datetime, outbox: Path) -> None:
        at, every = f"{now.astimezone(VIETNAM):%H:%M %d/%m/%Y}", int(CYCLE_SECONDS)
        self._console.print(
            self.words(
                f"Tỉnh mẫu sống tiếp: đồng hồ của nó chạy như đồng hồ thật từ {at}, cứ {every} giây một "
                "vòng kiểm tra, thư đi sau vài giây.\nĐóng hồ sơ cần hai người: một người đề nghị, trưởng "
                "đoàn quyết định; hãy mở hai cửa ở hai cửa sổ, một cửa sổ riêng tư.",
                f"The province goes on: its clock runs as clocks do from {at}, a cycle runs every {every} "
                "seconds, letters leave within seconds.\nTwo people close a case: one proposes, a lead "
                "decides; open two doors in two windows, one of them private.",
            ),
            soft_wrap=True,
        )
        self._console.print(f"[bold]{self.words('Thư gửi đi nằm trong thư mục', 'Letters lie in')}[/]")
        self._address(outbox.resolve().as_uri(), str(outbox))

    def stumbled(self, error: MonitorError) -> None:
        """A cycle or a sending beside the pages failed; the next turn tries again."""
        told = self.words(error.vi, str(error))
        again = self.words(
            "Vòng này không hoàn tất, vòng sau thử lại.", "This turn failed; the next tries again."
        )
        self._console.print(f"[red]{again}[/] {escape(told)}", highlight=False)

    def farewell(self, folder: Path) -> None:
        """What is said when somebody pressed Ctrl-C."""
        told = self.words(
            f"Đã dừng, mọi thứ còn trong {folder}. Chạy tiếp: monitor demo --keep --data {folder}",
            f"Stopped; everything is still in {folder}. To go on: monitor demo --keep --data {folder}",
        )
        self._console.print(f"\n{escape(told)}", soft_wrap=True, highlight=False)

    @property
    def console(self) -> Console:
        """Where it is written."""
        return self._console

    def label(self, value: StrEnum) -> str:
        return label(value, self._lang)

    def _address(self, uri: str, shown: str) -> None:
        """On a line of its own, never cut: to be copied."""
        self._console.print(f"    [link={uri}]{escape(shown)}[/link]", soft_wrap=True, highlight=False)
