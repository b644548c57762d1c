"""Splink 5 trên DuckDB, cấu hình như một người thạo dùng.
Splink 5 on DuckDB, set up as a practised user would.

Titles are compared by the rarity of the words they share (the token frequencies its authors advise for
names of firms); equal titles and equal agencies carry term-frequency adjustments. Every blocking rule
asks for the same kind of act, or an unsaid one. The probabilities of matches are learnt from the truth
of the tuning corpus, or without it by expectation maximisation; those of chance from random pairs.
"""

import logging
import warnings
from collections.abc import Mapping, Sequence
from tempfile import gettempdir
from typing import Any, NamedTuple

import duckdb
import pyarrow as pa
from splink import DuckDBAPI, Linker, SettingsCreator, block_on
from splink.blocking_rule_library import CustomRule
from splink.comparison_level_library import (
    ArrayIntersectLevel,
    CustomLevel,
    ElseLevel,
    ExactMatchLevel,
    NullLevel,
)
from splink.comparison_library import CustomComparison

from tests.bench.rivals.pairs import Scored
from tests.bench.rivals.tables import Row, Tables

# A word is one number, its place in the vocabulary and its rarity: lists of numbers compare fastest.
_WORDS = 2000
_SHARED = f"""CREATE MACRO shared(mine, yours, whole_mine, whole_yours) AS coalesce(list_sum(list_transform(
    list_filter(mine, lambda t: list_contains(yours, t)), lambda t: t % {_WORDS})), 0)
    / (50.0 * (whole_mine + whole_yours))"""
_SHARE = "shared(tokens_l, tokens_r, weight_l, weight_r)"
_SHARES = (0.95, 0.85, 0.75, 0.6, 0.4)
_DAYS = "(coalesce(seen_l, seen_r) - coalesce(acted_l, acted_r))"
_SPANS = ((0, 2), (0, 11), (-2, 30), (-5, 80))
_NAMED = "contains(coalesce(text_l, text_r), coalesce(buyer_l, buyer_r))"
_SAME_KIND = "(l.kind = r.kind OR l.kind IS NULL OR r.kind IS NULL)"
_SAME_START = "substr(l.title, 1, 25) = substr(r.title, 1, 25)"
_RANDOM_PAIRS = 1e6
# Pairs less likely than this cannot be linked by any threshold that was ever best.
_LEAST = -25
# More is written to disk, so that a bench takes nobody's machine down.
_MEMORY = "16GB"


class _Session(NamedTuple):
    linker: Linker
    api: DuckDBAPI
    connection: duckdb.DuckDBPyConnection


class Splink:
    """Learns once, then scores any tables of the same form."""

    def __init__(self, *, labels: bool = True, prefix: bool = True) -> None:
        self._labels = labels
        self._prefix = prefix
        self._model: dict[str, Any] = {}

    def learn(self, tables: Tables, shown: Mapping[str, tuple[str, ...]]) -> None:
        """1. prior; 2. chance from random pairs; 3. matches from labels, or without them."""
        settings = SettingsCreator(
            "link_only",
            _comparisons(),
            _blocks(prefix=self._prefix),
            retain_matching_columns=False,
            additional_columns_to_retain=["record", "line"],
        )
        linker, api, _ = _session(tables, settings)
        _estimate_prior(linker)
        linker.training.estimate_u_using_random_sampling(_RANDOM_PAIRS)
        if self._labels:
            labels = api.register(_label_table(tables, shown), dataset_display_name="labels")
            linker.training.estimate_m_from_pairwise_labels(labels)
        else:
            for columns in (("agency", "kind", "rare[1]"), ("title", "kind")):
                linker.training.estimate_parameters_using_expectation_maximisation(block_on(*columns))
        self._model = linker.misc.save_model_to_json()

    def score(self, tables: Tables) -> list[Scored]:
        """The best disclosure of every name, with its match weight."""
        linker, _, connection = _session(tables, self._model)
        _estimate_prior(linker)
        found = linker.inference.predict(threshold_match_weight=_LEAST, warning_mode="never")
        rows = connection.execute(
            f"SELECT record_l, line_l, record_r, match_weight FROM {found.physical_name} QUALIFY row_number()"
            " OVER (PARTITION BY record_l, line_l ORDER BY match_weight DESC, record_r) = 1"
        ).fetchall()
        return [Scored(*row) for row in rows]


