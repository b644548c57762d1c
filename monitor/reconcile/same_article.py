"""Cùng một bài đăng lại nơi khác, hoặc đăng lại nguyên văn trên cùng nguồn.
One article shown twice, word for word: what a person decided on one holds for the other."""

from collections import defaultdict
from collections.abc import Iterable, Mapping

from monitor.domain.sources import Sighting
from monitor.reconcile.text import bare_form

# A short text ("Thông báo mời thầu") says the same about many packages; so does one of another year.
_TELLING = 60
_DAYS_APART = 31


def shown_again(decided: Iterable[str], sightings: Iterable[Sighting]) -> Mapping[str, tuple[str, ...]]:
    """For each decided sighting (an id) the ids of all others that are the same article, sorted.

    The same article: title and body equal but for case, accents and spacing, enough of them to
    mean one thing only, the same codes, and published within a month.
    """
    wanted = frozenset(decided)
    if not wanted:
        return {}
    every = tuple(sightings)
    texts = {_text(sighting) for sighting in every if sighting.id in wanted}
    alike: defaultdict[tuple[str, tuple[str, ...]], list[Sighting]] = defaultdict(list)
    for sighting in every:
        text = _text(sighting)
        if text in texts and (len(text) >= _TELLING or sighting.codes):
            alike[text, tuple(sorted(sighting.codes))].append(sighting)
    return {
        one.id: others
        for group in alike.values()
        for one in group
        if one.id in wanted
        and (others := tuple(sorted(o.id for o in group if o is not one and _near(one, o))))
    }


def _text(sighting: Sighting) -> str:
    return " ".join(bare_form(f"{sighting.title} {sighting.body}").split())


def _near(one: Sighting, other: Sighting) -> bool:
    first, second = (s.published.at if s.published else s.first_seen_at for s in (one, other))
    return abs((first - second).days) <= _DAYS_APART
