"""Cách viết số gói, đợt, năm, tuyến đường, khối lượng trong tên gói thầu.
The written shapes of identity-bearing parts, over bare text (no accents, lower case)."""

import re

ROMAN = dict(
    zip(("i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii"), range(1, 13), strict=True)
)
N = r"(\d{1,3}(?!\d)|x?(?:ix|iv|v?i{1,3}|v)(?!\w)|x(?!\w)|xi{1,2}(?!\w))"
UNITS = (
    "mat hang|danh muc|khoan|may|chiec|cai|xe|bo|phan|lo|he thong|loai|phong|can|goi|tram|kg|tan|lit|"
    "m2|m3|km|thang|ngay|hoc sinh|nguoi|ban|hop|chai|cap|con|dau|cay|ong|giuong|lop|suat|tui hoso|thong so"
)
CODE = re.compile(
    r"(?<![a-z0-9])(?:pl|ib|bp|pr)[\s.\-]?\d{10}(?:\s?-\s?\d{2})?|(?<!\d)20(?:1\d|2[0-2])\d{7}(?!\d)"
)
DATE = re.compile(
    r"(?:ngay\s+)?\b\d{1,2}\s?[/.\-]\s?\d{1,2}\s?[/.\-]\s?20\d\d\b|\bngay\s+\d{1,2}\s+thang\s+\d{1,2}\s+nam\s+20\d\d\b"
)
DOCUMENT = re.compile(
    r"(?:\bso\s*:?\s*)?\b\d+\s?/(?:20\d\d/)?(?:qd|tb|tt|nd|nq|cv|kh|ttr|bc|hd|tm|bb|gm)(?:-[a-z&\d]+)*\b"
)
PACKAGE = re.compile(
    r"\bgoi(?:\s+thau)?(?:\s*:?\s*goi(?:\s+thau)?)*"
    r"(?:\s+(?:xay lap|tu van|mua sam|thiet bi|hang hoa))?\s*(?:so\b|:)?\s*:?\s*(?:so\s*)?"
    r"((?:[a-z]{1,4}[\s\-.]?)?)"
    + N
    + r"((?:\s?[/.\-]\s?20\d\d)?)((?:\s?[/.\-]\s?(?!\d)[a-z]{1,6}\b(?!\s?\d))?)"
    r"(?!\s*(?:" + UNITS + r")\b)(?![.,]?\d)"
)
PACKAGE_MORE = re.compile(
    r"\s*(?:,|va|&|;)\s*(?:goi\s+(?:thau\s+)?)?(?:so\s+)?" + N + r"(?!\s*(?:" + UNITS + r")\b)(?![.,]?\d)"
)
PREFIX_LETTERS = frozenset(("xl", "ms", "tv", "hh", "tb", "ptv", "g", "gt", "vt", "hc", "mstb", "sc", "dv"))
AGAIN = re.compile(
    r"(?<!\bcho )\b(?:dau thau|moi thau|chao hang(?: canh tranh)?|chao gia(?: truc tuyen)?)\s+"
    r"(?:lai\b(?:\s*\(?lan\s+(?:thu\s+)?(\d))?|lan\s+(?:thu\s+)?(\d)\b)"
)
PHASE = re.compile(
    r"\b(dot|giai doan|lan|quy|hoc ky|ky|thang|tuan)\s+(?:thu\s+|so\s+)?" + N + r"(?:\s?/\s?(20\d\d))?"
)
LOT = re.compile(r"\b(?:phan|lo|phan lo)\s+(?:so\s+)?(?:thu\s+)?" + N)
YEARS = re.compile(
    r"(?:\bnam(?:\s+hoc)?\s+)?(?<!\d)(20\d\d)(?:\s*(?:-|den|va|,|/)\s*(?:nam\s+)?(20\d\d))*(?!\d)"
)
YEAR = re.compile(r"20\d\d")
ROUTE = re.compile(
    r"\b(ql|quoc lo|dt|duong tinh|tinh lo|tl|dh|duong huyen|huong lo|hl|dx)[\s.]*"
    r"(\d{1,4}(?:\.\d{1,3})?[a-e]?)\b"
)
ROUTE_NAMES = {
    "quoc lo": "ql",
    "duong tinh": "dt",
    "tinh lo": "dt",
    "tl": "dt",
    "duong huyen": "dh",
    "huong lo": "hl",
}
KILOMETRE = re.compile(r"\bkm?\s?(\d{1,4})\s?\+\s?(\d{1,3})|\bkm\s?(\d{1,4})\b")
QUANTITY = re.compile(r"(?<![\d.,/])(\d{1,5})\s+(" + UNITS + r")\b")
AMOUNT = re.compile(r"(?<![\d.,])(\d{1,3}(?:[.,]\d{3}){2,4})(?![\d])")


# Words that stand before a number tell which patterns are worth trying.
BEFORE_NUMBER = re.compile(r"(?<![a-z])([a-z]+)[\s.:]*\d")
LONG_NUMBER = re.compile(r"\d{10}")
SHORT_DATE = re.compile(r"\d\s?[/.\-]\s?20\d\d")
THOUSANDS = re.compile(r"\d[.,]\d{3}[.,]\d{3}")
ROUTE_CLUES = frozenset(("ql", "lo", "dt", "tinh", "tl", "dh", "huyen", "hl", "dx"))
KILOMETRE_CLUES = frozenset(("k", "km"))
PHASE_CLUES = frozenset(("dot", "doan", "lan", "quy", "ky", "thang", "tuan", "thu", "so"))
LOT_CLUES = frozenset(("phan", "lo", "so", "thu"))
ROMAN_PHASE = re.compile(r"\b(?:dot|doan|lan|quy|ky)\s+[ivx]+\b")
DIGIT = re.compile(r"\d")
ROMAN_NUMBER = re.compile(r"\b(?:so|dot|doan|lan|quy|goi|thau|phan|lo|ky)\s+[ivx]+\b")