def _session(tables: Tables, settings: SettingsCreator | dict[str, Any]) -> _Session:
    logging.getLogger("splink").setLevel(logging.ERROR)
    warnings.simplefilter("ignore")
    connection = duckdb.connect(config={"memory_limit": _MEMORY, "temp_directory": gettempdir()})
    connection.execute(_SHARED)
    api = DuckDBAPI(connection=connection)
    # The names put the sightings on the left of every pair.
    sides = (("a_sightings", tables.sightings), ("b_disclosures", tables.disclosures))
    frames = [api.register(_frame(rows, tables.rarity), dataset_display_name=name) for name, rows in sides]
    return _Session(Linker(frames, settings, log_level=None), api, connection)


def _estimate_prior(linker: Linker) -> None:
    rules = [_rule("codes", explode=("codes",)), block_on("title", "agency", "kind", "years")]
    linker.training.estimate_probability_two_random_records_match(rules, recall=0.6)


def _comparisons() -> list[CustomComparison]:
    title = [NullLevel("title"), ExactMatchLevel("title", term_frequency_adjustments=True)]
    title += [CustomLevel(f"{_SHARE} >= {share}") for share in _SHARES]
    agency = [
        NullLevel("agency"),
        ExactMatchLevel("agency", term_frequency_adjustments=True),
        ArrayIntersectLevel("agencies", 1),
    ]
    codes = [_null("len(codes_l) = 0 OR len(codes_r) = 0"), ArrayIntersectLevel("codes", 1)]
    days = [CustomLevel(f"{_DAYS} BETWEEN {first} AND {last}") for first, last in _SPANS]
    return [
        _comparison("title", title),
        _comparison("agency", agency),
        _comparison("buyer", [_null("coalesce(text_l, text_r) IS NULL"), CustomLevel(_NAMED)]),
        _comparison("codes", codes),
        _comparison("days", days),
        *map(_part, ("numbers", "years", "places", "parts")),
    ]


def _part(column: str) -> CustomComparison:
    """Said by both and equal, by one alone, or by both and different."""
    neither = f"{column}_l IS NULL AND {column}_r IS NULL"
    one = CustomLevel(f"{column}_l IS NULL OR {column}_r IS NULL")
    return _comparison(column, [_null(neither), ExactMatchLevel(column), one])


def _comparison(name: str, levels: Sequence[Any]) -> CustomComparison:
    return CustomComparison([*levels, ElseLevel()], output_column_name=name)


def _null(condition: str) -> CustomLevel:
    return CustomLevel(condition).configure(is_null_level=True)


def _blocks(*, prefix: bool) -> list[CustomRule]:
    rules = [
        _rule("codes", explode=("codes",)),
        _rule("agencies", "rare", explode=("agencies", "rare")),
        _rule("title"),
        _rule("pairs", explode=("pairs",)),
    ]
    return [*rules, CustomRule(f"{_SAME_START} AND {_SAME_KIND}")] if prefix else rules


def _rule(*columns: str, explode: Sequence[str] = ()) -> CustomRule:
    equal = " AND ".join(f"l.{column} = r.{column}" for column in columns)
    return CustomRule(f"{equal} AND {_SAME_KIND}", arrays_to_explode=list(explode) or None)


def _label_table(tables: Tables, shown: Mapping[str, tuple[str, ...]]) -> pa.Table:
    """The truth as labels: a name of an article goes with every disclosure that the article shows."""
    pairs = [(row.id, true) for row in tables.sightings for true in shown[row.record]]
    return pa.table(
        {
            "source_dataset_l": ["a_sightings"] * len(pairs),
            "unique_id_l": [left for left, _ in pairs],
            "source_dataset_r": ["b_disclosures"] * len(pairs),
            "unique_id_r": [right for _, right in pairs],
        }
    )


def _frame(rows: Sequence[Row], rarity: Mapping[str, float]) -> pa.Table:
    numbers = {word: at * _WORDS + round(100 * rarity[word]) for at, word in enumerate(rarity)}
    tokens = [[numbers[word] for word in row.words if word in numbers] for row in rows]
    texts = ("title", "numbers", "years", "places", "parts", "agency", "kind", "text", "buyer")
    lists = ("rare", "pairs", "agencies", "codes")
    return pa.table(
        {
            "unique_id": [row.id for row in rows],
            "record": [row.record for row in rows],
            "line": [row.line for row in rows],
            "tokens": pa.array(tokens, pa.list_(pa.int64())),
            "weight": [row.weight for row in rows],
            "seen": pa.array([row.seen for row in rows], pa.int32()),
            "acted": pa.array([row.acted for row in rows], pa.int32()),
            **{name: pa.array([getattr(row, name) or None for row in rows], pa.string()) for name in texts},
            **{
                name: pa.array([list(getattr(row, name)) for row in rows], pa.list_(pa.string()))
                for name in lists
            },
        }
    )
