"""Xem địa chỉ mà đơn vị nêu khi trả lời: thấy gì ghi nấy vào hồ sơ, người xử lý kết luận.
Looks at the addresses that agencies gave in their answers, within seconds; people decide.

The archive is one chain of digests, written by one process: the web server, which is another, only puts
an address in line (in the transaction that keeps the answer); who runs the cycles looks, in one or between
two of them. A case is never closed by this: what is published on the channel that the law names is found
by that source's own look.
"""

from dataclasses import replace
from datetime import datetime

import structlog

from alerts.harmless import harmless
from monitor.domain.case_steps import MACHINE, CaseStep
from monitor.domain.cases import Case, CaseEvent
from monitor.domain.errors import SourceError
from monitor.domain.sources import Source
from monitor.domain.vocabulary import Channel
from monitor.reconcile.named import Named, named
from monitor.wiring import Line
from sources.canonical import same_host
from sources.one_look import SeenAddress, look_once
from storage.store import UnitOfWork

log = structlog.get_logger()

SOURCE_ID = "dia-chi-don-vi-neu"
# One slow site after another must not hold up the cycle; what is left is looked at by the next.
MOST_A_CYCLE = 10
_WAITING = "answered_addresses"
_MOST_WAITING = 1_000


def put_in_line(work: UnitOfWork, case_id: str, address: str) -> None:
    """Have the next cycle look at an address; call it in the transaction that keeps the answer."""
    waiting = [*_waiting(work), (case_id, address)]
    work.meta.set(_WAITING, [list(one) for one in dict.fromkeys(waiting)][:_MOST_WAITING])


def look_at_answers(line: Line, now: datetime) -> int:
    """Look once at each address in line, a few a cycle; returns how many.

    1. fetch, outside of any transaction; 2. keep the capture, the case's new step and the shorter line
    together: a kill before that looks again, one after it does not.
    """
    with line.store.read() as work:
        turn = _waiting(work)[:MOST_A_CYCLE]
        cases = {number: work.cases.get(number) for number, _ in turn}
    for number, address in turn:
        case = cases[number]
        note = _look(line, case, address) if case is not None else ""
        with line.store.begin() as work:
            work.captures.add_all(line.tray.take(SOURCE_ID))
            held = work.cases.get(number)
            if held is not None and note:
                event = CaseEvent(now, MACHINE, CaseStep.ADDRESS_SEEN, note)
                work.cases.put_all([replace(held, events=(*held.events, event), changed_at=now)])
            left = [list(one) for one in _waiting(work) if one != (number, address)]
            work.meta.set(_WAITING, left)
        log.info("answer_looked_at", case=number)
    return len(turn)


def _waiting(work: UnitOfWork) -> list[tuple[str, str]]:
    return [(str(number), str(address)) for number, address in work.meta.get(_WAITING) or ()]


def _look(line: Line, case: Case, address: str) -> str:
    """What the case says of the address, in one sentence or two."""
    try:
        seen = look_once(line.fetch, _source(line, address))
    except SourceError as error:
        proof = f" Ảnh chụp {error.capture_id}." if error.capture_id else ""
        return f"Chưa xem được {address}: {error.vi}{proof}"
    return _said(address, seen, named(f"{seen.url} {seen.text}", case.subject_key, case.title))


def _source(line: Line, address: str) -> Source:
    """Strangers choose the address: public ones only, at every redirect too.

    Where everything is invented the declared hosts of the demo, which are on this machine, are let in.
    """
    demo = line.synthetic and any(one.allow_private and same_host(one.url, address) for one in line.sources)
    return Source(
        SOURCE_ID, "địa chỉ đơn vị nêu", Channel.AGENCY_PAGE, "generic", address, allow_private=demo
    )


def _said(address: str, seen: SeenAddress, found: Named) -> str:
    where = address if seen.url == address else f"{address} (chuyển tới {harmless(seen.url, 300)})"
    proof = f"ảnh chụp {seen.capture_id}."
    if not found:
        rest = f" Phần chưa đọc được: {seen.unread}." if seen.unread else ""
        return f"Đã xem {where}: không thấy số hiệu hay tên gói thầu; {proof}{rest}"
    ways = [f"số hiệu {', '.join(found.codes)}"] if found.codes else []
    ways += ["đúng tên gói thầu"] if found.title else []
    return (
        f"Đã xem {where}: thấy {' và '.join(ways)}; {proof} Hồ sơ không tự đóng: việc đăng trên đúng kênh "
        "bắt buộc được kết luận từ lượt xem kênh ấy."
    )
