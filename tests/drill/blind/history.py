"""Lịch sử ngẫu nhiên: một thế giới nhỏ, thiếu ngẫu nhiên, các đợt sự cố ngẫu nhiên; lặp lại được.
A random history from one seed: a small world, more of it missing, and who is blind when."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from monitor.demo.model import Act, World
from monitor.demo.world import build_world
from monitor.domain.times import start_of_day
from tests.drill.blind.faults import CAN_BEFALL, Episode

EVERY = timedelta(days=1)
# The last cycles see everything: what is true must be found by then.
_CLEAR_AT_END = 2
# An absence needs its source seen whole from a month before the act on.
_BEFORE = timedelta(days=40)
# Now and then a source dies for so long, and then returns.
WEEKS = timedelta(days=14)
_WEEKS = 0.12
_WITHHELD = 0.25


@dataclass(frozen=True, slots=True)
class History:
    """What happens, and when the line runs.

    `moments` are the instants of its cycles, `since` is how far back the first look goes (UTC).
    """

    seed: int
    world: World
    episodes: tuple[Episode, ...]
    moments: tuple[datetime, ...]
    since: datetime

    def __str__(self) -> str:
        """Everything needed to see what a failing seed was about."""
        told = [
            f"  {e.source_id}: {e.kind} {e.start:%d/%m}–{e.end:%d/%m} (dice {e.dice})" for e in self.episodes
        ]
        return "\n".join((f"seed {self.seed}, {self.moments[0]:%d/%m/%Y} – {self.moments[-1]:%d/%m}", *told))


def history(seed: int) -> History:
    """The history of a seed: 8 to 15 packages, 24 to 40 daily cycles, every source blind now and then."""
    dice = Random(f"blind/{seed}")
    end = date(2026, 11, 20) - timedelta(days=dice.randint(0, 120))
    world = build_world(seed, dice.randint(8, 15), end - timedelta(days=75), end)
    count = dice.randint(24, 40)
    moments = tuple(world.ends_at - EVERY * (count - 1 - number) for number in range(count))
    since = start_of_day(world.start) - _BEFORE
    world = _less(replace(world, watch_start=moments[0]), since, dice)
    return History(seed, world, tuple(_episodes(dice, moments)), moments, since)


def _episodes(dice: Random, moments: tuple[datetime, ...]) -> Iterator[Episode]:
    """Per source, healthy and blind spells in turn; now and then it dies for weeks."""
    last = len(moments) - 1 - _CLEAR_AT_END
    for source_id, kinds in CAN_BEFALL.items():
        at = dice.randint(0, 5)
        while at < last:
            length = dice.randint(WEEKS.days, 21) if dice.random() < _WEEKS else dice.randint(1, 4)
            end = min(at + length, last)
            before = moments[at] - EVERY
            yield Episode(
                dice.choice(kinds), source_id, moments[at], moments[end], before, dice.randrange(10**6)
            )
            at = end + dice.randint(1, 5)


def _less(world: World, since: datetime, dice: Random) -> World:
    """The same world, of which some acts never reached the portal or the page they belong to.

    The truth is asked of what was published since the watch's own beginning only.
    """
    gone: set[tuple[str, str]] = set()
    acts = []
    for act in (act for act in world.acts if act.national is None or act.national >= since):
        changed = act
        if act.portal is not None and dice.random() < _WITHHELD and _alone(world, act, act.portal_source):
            gone.add((act.portal_source, act.id))
            changed = replace(changed, portal=None)
        if act.page is not None and dice.random() < _WITHHELD and _alone(world, act, act.page_source):
            gone.add((act.page_source, act.id))
            changed = replace(changed, page=None)
        acts.append(changed)
    articles = tuple(
        article
        for article in world.articles
        if not any((article.source_id, act_id) in gone for act_id in article.acts)
    )
    return replace(world, acts=tuple(acts), articles=articles)


def _alone(world: World, act: Act, source_id: str) -> bool:
    """Whether no article there tells of this act together with another."""
    return all(
        article.acts == (act.id,)
        for article in world.articles
        if article.source_id == source_id and act.id in article.acts
    )
