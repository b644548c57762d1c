"""Cách viết số gói, đợt, năm, tuyến đường, khối lượng trong tên gói thầu.
The written shapes of identity-bearing parts, over bare text (no accents, lower case)."""

import re

from monitor.reconcile.roman import ROMAN_NUMBERS

# Packages, phases and lots are numbered so far in roman.
ROMAN = {word: n for word, n in ROMAN_NUMBERS.items() if n <= 12}
N = r"(\d{1,3}(?!\d)|x?(?:ix|iv|v?i{1,3}|v)(?!\w)|x(?!\w)|xi{1,2}(?!\w))"
UNITS = (
    "mat hang|danh muc|khoan|may|chiec|cai|xe|bo|phan|lo|he thong|loai|phong|can|goi|tram|kg|tan|lit|"
    "m2|m3|km|thang|ngay|hoc sinh|nguoi|ban|hop|chai|cap|con|dau|cay|ong|giuong|lop|suat|tui hoso|thong so"
)


def _whole(*words: str) -> str:
    """Any of these beginning a word.

    The engine tries a pattern wherever it could begin: quickly where that is a letter or a digit, slowly
    where a look-behind stands first. So here, and below, the look-behind comes second.
    """
    return "|".join(rf"{word}(?<!\w{word})" for word in words)


CODE = re.compile(
    r"(?<![a-z0-9])(?:pl|ib|bp|pr)[\s.\-]?\d{10}(?:\s?-\s?\d{2})?|(?<!\d)20(?:1\d|2[0-2])\d{7}(?!\d)"
)
DATE = re.compile(
    r"(?:ngay\s+)?\b\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?20\d\d\b|\bngay\s+\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+20\d\d\b"
)
DOCUMENT = re.compile(
    r"(?:\bso\s*:?\s*)?\b\d+\s?/(?:20\d\d/)?(?:qd|tb|tt|nd|nq|cv|kh|ttr|bc|hd|tm|bb|gm)(?:-[a-z&\d]+)*\b"
)
# "gói thầu số 3.1", "1A": parts of one package, each tendered by itself.
_SUB = r"((?:\.\d{1,2}|[a-d])(?!\w))?"
# "giá gói thầu 2 tỷ 300 triệu" is a sum.
_SUM = r"ty\b|trieu\s+(?:dong|\d)"
# The word "thầu" with one letter too many, too few or struck too early.
_THAU = r"(?:thau|tahu|htau|thua|thhau|tthau|thaau|thauu|tau|hau|thu|tha)"
PACKAGE = re.compile(
    r"goi(?<!\wgoi)(?:\s+" + _THAU + r")?(?:\s*:?\s*goi(?:\s+" + _THAU + r")?)*"
    r"(?:\s+(?:xay lap|tu van|mua sam|thiet bi|hang hoa))?(?:\s+tu(?=\s+so\b))?"
    r"\s*(?:so\b|:)?\s*:?\s*(?:so\s*)?"
    r"((?:[a-z]{1,4}[\s\-.]?)?)"
    + N
    + _SUB
    + r"((?:\s?[/.\-]\s?20\d\d)?)((?:\s?[/.\-]\s?(?!\d)[a-z]{1,6}\b(?!\s?\d))?)"
    r"(?!\s*(?:" + UNITS + r")\b)(?!\s*(?:" + _SUM + r"))(?![.,]?\d)"
)
PACKAGE_MORE = re.compile(
    r"\s*(?:,|va|&|;)\s*(?:goi\s+(?:thau\s+)?)?(?:so\s+)?"
    + N
    + _SUB
    + r"(?!\s*(?:"
    + UNITS
    + r")\b)(?![.,]?\d)"
)
# "từ số 01 đến số 03": those between them too.
PACKAGE_UP_TO = re.compile(r"\s*(?:den|-)\s*(?:het\s+)?(?:goi\s+(?:thau\s+)?)?so\s*" + N + r"(?![.,]?\d)")
PREFIX_LETTERS = frozenset(("xl", "ms", "tv", "hh", "tb", "ptv", "g", "gt", "vt", "hc", "mstb", "sc", "dv"))
AGAIN = re.compile(
    r"(?<!\bcho )\b(?:dau thau|moi thau|chao hang(?: canh tranh)?|chao gia(?: truc tuyen)?)\s+"
    r"(?:lai\b(?:\s*\(?lan\s+(?:thu\s+)?(\d))?|lan\s+(?:thu\s+)?(\d)\b)"
)
PHASE = re.compile(
    rf"({_whole('dot', 'giai doan', 'lan', 'quy', 'hoc ky', 'ky', 'thang', 'tuan')})\s+(?:thu\s+|so\s+)?"
    + N
    + r"(?:\s?/\s?(20\d\d))?"
)
# "6 tháng đầu năm 2026", "nửa cuối năm 2026"; the year stays for `YEARS`.
HALF = re.compile(r"(?:\b0?6\s+thang|\bsau\s+thang|\bnua)\s+(dau|cuoi)(?=\s+(?:nam\b|20\d\d))")
HALVES = {"dau": 1, "cuoi": 2}
LOT = re.compile(rf"(?:{_whole('phan', 'lo', 'phan lo')})\s+(?:so\s+)?(?:thu\s+)?" + N)
YEARS = re.compile(r"(20\d\d)(?<!\d20\d\d)(?:\s*(?:-|den|va|,|/)\s*(?:nam\s+)?(20\d\d))*(?!\d)")
# Words that may stand before a year, the longer ones first; they belong to it.
YEAR_WORDS = ("nam hoc ", "nam ")
YEAR = re.compile(r"20\d\d")
_ROADS = ("ql", "quoc lo", "dt", "duong tinh", "tinh lo", "tl", "dh", "duong huyen", "huong lo", "hl", "dx")
ROUTE = re.compile(
    rf"({_whole(*_ROADS)})[\s.]*"
    r"(\d{1,4}(?:\.\d{1,3})?[a-e]?)\b"
)
# "kênh N32", "kênh N2-4-3", "kênh cấp II T5"
CANAL = re.compile(r"kenh(?<!\wkenh)\s+((?!km)[a-z]{1,2}[\s.\-]?\d{1,3}(?:[.\-]\d{1,2})*)(?![\w+])")
ROUTE_NAMES = {
    "quoc lo": "ql",
    "duong tinh": "dt",
    "tinh lo": "dt",
    "tl": "dt",
    "duong huyen": "dh",
    "huong lo": "hl",
}
KILOMETRE = re.compile(r"\bkm?\s?(\d{1,4})\s?\+\s?(\d{1,3})|\bkm\s?(\d{1,4})\b")
QUANTITY = re.compile(r"(\d(?<![\d.,/]\d)\d{0,4})\s+(" + UNITS + r")\b")
AMOUNT = re.compile(r"(\d(?<![\d.,]\d)\d{0,2}(?:[.,]\d{3}){2,4})(?![\d])")


