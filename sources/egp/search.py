"""Đọc hết một câu hỏi tìm kiếm, từng trang, từng ngày.
Reads a search to its end: page by page until `last`, split by days at the row limit (egp-api §2)."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from monitor.domain.errors import SourceChanged
from sources.egp.bodies import Question, search_body
from sources.egp.gathered import Gathered
from sources.egp.honoured import ignored_filter
from sources.egp.parse import parse_search_page
from sources.egp.parsed import SearchPage, SearchRow
from sources.egp.transport import Caller

# A cache may hold an answer for minutes; one that held it for hours hides what was published since.
_LONGEST_CACHED = timedelta(hours=1)


@dataclass(slots=True)
class _Walk:
    """One question being read: its rows, the totals the server named, whether `last` came."""

    ids: set[tuple[str, str]] = field(default_factory=set)
    totals: list[int] = field(default_factory=list)
    reached_end: bool = False

    @property
    def fell(self) -> bool:
        return any(later < earlier for earlier, later in zip(self.totals, self.totals[1:], strict=False))

    @property
    def short(self) -> bool:
        return len(self.ids) < self.totals[-1]


@dataclass(frozen=True, slots=True)
class SearchReader:
    """Reads questions of one source; `keep` is given each row that honours the question."""

    caller: Caller
    gathered: Gathered
    keep: Callable[[SearchRow], None]

    def read(self, question: Question) -> None:
        """Read one question whole, splitting its days in halves at the row limit.

        What cannot be read whole becomes a doubt. Raises `SourceError`; `SourceChanged` with
        `filter_ignored` when a returned row is not what was asked for.
        """
        walk = _Walk()
        first = self._page(question, 0, walk)
        if first.total >= self.caller.settings.max_rows:
            halves = question.halves()
            for half in halves:
                self.read(half)
            if halves:
                return
            self.gathered.doubt(
                "over_row_limit", f"{question}: {first.total} dòng, vượt giới hạn một câu hỏi"
            )
        self._rest(question, first, walk)
        if walk.reached_end and (walk.fell or walk.short):
            # A row that left the list pulled others over a page border already passed; one that came
            # pushed itself before what was read, which leaves the walk short. Read it all again.
            self._rest(question, self._page(question, 0, walk), walk)
        if walk.reached_end and walk.short:
            self.gathered.doubt(
                "truncated_list", f"{question}: nhận {len(walk.ids)} trên {walk.totals[-1]} dòng"
            )

    def _rest(self, question: Question, page: SearchPage, walk: _Walk) -> None:
        number = 0
        while not page.last:
            number += 1
            if number >= self.caller.settings.max_pages:
                walk.reached_end = False
                self.gathered.doubt("page_cap", f"{question}: dừng sau {number} trang")
                return
            before = [row.id for row in page.rows]
            page = self._page(question, number, walk)
            if page.rows and [row.id for row in page.rows] == before:
                detail = f"{question}: trang {number + 1} lặp lại trang trước"
                raise self._changed("repeated_page", detail)
            if not page.rows and not page.last:
                walk.reached_end = False
                detail = f"{question}: trang {number + 1} trống trước khi hết danh sách"
                self.gathered.doubt("truncated_list", detail)
                return
        walk.reached_end = True

    def _page(self, question: Question, number: int, walk: _Walk) -> SearchPage:
        answer = self.caller.search(search_body(question, number, self.caller.settings.page_size))
        known = self.gathered.rows
        page = parse_search_page(answer.payload, self.caller.source.id, answer.capture_id, known)
        self.gathered.pages += 1
        self.gathered.note_oddities(page.oddities)
        if answer.cached_for > _LONGEST_CACHED:
            self.gathered.doubt("stale_copy", f"{question}: câu trả lời là bản lưu cũ {answer.cached_for}")
        if page.page not in (number, -1):
            raise self._changed("page_ignored", f"{question}: hỏi trang {number}, nhận trang {page.page}")
        walk.totals.append(page.total)
        self._keep_honoured(question, page, walk)
        return page

    def _keep_honoured(self, question: Question, page: SearchPage, walk: _Walk) -> None:
        wrong = ""
        for row in page.rows:
            ignored = ignored_filter(row.raw, question)
            if ignored:
                wrong = wrong or f"{question}: dòng {row.id} không khớp bộ lọc {ignored}"
                continue
            walk.ids.add((row.type, row.id))
            self.keep(row)
        if wrong:
            raise self._changed("filter_ignored", wrong)

    def _changed(self, reason: str, detail: str) -> SourceChanged:
        source = self.caller.source
        return SourceChanged(
            source.id,
            detail,
            reason=reason,
            vi=f"Nguồn “{source.name or source.id}”: máy chủ không trả lời đúng câu hỏi ({detail}). "
            "Chưa kết luận gì từ lượt này; cần người phụ trách xem bản lưu.",
            capture_id=self.caller.captures[-1] if self.caller.captures else "",
        )
