"""Nội dung bản in và tệp hướng dẫn của một hồ sơ, thuần chữ.
What the printed dossier and its guide say, as plain words."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from alerts.words import Words
from monitor.desk.days import Mark, Tile
from monitor.desk.timeline import Entry, timeline
from monitor.domain.case_steps import step_label
from monitor.domain.cases import Case
from monitor.domain.sources import Capture
from monitor.domain.times import due_day
from monitor.law.ladder import full_day
from monitor.web.desk.casefile import CaseFile, Ground
from monitor.wiring import Office

_WORDS = Words("vi")


def printed_words(
    file: CaseFile, captures: Sequence[Capture], office: Office, owner: str, now: datetime
) -> dict[str, Any]:
    """Everything that stands in the PDF, made at `now` (UTC)."""
    case = file.case
    return {
        "number": case.id,
        "title": case.title,
        "office": office.province.inspectorate.name,
        "place": office.province.name,
        "synthetic": office.synthetic,
        "made": f"lập lúc {_WORDS.moment(now)}",
        "facts": [list(pair) for pair in _facts(case, file, owner)],
        "findings": [_finding(ground) for ground in file.grounds],
        "events": [list(_event(entry)) for entry in timeline(case)],
        "captures": [
            {
                "id": one.id,
                "url": one.url,
                "at": _WORDS.moment(one.fetched_at),
                "sha256": one.digest.removeprefix("sha256:"),
            }
            for one in captures
        ],
        "verify": _verify(case),
        "note": "Hồ sơ ghi điều hệ thống đã thấy hoặc chưa thấy; kết luận thuộc về người có thẩm quyền.",
    }


def guide(case: Case, now: datetime) -> bytes:
    """README.txt: what lies in the folder, and how to check it."""
    return (
        f"Hồ sơ {case.id}: {case.title}\n"
        f"Lập lúc {_WORDS.moment(now)}.\n\n"
        "Trong thư mục này:\n"
        "  ho-so.pdf        bản in: phát hiện, cách tính hạn từng ngày, căn cứ, diễn biến\n"
        "  nhat-ky.json     nhật ký đầy đủ của hồ sơ và các phát hiện\n"
        "  ban-luu.warc.gz  các trang đã lưu, nguyên từng byte như lúc xem (chuẩn WARC 1.1)\n"
        "  ban-luu.json     mục lục bản lưu: địa chỉ, giờ xem, mã SHA-256, chuỗi mã băm\n"
        "  tep/             tệp đơn vị gửi kèm trả lời (nếu có)\n"
        "  SHA256SUMS       mã SHA-256 của từng tệp trên\n\n"
        "Kiểm tra: giải nén, mở cửa sổ lệnh trong thư mục này rồi gõ\n\n"
        "  sha256sum -c SHA256SUMS\n\n"
        "hoặc, trên máy có chương trình giám sát, không cần giải nén:\n\n"
        f"  {_verify(case)}\n\n"
        "Lệnh sau kiểm cả nội dung từng bản lưu với mã đã ghi khi xem nguồn, và in mã SHA-256 của cả gói.\n"
        "Mã ấy phải trùng với mã mà nhật ký của hệ thống đã ghi khi lập gói này.\n"
    ).encode()


def _verify(case: Case) -> str:
    return f"monitor dossier verify {case.id}.zip"


def _facts(case: Case, file: CaseFile, owner: str) -> Iterator[tuple[str, str]]:
    first = next((ground.disclosure for ground in file.grounds if ground.disclosure), None)
    yield "Đơn vị", case.agency_name or "chưa rõ đơn vị"
    if first is not None and first.codes:
        yield "Mã", ", ".join(first.codes)
    if first is not None and first.price is not None:
        yield "Giá gói thầu", _WORDS.money(first.price)
    yield "Tình trạng", _WORDS.label(case.state)
    yield "Mở ngày", _WORDS.day(case.opened_at)
    if owner:
        yield "Người xử lý", owner


def _finding(ground: Ground) -> dict[str, Any]:
    finding = ground.finding
    facts = [["Căn cứ", finding.basis], ["Hạn", _WORDS.day(due_day(finding.due_at))]]
    facts.append(["Hiện nay", "đang còn" if ground.standing else "đã hết"])
    if ground.searched is not None and ground.searched.nearest is not None:
        near = ground.searched.nearest
        facts.append(
            ["Tin gần nhất", f"“{near.sighting.title}” (giống {near.alike:.0%}); không phải vì {near.why}"]
        )
    return {
        "sentence": finding.sentence,
        "facts": facts,
        "days": [_day(tile) for tile in ground.tiles],
        "reasons": list(finding.reasons),
    }


def _day(tile: Tile) -> dict[str, str]:
    span = f"{tile.first.day}/{tile.first.month}"
    if tile.last != tile.first:
        span += f"–{tile.last.day}/{tile.last.month}"
    told = {
        Mark.START: "ngày làm căn cứ",
        Mark.COUNTED: f"ngày {tile.number}",
        Mark.DUE: "hạn",
        Mark.OVER: f"+{tile.number}",
        Mark.END: f"+{tile.number}",
        Mark.FOLD: f"… đến ngày {tile.number}" if tile.number else "…",
    }.get(tile.mark, tile.note)
    return {
        "mark": tile.mark.value,
        "day": span if tile.mark is not Mark.START else full_day(tile.first),
        "note": told,
    }


def _event(entry: Entry) -> tuple[str, str]:
    if entry.step is None and entry.reader is not None and entry.reason is not None:
        told = f"báo {_WORDS.label(entry.reader)}: {_WORDS.label(entry.reason)}"
        return _WORDS.moment(entry.at), f"B{told[1:]} (thư không tới nơi)" if entry.lost else f"Đã {told}"
    assert entry.step is not None
    note = f" {entry.note}" if entry.note else ""
    return _WORDS.moment(entry.at), f"{entry.by}: {step_label(entry.step)}.{note}"
