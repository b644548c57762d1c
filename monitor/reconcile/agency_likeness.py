"""Hai tên có phải của một cơ quan không, chỉ xét tên.
Whether two names are one agency's, by the names alone; mergers and aliases need the registry."""

from dataclasses import dataclass

from monitor.reconcile.agency_names import AgencyName, AgencyPlace, read_agency_name, spelt_like
from monitor.reconcile.agency_words import load_terms
from monitor.reconcile.lexicon import Words, load_lexicon
from monitor.reconcile.places import agree_as_written, syllables_agree

ENOUGH = 0.8
# Without its place "Sở Y tế" may be any province's: below what is enough.
_UNSAID = 0.4
_SPELT = 0.04
_OTHER_KIND = ("loại hình cơ quan khác nhau",)
_OTHER_NAME = ("tên riêng khác nhau",)
# Written alike in the south, where hỏi and ngã sound the same: no two bodies differ by them.
_HOI_TO_NGA = str.maketrans("ảẳẩẻểỉỏổởủửỷ", "ãẵẫẽễĩõỗỡũữỹ")


@dataclass(frozen=True, slots=True)
class AgencyLikeness:
    """`score` in [0, 1], reasons in Vietnamese; `same` when the score is enough to say so."""

    score: float
    reasons: tuple[str, ...]

    @property
    def same(self) -> bool:
        return self.score >= ENOUGH


def same_agency(left: str, right: str) -> AgencyLikeness:
    """How sure it is that two names mean one body. On a given day: `AgencyResolver.same`."""
    return likeness(read_agency_name(left), read_agency_name(right))


def likeness(left: AgencyName, right: AgencyName) -> AgencyLikeness:
    """The same question for names that were read."""
    found = _compare(left, right)
    if found.score >= ENOUGH or found.reasons not in (_OTHER_KIND, _OTHER_NAME):
        return found
    for one, other in ((left, right), (right, left)):
        if spelt := spelt_like(one, other):
            read = _compare(spelt, spelt_like(other, spelt) or other)
            if read.score >= ENOUGH:
                score = max(read.score - _SPELT, ENOUGH)
                return AgencyLikeness(score, (*read.reasons, "đọc chữ viết tắt theo tên kia"))
    return found


def _compare(left: AgencyName, right: AgencyName) -> AgencyLikeness:
    if left.words == right.words:
        return _same_words(left, right)
    if left.numbers != right.numbers:
        return AgencyLikeness(0.0, ("số thứ tự khác nhau",))
    kinds = _kinds_agree(left.generic, right.generic)
    if kinds is None:
        return AgencyLikeness(0.0, _OTHER_KIND)
    named = _names_agree(left, right)
    if isinstance(named, str):
        return AgencyLikeness(0.0, (named,))
    penalty, reason = named
    return AgencyLikeness(1.0 - min(0.12, 0.02 * kinds) - penalty, (reason,))


def _same_words(left: AgencyName, right: AgencyName) -> AgencyLikeness:
    (bare, marks), (other, other_marks) = left.named_words, right.named_words
    if bare != other:
        # Without marks "quan" may have been read as a level on one side only.
        if bare == marks or other == other_marks:
            return AgencyLikeness(0.9, ("tên giống nhau, một bên viết không dấu",))
    elif agree(bare, marks, other, other_marks, marked=_marks_tell(left, right)):
        return AgencyLikeness(1.0, ("tên giống nhau",))
    return AgencyLikeness(0.0, ("tên riêng khác nhau ở dấu",))


def _kinds_agree(left: frozenset[str], right: frozenset[str]) -> int | None:
    """How many loose words differ; None when what differs makes it another kind of body."""
    if left == right:
        return 0
    one, other = left - right, right - left
    strict = (one | other) - load_lexicon().loose_institution_words
    if strict:
        for needed, words in load_terms().elided:
            # Left out on one side, and nothing else instead: "công ty cổ phần" is not "công ty TNHH".
            if needed <= left and needed <= right and (not one or not other or one | other <= words):
                strict -= words
    return None if strict else len(one | other)


def _names_agree(left: AgencyName, right: AgencyName) -> tuple[float, str] | str:
    """The penalty and the reason when the own parts are one; otherwise what tells them apart."""
    marked = _marks_tell(left, right)
    for a_level, a, a_marks, a_rest in _readings(left):
        for b_level, b, b_marks, b_rest in _readings(right):
            if a != b:
                continue
            if not agree(a, a_marks, b, b_marks, marked=marked):
                return "tên riêng khác nhau ở dấu"
            if a_level and b_level and a_level != b_level:
                return "khác cấp"
            if clash := _clash(a_rest, b_rest, marked=marked):
                return clash
            penalty = 0.03 * (a_level != b_level) + 0.03 * (len(a_rest) != len(b_rest))
            return penalty, "cùng loại hình và tên riêng, chỉ khác cách viết"
    if not left.keys or not right.keys:
        return _UNSAID, "có bên không nêu địa danh"
    return _OTHER_NAME[0]


def _marks_tell(left: AgencyName, right: AgencyName) -> bool:
    """Whether "An" is not "Ân": both were typed with accents, and no province is meant, of which none are
    so alike.
    """
    if any(not name.own and name.places[:1] and name.places[0].level == "tinh" for name in (left, right)):
        return False
    return left.marked and right.marked


def _readings(name: AgencyName) -> list[tuple[str, Words, Words, tuple[AgencyPlace, ...]]]:
    """(level, own words, marks, places left over): the own words alone, then with each place added."""
    bare, marks = name.own, name.accented_own
    found = [("", bare, marks, name.places)] if bare else []
    for at, place in enumerate(name.places):
        level = place.level if not bare else ""
        bare, marks = bare + place.bare, marks + place.accented
        found.append((level, bare, marks, name.places[at + 1 :]))
    return found


def _clash(left: tuple[AgencyPlace, ...], right: tuple[AgencyPlace, ...], *, marked: bool) -> str:
    """Places said beside the name: one must be shared, and none of one height may differ."""
    if not left or not right:
        return ""
    shared = False
    for a in left:
        for b in right:
            if agree(a.bare, a.accented, b.bare, b.accented, marked=marked):
                if a.level == b.level:
                    shared = True
                elif a is left[0] and b is right[0]:
                    return "khác cấp"
            elif a.rank == b.rank:
                return "ở địa bàn khác nhau"
    return "" if shared else "địa bàn nêu kèm không có nơi nào chung"


def agree(left: Words, left_marks: Words, right: Words, right_marks: Words, *, marked: bool) -> bool:
    """Equal words, and marks that do not contradict; a person's name is forgiven a wrong mark.

    `marked`: both names were typed with accents; else a word without any may have lost its own.
    """
    if left != right:
        return False
    if left_marks == right_marks or (len(left) > 2 and left[0] in load_terms().surnames):
        return True
    same = agree_as_written if marked else syllables_agree
    return all(
        a == b or same(a, b) or a.translate(_HOI_TO_NGA) == b.translate(_HOI_TO_NGA)
        for a, b in zip(left_marks, right_marks, strict=True)
    )
