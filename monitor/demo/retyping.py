"""Tiêu đề gõ lại: chữ hoa, bỏ dấu, viết tắt, cắt ngắn, thêm lời dẫn.
How portals retype a name: capitals, no accents, abbreviations, cut short, words put in front."""

import re
import unicodedata
from random import Random

from monitor.demo.model import Act
from monitor.domain.vocabulary import DisclosureKind

_SHORT_FORMS = (
    ("Kế hoạch lựa chọn nhà thầu", "KHLCNT"),
    ("kế hoạch lựa chọn nhà thầu", "KHLCNT"),
    ("Trung tâm Y tế", "TTYT"),
    ("trạm y tế", "TYT"),
    ("vật tư y tế", "VTYT"),
    ("trang thiết bị", "TTB"),
    ("giao thông nông thôn", "GTNT"),
    ("kinh tế - kỹ thuật", "KTKT"),
)
_OTHER_SPELLINGS = (("hóa", "hoá"), ("thủy", "thuỷ"), ("kỹ thuật", "kĩ thuật"), ("  ", " "))
_HEADLINES: dict[DisclosureKind, tuple[str, ...]] = {
    DisclosureKind.PLAN: ("Quyết định phê duyệt {low}", "{name}", "Công khai {low}", "Thông báo {low}"),
    DisclosureKind.NOTICE: (
        "Thông báo mời thầu: {name}",
        "Thông báo mời thầu {name}",
        "TBMT {name}",
        "Thông báo mời thầu qua mạng {low}",
        "{name}",
    ),
    DisclosureKind.CANCELLATION: ("Thông báo hủy thầu {name}", "Quyết định hủy thầu: {name}"),
    DisclosureKind.RESULT: (
        "Kết quả lựa chọn nhà thầu: {name}",
        "Quyết định phê duyệt kết quả lựa chọn nhà thầu {low}",
        "Thông báo kết quả lựa chọn nhà thầu {name}",
    ),
}


def lower_first(text: str) -> str:
    """The text with its first letter small, for use inside a sentence."""
    return text[:1].lower() + text[1:]


def without_accents(text: str) -> str:
    """Vietnamese typed without accents."""
    plain = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(letter for letter in plain if not unicodedata.combining(letter))


def headline(rng: Random, act: Act) -> str:
    """A title as an office would write it for this act, before it is retyped."""
    pattern = rng.choice(_HEADLINES[act.kind])
    return pattern.format(name=act.title, low=lower_first(act.title))


def retyped(rng: Random, title: str, *, may_lose_numbers: bool) -> str:
    """The title as somebody typed it again; without a code it must not lose what tells sisters apart."""
    match rng.choice(("as is", "as is", "capitals", "bare", "short", "spelling", "cut")):
        case "capitals":
            return title.upper()
        case "bare":
            return without_accents(title)
        case "short":
            return _replaced(title, _SHORT_FORMS)
        case "spelling":
            return _replaced(title, _OTHER_SPELLINGS)
        case "cut":
            return _cut(title, may_lose_numbers=may_lose_numbers)
        case _:
            return title


def _replaced(title: str, pairs: tuple[tuple[str, str], ...]) -> str:
    for full, other in pairs:
        title = title.replace(full, other)
    return title


def _cut(title: str, *, may_lose_numbers: bool) -> str:
    """Cut at a word and end in dots, as listings do after about 120 characters."""
    if len(title) < 90:
        return title
    kept = title[: max(80, len(title) * 3 // 4)].rsplit(" ", 1)[0].rstrip(",:(- ")
    lost = title[len(kept) :]
    if not may_lose_numbers and (re.search(r"\d", lost) or "xã" in lost or "phường" in lost or "ấp" in lost):
        return title
    return f"{kept}…"
