"""Gõ lại một tên: viết tắt, viết đầy đủ, gõ sai, bỏ dấu, đổi cách ghi số, cắt ngắn.
How a name changes when somebody types it again; every function returns the text, changed or not."""

import html
import re
import unicodedata
from random import Random

from monitor.demo.retyping import without_accents

_SHORT = (
    ("Ủy ban nhân dân", "UBND"), ("Trung tâm Y tế", "TTYT"), ("Bệnh viện Đa khoa", "BVĐK"),
    ("Bệnh viện", "BV"),
    ("Ban Quản lý dự án đầu tư xây dựng", "Ban QLDA ĐTXD"), ("Giáo dục và Đào tạo", "GD&ĐT"),
    ("vật tư y tế", "VTYT"),
    ("trang thiết bị", "TTB"), ("hóa chất xét nghiệm", "HCXN"), ("giao thông nông thôn", "GTNT"),
    ("kinh tế - kỹ thuật", "KTKT"), ("phòng cháy chữa cháy", "PCCC"), ("Trung học phổ thông", "THPT"),
    ("Tiểu học", "TH"), ("Mầm non", "MN"), ("xây dựng", "XD"), ("thiết bị", "TB"), ("hồ sơ mời thầu", "HSMT"),
    ("hồ sơ dự thầu", "HSDT"), ("Gói thầu số", "Gói số"), ("đường huyện", "ĐH."),
    ("khám bệnh, chữa bệnh", "KCB"),
    ("nông thôn mới", "NTM"), ("công trình", "CT"), ("sinh hoạt", "SH"),
)  # fmt: skip
_LONG = (
    ("UBND", "Ủy ban nhân dân"), ("TTYT", "Trung tâm Y tế"), ("THPT", "Trung học phổ thông"),
    ("THCS", "Trung học cơ sở"), ("ĐT.", "đường tỉnh "), ("ĐH.", "đường huyện "), ("X-quang", "X quang"),
)  # fmt: skip
_SPELLINGS = (
    ("hóa", "hoá"),
    ("khỏe", "khoẻ"),
    ("thủy", "thuỷ"),
    ("kỹ", "kĩ"),
    ("vật lý", "vật lí"),
    ("Hòa", "Hoà"),
)
_ROMAN = {"1": "I", "2": "II", "3": "III", "4": "IV"}
_PHASE = re.compile(r"\b(giai đoạn|đợt|lần) ([1-4])\b")
_ZERO = re.compile(r"(?<=số )0(?=\d)")
_NUMBER_HEAD = re.compile(r"^Gói thầu số \d+: ")
_IDLE_TAIL = re.compile(
    r"(?: phục vụ [^()]*?(?= năm| đợt|$)| \(gồm [^)]*\)| bao gồm \d+ mặt hàng| từ nguồn .*| theo nhu cầu .*)$"
)
ADDED_TAILS = (
    " từ nguồn ngân sách tỉnh",
    " (qua mạng)",
    " theo hình thức chào hàng cạnh tranh",
    " thuộc nguồn vốn sự nghiệp",
)


def abbreviated(text: str) -> str:
    """One or two phrases shortened, as the first that occur."""
    return _replaced(text, _SHORT, 2)


def written_out(text: str) -> str:
    """Abbreviations of the record written out."""
    return _replaced(text, _LONG, 2)


def respelt(text: str) -> str:
    """The other accepted spelling."""
    return _replaced(text, _SPELLINGS, len(_SPELLINGS))


def _replaced(text: str, pairs: tuple[tuple[str, str], ...], most: int) -> str:
    done = 0
    for old, new in pairs:
        if old in text:
            text = text.replace(old, new)
            done += 1
            if done == most:
                break
    return text


def renumbered(text: str) -> str:
    """`số 03` as `số 3`, `giai đoạn 2` as `giai đoạn II`."""
    return _PHASE.sub(lambda m: f"{m[1]} {_ROMAN[m[2]]}", _ZERO.sub("", text))


def without_number(text: str) -> str:
    """The name without "Gói thầu số 03:"."""
    bare = _NUMBER_HEAD.sub("", text)
    return bare[:1].upper() + bare[1:]


def without_tail(text: str) -> str:
    """The name without a last phrase that tells it from nothing."""
    return _IDLE_TAIL.sub("", text)


def typed_wrong(rng: Random, text: str) -> str:
    """One word of four letters or more mistyped: doubled, dropped or swapped letter, lost accents."""
    words = text.split(" ")
    long = [at for at, word in enumerate(words) if len(word) > 3 and word.isalpha()]
    if not long:
        return text
    at = rng.choice(long)
    word = words[at]
    place = rng.randrange(1, len(word) - 1)
    match rng.randrange(4):
        case 0:
            word = word[:place] + word[place] + word[place:]
        case 1:
            word = word[:place] + word[place + 1 :]
        case 2:
            word = word[:place] + word[place + 1] + word[place] + word[place + 2 :]
        case _:
            word = without_accents(word)
    words[at] = word
    return " ".join(words)


def encoded(rng: Random, text: str) -> str:
    """What bad exports do to letters."""
    match rng.randrange(3):
        case 0:
            return html.escape(html.escape(text)).replace("ó", "&amp;oacute;")
        case 1:
            return unicodedata.normalize("NFD", text)
        case _:
            return text.replace("Đ", "Ð").replace("ư", "ƣ")


def cut(rng: Random, text: str) -> str:
    """Cut at a word as listings do, with dots; short titles stay whole."""
    most = rng.randrange(100, 141)
    if len(text) <= most + 5:
        return text
    return text[:most].rsplit(" ", 1)[0].rstrip(",:(- ") + rng.choice(("…", "...", " ..."))


def says(text: str, mark: str) -> bool:
    """Whether a text, however it is typed, still carries what tells a package from its sisters."""
    last = without_accents(mark.rsplit(maxsplit=1)[-1]).lstrip("0").casefold() if mark else ""
    plain = without_accents(html.unescape(html.unescape(text))).casefold()
    return not last or re.search(rf"(?<!\w)0*{re.escape(last)}(?!\w)", plain) is not None
