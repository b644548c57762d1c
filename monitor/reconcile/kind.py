"""Bài đăng nói về việc gì: kế hoạch, mời thầu, hủy, kết quả…
What an article announces, read from its title, then from its body, accents not needed."""

import re

from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile.bodies import own_part
from monitor.reconcile.lexicon import load_lexicon
from monitor.reconcile.text import bare_form, cut, expand, without_code_in_front

_TENDER = (
    r"(?:thong bao|moi thau|thau\b|goi thau|dau thau|chao gia|chao hang|ho so (?:moi|yeu cau)|so tuyen|"
    r"ket qua (?:lua chon|dau thau|trung thau|chao)|ke hoach lua chon|viec (?:moi thau|lua chon|dau thau))"
)
_PAPERS = r"(?:thong bao moi thau|thong bao moi chao|ho so (?:moi|yeu cau)|thong bao moi|thong tin goi thau)"
# These three speak about another announcement, so they win wherever they stand in the head.
_ABOUT_ANOTHER = (
    (DisclosureKind.CANCELLATION, re.compile(r"\bhuy (?:bo )?(?:viec )?" + _TENDER)),
    (
        DisclosureKind.EXTENSION,
        re.compile(
            r"\b(?:gia han|lui|(?<!sua )(?<!thay )doi|keo dai)\b(?: them)?"
            r"(?: (?:thoi (?:gian|diem|han)|ngay|viec))?(?: (?:nop|nhan|tiep nhan|phat hanh))?"
            r"(?: (?:dong|mo))?(?: ho so)?(?: du)? "
            r"?(?:thau\b|thong bao moi|ho so moi|goi thau|chao gia|bao gia)"
            r"|\bmoi thau gia han\b"
        ),
    ),
    (
        DisclosureKind.AMENDMENT,
        re.compile(
            r"\b(?:sua doi|dieu chinh|dinh chinh|lam ro|cap nhat|thay doi)\b"
            r"(?: va bo sung| bo sung)?(?: noi dung| thong tin)?(?: cua)? " + _PAPERS
        ),
    ),
)
# Kind, words of which its pattern contains at least one, and the pattern.
_SUBJECTS = (
    (
        DisclosureKind.OPENING,
        ("mo ",),
        re.compile(
            r"\b(?:bien ban|ket qua|thong bao|thong tin|le)? ?"
            r"mo (?:thau|ho so du thau|ho so de xuat)\b"
        ),
    ),
    (DisclosureKind.SHORT_LIST, ("danh sach",), re.compile(r"\bdanh sach (?:cac )?(?:nha thau )?ngan\b")),
    (
        DisclosureKind.TECHNICAL_LIST,
        ("danh sach",),
        re.compile(r"\bdanh sach (?:cac )?nha thau (?:dap ung|dat)(?: yeu cau)?(?: ve)? ky thuat\b"),
    ),
    (
        DisclosureKind.CONTRACT,
        ("hop dong",),
        re.compile(r"\b(?:thong tin (?:chu yeu (?:cua )?)?(?:ve )?hop dong|ky ket hop dong)\b"),
    ),
    (
        DisclosureKind.RESULT,
        ("ket qua", "trung thau"),
        re.compile(
            r"(?<!tu )(?<!theo )\bket qua (?:lua chon|dau thau|trung thau|mua sam|chao (?:gia|hang)|"
            r"chi dinh thau|moi thau|so tuyen)|(?<!khong )\b(?:don vi |nha thau )trung thau\b"
        ),
    ),
    (
        DisclosureKind.PLAN,
        ("ke hoach",),
        re.compile(r"\bke hoach (?:tong the )?(?:lua chon nha thau|dau thau)\b"),
    ),
    (
        DisclosureKind.QUOTE_REQUEST,
        ("gia",),
        re.compile(
            r"\b(?:yeu cau|moi|de nghi|xin|cung cap|tiep nhan|thu) (?:\w+ ){0,3}?bao gia\b|"
            r"\bmoi chao gia\b(?! truc tuyen)|\bkhao sat gia\b"
        ),
    ),
    (
        DisclosureKind.NOTICE,
        ("moi", "chao ", "thong bao"),
        re.compile(
            r"(?<!ho so )\bmoi (?:tham gia )?(?:du )?thau\b|\bchao gia truc tuyen\b|\bmoi chao hang\b|"
            r"\bmoi (?:so tuyen|quan tam)\b|\bphat hanh ho so moi\b|\bthong bao (?:dau thau|chao hang)\b"
        ),
    ),
)
# An announcement stands at the head of a title; further on the same words name the object bought
# ("… theo kết quả trúng thầu", "… các mặt hàng không trúng thầu").
_TITLE_HEAD = 80
# Every pattern contains one of these; most lines of most articles contain none.
_ANY = re.compile(r"thau|gia|ket qua|hop dong|ke hoach|ho so|moi |danh sach")
_ANY_OTHER = re.compile(r"huy|gia han|lui|doi|keo dai|chinh|lam ro|cap nhat")
_BODY_HEAD = 700
# "Mã TBMT: IB…" names a number, not what the article announces.
_CODE_LABEL = re.compile(
    r"\b(?:ma |so )?(?:so )?(?:e-?)?"
    r"(?:tbmt|khlcnt|kqlcnt|thong bao moi thau|ke hoach lua chon nha thau|goi thau)"
    r"(?: so| tren [a-z ]{0,60})?\s*:?\s*(?:ib|pl|bp|pr)[\s.\-]?\d{10}"
)
_CODE = re.compile(r"\d{10}")
_BASIS = re.compile(r"\b(?:can cu|theo)\b[^.;\n]{0,300}[.;\n]|\bcan cu\b[^.;\n]*$")


