"""Recordlinkage (pandas và scikit-learn), cấu hình như một người thạo dùng.
The recordlinkage toolkit (pandas and scikit-learn), set up as a practised user would.

Candidates: equal codes, one agency and one rare word, two rare words, equal titles, and neighbours in the
order of titles; always of the same kind of act, or an unsaid one. Titles are compared by Jaro-Winkler and
by the rarity of the words they share, and if asked by q-grams, which take three times as long as all else;
what else is said is equal, different or unsaid.
Logistic regression learns from the truth of the tuning corpus, ECM from agreements alone.
"""

import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
import pandas as pd
from recordlinkage import Compare, ECMClassifier, Index, LogisticRegressionClassifier
from recordlinkage.base import BaseIndexAlgorithm
from recordlinkage.index import Block, SortedNeighbourhood

from tests.bench.rivals.pairs import Scored
from tests.bench.rivals.tables import Row, Tables

_WINDOW = 9
# ECM knows only yes and no: a likeness is yes from here.
_YES = 0.8
_SPANS = ((0, 2), (3, 11), (12, 30), (31, 80))
Values = np.ndarray[Any, np.dtype[Any]]
_PARTS = ("numbers", "years", "places", "parts")


class Recordlinkage:
    """Learns once, then scores any tables of the same form."""

    def __init__(self, *, labels: bool = True, qgrams: bool = False) -> None:
        self._labels = labels
        self._qgrams = qgrams
        self._last: tuple[Tables, pd.DataFrame] | None = None
        self._classifier = LogisticRegressionClassifier() if labels else ECMClassifier(binarize=_YES)

    def learn(self, tables: Tables, shown: Mapping[str, tuple[str, ...]]) -> None:
        """From labelled candidates, or from the candidates alone."""
        vectors = self._compared(tables)
        if not self._labels:
            self._classifier.fit(vectors)
            return
        records = {row.id: row.record for row in tables.sightings}
        true = [right in shown[records[left]] for left, right in vectors.index]
        self._classifier.fit(vectors, vectors.index[true])

    def score(self, tables: Tables) -> list[Scored]:
        """The best disclosure of every name, with its chance of being the one."""
        vectors = self._compared(tables)
        chance = self._classifier.prob(vectors).to_numpy()
        left, right = (vectors.index.get_level_values(level).to_numpy() for level in (0, 1))
        order = np.lexsort((right, -chance, left))
        first = np.ones(len(order), bool)
        first[1:] = left[order][1:] != left[order][:-1]
        rows = {row.id: row for row in tables.sightings}
        return [
            Scored(rows[left[at]].record, rows[left[at]].line, right[at], float(chance[at]))
            for at in order[first]
        ]

    def _compared(self, tables: Tables) -> pd.DataFrame:
        """The compared candidates; those of the tuning corpus are asked for twice."""
        if self._last is None or self._last[0] is not tables:
            self._last = (tables, _compared(tables, qgrams=self._qgrams))
        return self._last[1]


class _Exploded(BaseIndexAlgorithm):
    """Records that share an element of every one of the columns, which hold sets."""

    def __init__(self, *columns: str) -> None:
        super().__init__()
        self._columns = list(columns)

    def _link_index(self, df_a: pd.DataFrame, df_b: pd.DataFrame) -> pd.MultiIndex:
        left, right = self._flat(df_a, "left"), self._flat(df_b, "right")
        found = left.merge(right, on=self._columns)[["left", "right"]].drop_duplicates()
        return pd.MultiIndex(levels=[df_a.index, df_b.index], codes=[found["left"], found["right"]])

    def _flat(self, frame: pd.DataFrame, name: str) -> pd.DataFrame:
        flat = frame[self._columns].assign(**{name: np.arange(len(frame))})
        for column in self._columns:
            flat = flat.explode(column)
        return flat.dropna()


def _compared(tables: Tables, *, qgrams: bool) -> pd.DataFrame:
    warnings.simplefilter("ignore")
    left, right = _frame(tables.sightings), _frame(tables.disclosures)
    pairs = _index().index(left, right)
    mine = left["kind"].reindex(pairs.get_level_values(0)).to_numpy()
    yours = right["kind"].reindex(pairs.get_level_values(1)).to_numpy()
    compare = _compare(tables.rarity)
    if qgrams:
        compare.string("title", "title", method="qgram", label="title_qgram")
    return compare.compute(pairs[pd.isna(mine) | (mine == yours)], left, right)


def _index() -> Index:
    index = Index()
    index.add(_Exploded("codes"))
    index.add(_Exploded("agencies", "rare"))
    index.add(_Exploded("pairs"))
    index.add(Block("title"))
    index.add(SortedNeighbourhood("title", window=_WINDOW))
    return index


def _compare(rarity: Mapping[str, float]) -> Compare:
    compare = Compare()
    compare.string("title", "title", method="jarowinkler", label="title_jw")
    compare.exact("title", "title", label="title_same")
    compare.compare_vectorized(_share(rarity), ("words", "weight"), ("words", "weight"), label="title_share")
    compare.compare_vectorized(_contains, "text", "buyer", label="buyer_named")
    for column in ("codes", "agencies"):
        compare.compare_vectorized(_meet, column, column, label=f"{column}_meet")
        compare.compare_vectorized(_differ, column, column, label=f"{column}_differ")
    for column in _PARTS:
        compare.exact(column, column, label=f"{column}_same")
        compare.exact(column, column, agree_value=0, disagree_value=1, label=f"{column}_differ")
    for first, last in _SPANS:
        compare.compare_vectorized(_within(first, last), "day", "day", label=f"days_{first}_{last}")
    return compare


def _share(rarity: Mapping[str, float]) -> Callable[..., Values]:
    def share(mine: pd.Series, whole: pd.Series, yours: pd.Series, other: pd.Series) -> Values:
        both = [sum(rarity.get(w, 0.0) for w in a & b) for a, b in zip(mine, yours, strict=True)]
        return 2 * np.array(both) / np.maximum(whole.to_numpy() + other.to_numpy(), 1e-9)

    return share


def _meet(mine: pd.Series, yours: pd.Series) -> Values:
    return np.array([float(not a.isdisjoint(b)) for a, b in zip(mine, yours, strict=True)])


def _differ(mine: pd.Series, yours: pd.Series) -> Values:
    return np.array([float(bool(a) and a.isdisjoint(b)) for a, b in zip(mine, yours, strict=True)])


def _contains(mine: pd.Series, yours: pd.Series) -> Values:
    return np.array([float(b in a) for a, b in zip(mine, yours, strict=True)])


def _within(first: int, last: int) -> Callable[..., Values]:
    def within(mine: pd.Series, yours: pd.Series) -> Values:
        late = mine.to_numpy() - yours.to_numpy()
        return ((first <= late) & (late <= last)).astype(float)

    return within


def _frame(rows: Sequence[Row]) -> pd.DataFrame:
    texts = ("title", "kind", "numbers", "years", "places", "parts")
    sets = ("agencies", "codes", "rare", "pairs", "words")
    return pd.DataFrame(
        {
            **{name: pd.Series([getattr(row, name) or None for row in rows], dtype=object) for name in texts},
            **{name: [frozenset(getattr(row, name)) for row in rows] for name in sets},
            "text": [row.text for row in rows],
            "buyer": [row.buyer or "?" for row in rows],
            "weight": [row.weight for row in rows],
            "day": [row.acted if row.seen is None else row.seen for row in rows],
        }
    ).set_index(pd.Index([row.id for row in rows]))
