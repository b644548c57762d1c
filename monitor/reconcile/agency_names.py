"""Đọc tên cơ quan: loại hình, cấp, số thứ tự, và phần riêng (thường là địa danh).
Reads an agency's name into what it is, its level, its number, and the words of its own."""

from dataclasses import dataclass

from monitor.reconcile.identity import number
from monitor.reconcile.lexicon import Words, load_lexicon
from monitor.reconcile.text import accented_form, bare_form, cut, expand, tidy

_LEVELS = frozenset(("tinh", "huyen", "quan", "xa", "phuong"))
_TWO_WORD_LEVELS = frozenset(("thanh pho", "thi xa", "thi tran", "khu vuc"))
_FILLERS = frozenset(("va", "cua", "cac", "thuoc"))


@dataclass(frozen=True, slots=True)
class AgencyName:
    """A name taken apart. `own` are the distinctive words joined, `province` those after "tỉnh"."""

    words: Words
    generic: frozenset[str]
    levels: tuple[str, ...]
    numbers: tuple[int, ...]
    own: str
    province: str
    accented_own: Words

    @property
    def key(self) -> str:
        """What must be equal in every spelling: the words of its own, else the province."""
        return self.own or self.province


def read_agency_name(name: str) -> AgencyName:
    """Take a name apart; abbreviations are read first, accents folded."""
    lexicon = load_lexicon()
    words = tuple(expand(cut(bare_form(name)), lexicon))
    generic: set[str] = set()
    levels: list[str] = []
    numbers: list[int] = []
    own: list[str] = []
    province: list[str] = []
    at = 0
    while at < len(words):
        level = _level_at(words, at)
        if level:
            levels.append(level)
            at += len(level.split())
            if at < len(words):  # the word after a level is a name, whatever it may mean elsewhere
                (province if level == "tinh" else own).append(words[at])
                at += 1
        elif value := _number_at(words, at):
            numbers.append(value)
            at += 1 if words[at].isdecimal() else 2
        elif hit := lexicon.institutions.longest_at(words, at):
            generic.update(hit[0])
            at += len(hit[0])
        else:
            (province if levels[-1:] == ["tinh"] else own).append(words[at])
            at += 1
    accents = _accents_of(name)
    accented_own = tuple(accents.get(word, word) for word in own)
    kind = frozenset(generic - _FILLERS)
    return AgencyName(
        words, kind, tuple(levels), tuple(numbers), "".join(own), "".join(province), accented_own
    )


def _level_at(words: Words, at: int) -> str:
    pair = " ".join(words[at : at + 2])
    if pair in _TWO_WORD_LEVELS:
        return pair
    return words[at] if words[at] in _LEVELS and not _is_plain_word(words, at) else ""


def _number_at(words: Words, at: int) -> int:
    if words[at].isdecimal():
        return int(words[at])
    return number(words[at + 1]) if words[at] == "so" and at + 1 < len(words) else 0


def _is_plain_word(words: Words, at: int) -> bool:
    """ "xã hội", "quân y", "quản lý", "giám sát tính": levels only without accents."""
    following = words[at + 1] if at + 1 < len(words) else ""
    previous = words[at - 1] if at else ""
    if words[at] == "quan":
        return following in ("ly", "y", "su", "doan", "khu", "trac", "nhan", "dan", "chung") or previous in (
            "bao",
            "co",
            "hai",
        )
    if words[at] == "xa":
        return following == "hoi" or previous in ("benh", "thi")
    if words[at] == "phuong":
        return previous == "dia" or following in ("tien", "phap")
    return not following


def _accents_of(name: str) -> dict[str, str]:
    """Bare word → the word as accented in the name (the last one wins)."""
    accented = accented_form(tidy(name))
    bare = bare_form(name)
    if len(accented) != len(bare):
        return {}
    return dict(zip(bare.split(), accented.split(), strict=True))


def levels_agree(first: AgencyName, second: AgencyName) -> bool:
    """No level said on one side is contradicted on the other ("huyện X" is not "xã X")."""
    return not first.levels or not second.levels or bool(set(first.levels) & set(second.levels))