def announced_kind(title: str, body: str = "") -> DisclosureKind | None:
    """The act announced, or `None` when neither title nor body says (DESIGN §3 `Disclosure`).

    The title decides. The body is asked only when the title is silent, without its legal basis
    ("Căn cứ quyết định phê duyệt kế hoạch…"), and only if it speaks of one act alone.
    """
    bare = bare_form(without_code_in_front(title))
    return kind_in_title(_readable(bare[own_part(bare)[0] :])) or (kind_in_body(body) if body else None)


def kind_in_title(readable: str) -> DisclosureKind | None:
    """The act announced by a title given as bare words with abbreviations read."""
    head = readable[:_TITLE_HEAD]
    if not _ANY.search(head):
        return None
    if _ANY_OTHER.search(head):
        for kind, pattern in _ABOUT_ANOTHER:
            if pattern.search(head):
                return kind
    found = _by_position(head)
    return found[0] if found else None


def kind_in_body(body: str) -> DisclosureKind | None:
    """The one act of which the head of a body speaks, its legal basis left out."""
    head = bare_form(body[: 3 * _BODY_HEAD])
    if _CODE.search(head):
        head = _CODE_LABEL.sub(" ", head)
    if "can cu" in head or "theo" in head:
        head = _BASIS.sub(" ", head)
    text = _readable(head)[:_BODY_HEAD]
    if not _ANY.search(text):
        return None
    about = {kind for kind, pattern in _ABOUT_ANOTHER if pattern.search(text)}
    kinds = about or set(_by_position(text))
    return kinds.pop() if len(kinds) == 1 else None


def _readable(text: str) -> str:
    return " ".join(expand(cut(text), load_lexicon()))


def _by_position(text: str) -> list[DisclosureKind]:
    """Kinds named in a text, the earliest first; on a tie the order of the table."""
    places = [
        (match.start(), at, kind)
        for at, (kind, clues, pattern) in enumerate(_SUBJECTS)
        if any(clue in text for clue in clues) and (match := pattern.search(text))
    ]
    return [kind for _, _, kind in sorted(places)]
