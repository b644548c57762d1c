"""Những điều khiến một cặp không được nối tự động, dù điểm cao.
What keeps a pair from being linked without a person, however high its score.

Each is a way in which sister packages of real provinces look like the package itself: last
year's purchase with the same name, the next round of a tender, an agency with the same need.
"""

from datetime import timedelta

from monitor.domain.judgement import Disclosure
from monitor.domain.labels import in_dong
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile import weights as w
from monitor.reconcile.contrast import Relation
from monitor.reconcile.features import SightingFeatures, own_day
from monitor.reconcile.labelled import read_labelled
from monitor.reconcile.lexicon import load_lexicon
from monitor.reconcile.score import Likeness
from monitor.reconcile.titles import TitleMatch

# Days around the disclosure's own day within which a name without a code is believed.
_LONGEST_AFTER = 45
_LONGEST_BEFORE = 7
_AFTER_CLOSING = timedelta(days=7)
_NEARLY_EXACT = 0.97
_MUCH_ALIKE = 0.9
_FEW_WORDS = 10.0
# The weight of one rare word that stands in the place of another ("Hưng Mẫu", "Đức Mẫu").
_ANOTHER_WORD = 2.0
# People leave words of a name out; they do not invent a round, a phase or a lot.
_SAYS_MORE = frozenset(("phases", "again", "lots"))
_WHERE = frozenset(("places",))
# Parts of which two, or one in a long name, make it a name that is not used again: roads and schools
# are built once, while medicines are bought every year under the same name.
_MARKS = frozenset(("numbers", "lots", "routes", "kilometres", "places", "phases", "years"))
_ITS_OWN = 20.0
_ITS_OWN_BY_ONE_MARK = 35.0
# Acts whose late publication is nothing unusual; an invitation is published while bids are taken.
_MAY_COME_LATE = frozenset((DisclosureKind.PLAN, DisclosureKind.RESULT))
_LATEST = 400
# A price is rounded, or corrected in a new version; by a third more it is another package's.
_FAR_PRICE = 1.35
_SERVICES = load_lexicon().services
_LETTERS = frozenset("abcdefg") | {"i", "ii", "iii"}


def doubts(features: SightingFeatures, likeness: Likeness, disclosure: Disclosure) -> tuple[str, ...]:
    """Reasons (Vietnamese) to ask a person about a pair that no code ties; empty when none.

    That no other package has the name is no comfort: the true one may be missing on the network.
    """
    found = [*_about_time(features, likeness, disclosure)]
    if likeness.doubtful:
        found.append("khác số lượng hoặc dấu thanh của địa danh")
    found += [
        f"bài ghi rõ hơn tên gốc ({item.vi})"
        for item in likeness.contrasts
        if item.relation is Relation.SILENT and item.part in _SAYS_MORE and item.sighting_says
    ]
    if likeness.title.left and likeness.title.right and likeness.title.replaced > _ANOTHER_WORD:
        found.append("một chữ trong tên khác hẳn nhau")
    if marks := _other_marks(likeness.title):
        found.append("khác số, chữ cái hoặc chữ phân biệt trong tên ({} / {})".format(*marks))
    if stated := _other_price(features, disclosure):
        found.append("bài ghi giá gói thầu {}, hồ sơ ghi {}".format(*map(in_dong, stated)))
    if mark := _mark_of_one(features, likeness.title):
        found.append(f"chỉ một bên ghi “{mark}” trong tên")
    if service := _other_service(features, likeness):
        found.append(f"chỉ một bên nêu việc “{service}”")
    its_own = _is_its_own(likeness)
    if likeness.other_buyer and not its_own:
        found.append("nguồn hoặc bài viết là của đơn vị khác")
    title = likeness.title
    exact_enough = title.similarity >= _NEARLY_EXACT and title.shared >= _FEW_WORDS
    if not (likeness.buyer_fits or exact_enough or (its_own and not likeness.other_buyer)):
        found.append("không rõ đơn vị đăng, tên chưa đủ riêng")
    return tuple(found)


def _other_marks(title: TitleMatch) -> tuple[str, str] | None:
    """The marks that stand in each other's place: "tuyến 1" and "tuyến 2" are sisters, however alike."""
    telling = load_lexicon().telling_apart
    left, right = (
        " ".join(sorted(word for word in words if _is_mark(word, telling)))
        for words in (title.left, title.right)
    )
    return (left, right) if left and right else None


