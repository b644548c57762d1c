"""Nhóm các gói chỉ định thầu của một đơn vị có tên giống nhau.
Groups direct appointments of one buyer by what they buy, whatever their numbers, places and phases."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from monitor.domain.patterns import LikePurchases, Purchase
from monitor.reconcile.reading import read_name

# Names share this much of their own words, identity-bearing parts left out.
_ALIKE = 0.8


def like_purchases(purchases: Iterable[Purchase]) -> Iterator[LikePurchases]:
    """Every purchase in exactly one group, oldest first; most groups hold one.

    Only one buyer's, of one field. A purchase joins the first group whose oldest member is alike:
    what is compared is always one name with one name, so that groups do not drift. "Chi phí xây
    dựng" says little: what the plans are for must be alike too, where both tell.
    """
    by_buyer: dict[tuple[str, str], list[Purchase]] = defaultdict(list)
    for purchase in purchases:
        by_buyer[purchase.agency_id or purchase.agency_name, purchase.category].append(purchase)
    for group in by_buyer.values():
        alike: list[list[Purchase]] = []
        for purchase in sorted(group, key=lambda one: (one.day, one.key)):
            for members in alike:
                if _alike(purchase, members[0]):
                    members.append(purchase)
                    break
            else:
                alike.append([purchase])
        yield from (LikePurchases(tuple(members)) for members in alike)


def _alike(one: Purchase, other: Purchase) -> bool:
    if one.purpose and other.purpose and not same_words(one.purpose, other.purpose):
        return False
    return same_words(one.name, other.name)


def same_words(one: str, other: str) -> bool:
    """Two names that buy the same thing, whatever their numbers and phases."""
    left, right = read_name(one).words, read_name(other).words
    return bool(left) and len(left & right) >= _ALIKE * len(left | right)
