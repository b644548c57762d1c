"""Những điều khiến một cặp không được nối tự động, dù điểm cao.
What keeps a pair from being linked without a person, however high its score.

Each is a way in which sister packages of real provinces look like the package itself: last
year's purchase with the same name, the next round of a tender, an agency with the same need.
"""

from datetime import timedelta

from monitor.domain.judgement import Disclosure
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import DisclosureKind
from monitor.reconcile.contrast import Relation
from monitor.reconcile.features import SightingFeatures
from monitor.reconcile.score import Likeness, own_day

# Days around the disclosure's own day within which a name without a code is believed.
_LONGEST_AFTER = 45
_LONGEST_BEFORE = 7
_AFTER_CLOSING = timedelta(days=7)
_NEARLY_EXACT = 0.97
_FEW_WORDS = 10.0
# People leave words of a name out; they do not invent a round, a phase or a lot.
_SAYS_MORE = frozenset(("phases", "again", "lots"))


def doubts(features: SightingFeatures, likeness: Likeness, disclosure: Disclosure) -> tuple[str, ...]:
    """Reasons (Vietnamese) to ask a person about a pair that no code ties; empty when none.

    That no other package has the name is no comfort: the true one may be missing on the network.
    """
    found = [*_about_time(features, disclosure)]
    if likeness.doubtful:
        found.append("khác số lượng hoặc dấu thanh của địa danh")
    found += [
        f"bài ghi rõ hơn tên gốc ({item.vi})"
        for item in likeness.contrasts
        if item.relation is Relation.SILENT and item.part in _SAYS_MORE and item.sighting_says
    ]
    if likeness.other_buyer:
        found.append("nguồn hoặc bài viết là của đơn vị khác")
    title = likeness.title
    if not likeness.buyer_fits and (title.similarity < _NEARLY_EXACT or title.shared < _FEW_WORDS):
        found.append("không rõ đơn vị đăng, tên chưa đủ riêng")
    return tuple(found)


def _about_time(features: SightingFeatures, disclosure: Disclosure) -> list[str]:
    day = own_day(disclosure)
    if features.day is None or day is None:
        return []
    lag = (features.day - day).days
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