def _other_price(features: SightingFeatures, disclosure: Disclosure) -> tuple[int, int] | None:
    """The price that the article states and that of the record, where one is far from the other."""
    own = disclosure.price
    if not own or not features.amounts or own in features.amounts or features.several:
        return None
    stated = read_labelled(features.sighting.body).price
    if not stated or own / _FAR_PRICE < stated < own * _FAR_PRICE:
        return None
    return stated, own


def _mark_of_one(features: SightingFeatures, title: TitleMatch) -> str:
    """A letter or a roman number that one side alone has: "ấp Giồng A" and "ấp Giồng"."""
    sides = _said_by_one(features, title)
    return next((word.upper() for side in sides for word in sorted(side) if word in _LETTERS), "")


def _other_service(features: SightingFeatures, likeness: Likeness) -> str:
    """What only one side says is done: to supervise a building site is another package than to build.

    Beside the same package number it may be left out, as it may behind the dots of a cut title.
    """
    if any(item.part == "numbers" and item.relation is Relation.SAME for item in likeness.contrasts):
        return ""
    sides = _said_by_one(features, likeness.title)
    return next((" ".join(words) for side in sides for words in _SERVICES if side.issuperset(words)), "")


def _said_by_one(features: SightingFeatures, title: TitleMatch) -> tuple[frozenset[str], ...]:
    """The words that the article alone says, and those of the record alone unless the title was cut."""
    return (title.left,) if features.readings[0].truncated else (title.left, title.right)


def _is_mark(word: str, telling: frozenset[str]) -> bool:
    return len(word) == 1 or word in telling or any(letter.isdigit() for letter in word)


def is_another(features: SightingFeatures, likeness: Likeness, disclosure: Disclosure) -> bool:
    """Other words or a round of its own, and another time or buyer: nothing speaks for the same package."""
    if likeness.other_buyer and likeness.title.similarity < _MUCH_ALIKE and _says_more(likeness, _WHERE):
        return True
    day = own_day(disclosure)
    if features.day is None or day is None:
        return False
    if likeness.title.replaced < w.OTHER_WORDS and not _says_more(likeness, _SAYS_MORE):
        return False
    return not -_LONGEST_BEFORE <= (features.day - day).days <= _LONGEST_AFTER


def _says_more(likeness: Likeness, parts: frozenset[str]) -> bool:
    """The article names one of these parts, and the record's name does not."""
    return any(
        item.relation is Relation.SILENT and item.part in parts and item.sighting_says
        for item in likeness.contrasts
    )


def _is_its_own(likeness: Likeness) -> bool:
    """A long name with what tells sisters apart, said alike on both sides: no other package has it."""
    title, contrasts = likeness.title, likeness.contrasts
    if title.similarity < _MUCH_ALIKE or any(
        c.relation is not Relation.SAME and c.part in _MARKS for c in contrasts
    ):
        return False
    marks = sum(c.relation is Relation.SAME and c.part in _MARKS for c in contrasts)
    return title.shared >= (_ITS_OWN if marks > 1 else _ITS_OWN_BY_ONE_MARK) and marks > 0


def _about_time(features: SightingFeatures, likeness: Likeness, disclosure: Disclosure) -> list[str]:
    day = own_day(disclosure)
    if features.day is None or day is None:
        return []
    lag = (features.day - day).days
    if (
        _LONGEST_AFTER < lag <= _LATEST
        and features.kind in _MAY_COME_LATE
        and likeness.title.similarity >= _NEARLY_EXACT
        and _is_its_own(likeness)
        and not likeness.other_buyer
    ):
        return []
    if lag > _LONGEST_AFTER:
        return [f"đăng sau ngày gốc {lag} ngày, có thể là gói khác cùng tên"]
    if lag < -_LONGEST_BEFORE:
        return [f"đăng trước ngày gốc {-lag} ngày, có thể là gói khác cùng tên"]
    closed = disclosure.closes_at
    if (
        disclosure.kind is DisclosureKind.NOTICE
        and closed
        and features.day > vietnam_day(closed + _AFTER_CLOSING)
    ):
        return ["mời thầu đăng sau khi đã đóng thầu, có thể là lần mời thầu khác"]
    return []
