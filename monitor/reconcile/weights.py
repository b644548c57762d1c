"""Trọng số của từng bằng chứng khi đối chiếu, tính theo log của tỉ lệ cược.
The weight of every piece of evidence, in natural log-odds; one place to calibrate.

Decisions are taken on the sum; the score shown is what it was worth (`calibration.toml`).
Positive weights speak for the same disclosure.
The figures were set by hand on written situations and on retyped notices of three provinces;
`tests/reconcile` holds the floors they reach.
"""

from bisect import bisect_right

# Decisions on the score (a probability), and the distance between first and second (log-odds).
LINK_AT = 0.90
REVIEW_AT = 0.50
MARGIN = 1.2
# In doubt everything this close to the best is shown to a person, so that no agency is accused meanwhile.
REVIEW_MARGIN = 2.5

# Of a title that breaks off everything this close to the best may be meant; of those without an article of
# their own the nearer in time is, if it leads by so much.
CUT_WIDE = 3.5
CUT_MARGIN = 1.5

BASE = -2.0
CODE = 8.0
PLAN_CITED = 2.5
PLAN_ONLY = 5.0
# A title that says less than this (sum of word weights) cannot contradict a code.
TELLING = 6.0
# Below this similarity a title speaks of something else than the package with that code.
STRANGER = 0.35
# By so much more alike a name is plainly the closer one of two.
CLEARLY = 0.02
# From this similarity on a name ties a sighting to its package as firmly as the exact one.
TIED = 0.95

# Similarity of names (share of word weight) → log-odds.
SIMILARITY = ((0.0, -9.0), (0.5, -5.0), (0.7, -2.0), (0.8, 0.0), (0.9, 2.0), (0.97, 3.5), (1.0, 4.5))
# How much the shared words tell together (sum of their weights) → log-odds.
RARITY = ((0.0, -3.5), (3.0, -2.0), (6.0, -0.5), (10.0, 0.8), (15.0, 1.8), (25.0, 2.5))
# Words on one side only, while the other has different ones in their place.
SUBSTITUTED = -0.9
SUBSTITUTED_MOST = -6.0
TRUNCATED = -0.7

HOME_ONE, HOME_FEW, HOME_MANY = 1.2, 0.8, 0.3
HOME_OTHER = -3.0
NAMED = 2.2
NAMED_PARENT = 0.7
NAMED_OTHER = -3.0

PRICE = 2.5
ONLY_IN_BODY = -0.5
# By so much a name must speak more for another package than for the one whose code stands there.
PLAINLY_ANOTHER = 3.0
# From this sum on a name with its numbers is a package's own, whatever code stands beside it.
PLAINLY_NAMED = 6.0
OTHER_CODE = -4.0
NEAR_CODE = 1.0

# Against a candidate, where what only one of two has is said of the other.
TOLD_APART = -2.5

# Identity-bearing parts: said alike by both; said by one side only.
SAME = {
    "numbers": 0.8, "lots": 0.8, "years": 0.3, "routes": 1.0, "kilometres": 1.0,
    "quantities": 0.5, "places": 0.7, "phases": 0.6, "again": 0.4,
}  # fmt: skip
SILENT = {
    "numbers": -0.7, "lots": -0.7, "years": -0.3, "routes": -0.3, "kilometres": -0.2,
    "quantities": 0.0, "places": -0.2, "phases": -0.8, "again": -0.8,
}  # fmt: skip
DOUBTFUL = -2.5

# Days from the disclosure's own date to the sighting → log-odds; before the first: impossible.
LAG = (
    (-60, -2.5), (-30, -1.0), (-7, 0.0), (-2, 1.5), (0, 2.0), (2, 1.5), (4, 1.1), (6, 0.7), (11, 0.3),
    (31, -0.5), (61, -1.5), (121, -3.0), (401, -4.5),
)  # fmt: skip
IMPOSSIBLY_EARLY = -60
# By so much the day of one act must fit better than that of another for the day alone to tell them apart.
FITS_FAR_BETTER = 2.0
# And by so much where the name, too, is plainly that of another package than the code's.
FITS_BETTER = 1.0
# The weight of a word or two that stand in the place of others; slips of the keys weigh less.
OTHER_WORDS = 3.0
# Of these weights: an article within five days, as all of 69 real ones came.
PROMPT = 1.1
# Of these weights: an act of the usual few days ago; one that the article cannot well announce.
USUAL_TIME, OUT_OF_TIME = 0.7, -1.0
# A tender is on the network before anybody can invite to it: none of 69 real articles came earlier.
AHEAD_OF_NETWORK = -2.5
# Nobody invites to bids that were opened already: rather to the next round.
CLOSED = -1.5


def on_curve(curve: tuple[tuple[float, float], ...], value: float) -> float:
    """Linear between the points of a curve, flat outside it."""
    at = bisect_right(curve, (value, float("inf")))
    if at == 0:
        return curve[0][1]
    if at == len(curve):
        return curve[-1][1]
    (x0, y0), (x1, y1) = curve[at - 1], curve[at]
    return y0 + (y1 - y0) * (value - x0) / (x1 - x0)


def for_lag(days: int) -> float | None:
    """What a delay of so many days says; `None` when it excludes the pair."""
    if days < IMPOSSIBLY_EARLY:
        return None
    at = bisect_right(LAG, (days, float("inf")))
    return LAG[at - 1][1]