# Words that stand before a number tell which patterns are worth trying: asked of the text turned round,
# as numbers are few, and every word could stand before one.
TURNED = re.compile(r"\d[\s.:]*([a-z]+)")


def _turned(*words: str) -> frozenset[str]:
    return frozenset(word[::-1] for word in words)


# A roman number, whatever stands before it; asked before the patterns that name what does.
ROMAN_WORD = re.compile(r"\s[ivx]+\b")
DOCUMENT_CLUE = re.compile(r"/(?:20\d\d/)?(?:qd|t[bt]|n[dq]|cv|kh|bc|hd|tm|bb|gm)")
LONG_NUMBER = re.compile(r"\d{10}")
SHORT_DATE = re.compile(r"\d\s?[/.\-]\s?20\d\d")
THOUSANDS = re.compile(r"\d[.,]\d{3}[.,]\d{3}")
ROUTE_CLUES = _turned("ql", "lo", "dt", "tinh", "tl", "dh", "huyen", "hl", "dx")
KILOMETRE_CLUES = _turned("k", "km")
PHASE_CLUES = _turned("dot", "doan", "lan", "quy", "ky", "thang", "tuan", "thu", "so")
LOT_CLUES = _turned("phan", "lo", "so", "thu")
ROUND_CLUES = _turned("lan", "thu")
ROMAN_PHASE = re.compile(rf"(?:{_whole('dot', 'doan', 'lan', 'quy', 'ky')})\s+[ivx]+\b")
DIGIT = re.compile(r"\d")
ROMAN_NUMBER = re.compile(
    rf"(?:{_whole('so', 'dot', 'doan', 'lan', 'quy', 'goi', 'thau', 'phan', 'lo', 'ky')})\s+[ivx]+\b"
)
