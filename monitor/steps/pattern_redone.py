"""Kế hoạch lập lại dưới số mới: gói trong kế hoạch cũ và gói trong kế hoạch mới là một.
Plans made anew under a new number: the package of the old plan and that of the new one are the same.

An id in common tells it. Without one: the same buyer and name, the price equal or unsaid, and the new plan
came after the old one's last version, within `REDONE_WITHIN`. What the plans are for must not name other
years, places or phases, and must be alike where no price speaks. A package that has a notice or result of
its own was bought, whatever came later; two packages of one plan stay two.
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

from monitor.reconcile.contrast import conflicting
from monitor.reconcile.like_purchases import same_words
from monitor.reconcile.package_names import PackageRecords
from monitor.reconcile.reading import read_name
from monitor.reconcile.text import normal_form
from monitor.steps.pattern_plans import Listed

# What is bought every year comes again after a year; chosen by us.
REDONE_WITHIN = timedelta(days=300)


def without_redone(listed: Iterable[Listed], records: PackageRecords) -> tuple[Listed, ...]:
    """What is planned, each package once: as the newest plan has it."""
    every = tuple(listed)
    named: dict[tuple[str, str], list[Listed]] = defaultdict(list)
    for one in every:
        package = one.planned
        named[package.agency_id or package.agency_name, normal_form(package.name)].append(one)
    redone = {
        id(one)
        for group in named.values()
        for one in (group if len(group) > 1 else ())
        if any(_redone(one, other, records) for other in group)
    }
    return tuple(one for one in every if id(one) not in redone)


def _redone(old: Listed, new: Listed, records: PackageRecords) -> bool:
    if old.planned.plan_no == new.planned.plan_no or not _follows(old, new):
        return False
    if not old.names.isdisjoint(new.names):
        return True
    return _alike(old, new) and not records.knows(old.names)


def _follows(old: Listed, new: Listed) -> bool:
    if old.last_posted is None or old.first_posted is None or new.first_posted is None:
        return False
    numbers = old.planned.plan_no, new.planned.plan_no
    came_after = (new.first_posted, numbers[1]) > (old.last_posted, numbers[0])
    return came_after and new.first_posted - old.first_posted <= REDONE_WITHIN


def _alike(old: Listed, new: Listed) -> bool:
    if conflicting(read_name(old.purpose).parts, read_name(new.purpose).parts):
        return False
    if old.planned.price and new.planned.price:
        return old.planned.price == new.planned.price
    return same_words(old.purpose, new.purpose)
