"""Tính khí của dịch vụ gửi thư theo từng thời: tốt, xấu, hỏng hẳn.
What the mail provider is like at a time: well, nasty, down."""

from random import Random

from tests.drill.letters.provider import Mood

Weather = tuple[tuple[Mood, int], ...]
GOOD: Weather = ((Mood.FINE, 1),)
NASTY: Weather = (
    (Mood.FINE, 6),
    (Mood.BUSY, 2),
    (Mood.BROKEN, 2),
    (Mood.CUT, 1),
    (Mood.TAKES_AND_CUTS, 1),
    (Mood.TAKES_AND_FAILS, 1),
    (Mood.TAKES_AND_KILLS, 1),
)
DOWN: Weather = ((Mood.BUSY, 1), (Mood.BROKEN, 1), (Mood.CUT, 1))
_REFUSED = 0.01


def other(dice: Random) -> Weather:
    """The weather changes; it is seldom fine."""
    return dice.choice((GOOD, NASTY, NASTY, DOWN))


def mood_in(weather: Weather, dice: Random, restless: bool) -> tuple[Mood, int]:
    """What becomes of one mail, and for how many seconds a busy provider asks us to wait."""
    moods, weights = zip(*weather, strict=True)
    if restless and dice.random() < _REFUSED:
        return Mood.REFUSES, 0
    return dice.choices(moods, weights)[0], dice.choice((1, 60, 3600, 40_000))
