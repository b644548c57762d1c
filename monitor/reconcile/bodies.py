"""Phần nào của tiêu đề chỉ nói tên đơn vị, không phải tên gói thầu.
Which part of a title only says whose it is: a buyer's commune is not the package's place."""

import re

_BODY = (
    r"(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|ban quan ly|ban qlda|bqlda|ban qldadtxd|so|phong|"
    r"trung tam|ttyt|benh vien|bv|truong|cong an|chi cuc|cuc|van phong|bao hiem xa hoi|bhxh|kho bac|dang uy|"
    r"vien|hoi|dai hoc)\b"
)
_SAYS = (
    r"(?:thong bao|cong khai|moi thau|moi chao|to chuc|phat hanh|dang tai|tran trong|kinh moi|"
    r"phe duyet|ban hanh)\b"
)
# "UBND xã Tân Mẫu: Gói thầu số 07 …", "Sở Y tế tỉnh Sông Mẫu thông báo mời thầu …"
_HEAD = re.compile(_BODY + r"(?:[^:;]{2,110}?\s(?=" + _SAYS + r")|[^:;]{2,110}:\s*)")
# "… năm 2026 của Ủy ban nhân dân phường Bình Mẫu"
_TAIL = re.compile(r"\scua " + _BODY + r"[^:;,]{2,110}$")
_NAMES_A_PACKAGE = re.compile(r"\b(?:goi thau|mua sam|thi cong|cung cap|xay lap|tu van)\b")


def own_part(bare: str) -> tuple[int, int]:
    """Where in a bare title the package's own name begins and ends (character positions)."""
    start, end = 0, len(bare)
    if (head := _HEAD.match(bare)) and not _NAMES_A_PACKAGE.search(head[0]):
        start = head.end()
    if " cua " in bare and (tail := _last_tail(bare)) and not _NAMES_A_PACKAGE.search(tail[0]):
        end = max(start, tail.start())
    return start, end


def _last_tail(bare: str) -> re.Match[str] | None:
    at = bare.rfind(" cua ")
    return _TAIL.match(bare, at)
