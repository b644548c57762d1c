"""Chế độ pháp luật nào áp dụng, và điều nào định thời hạn.
Which legal regime a package belongs to, and which rule sets its due day (law.md §3, §7)."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from types import MappingProxyType

from monitor.domain.confirmation import Confirmation
from monitor.domain.vocabulary import Channel, DisclosureKind
from monitor.law.lawrules import LawRule, Regime, RegimeSpan, RuleBook, load_rules
from monitor.law.thresholds import Thresholds, load_thresholds

_PORTAL = "portal"


@dataclass(frozen=True, eq=False)
class LawBook:
    """The rules, ready to be asked; `by_decides` holds those that set due days, oldest first.

    `confirmed` are the rules a person compared with the signed text (`confirm`).
    """

    book: RuleBook
    by_id: Mapping[str, LawRule]
    by_decides: Mapping[str, tuple[LawRule, ...]]
    by_informs: Mapping[str, tuple[LawRule, ...]]
    thresholds: Thresholds
    confirmed: Mapping[str, Confirmation] = field(default_factory=dict)

    @property
    def notice_margin_wd(self) -> int:
        """Working days left to a notice seen on another channel first (our choice, not law)."""
        return self.book.notice_margin_wd

    def rule(self, rule_id: str) -> LawRule:
        """The rule with this id; `KeyError` when there is none."""
        return self.by_id[rule_id]

    def regime_span(self, day: date) -> RegimeSpan | None:
        """The regime of documents first issued on `day`; `None` before 2014-07-01."""
        for span in self.book.regimes:
            if span.start <= day and (span.end is None or day <= span.end):
                return span
        return None

    def regime_of(self, day: date) -> Regime | None:
        """The letter of `regime_span`."""
        span = self.regime_span(day)
        return span.id if span else None

    def rule_for(
        self,
        kind: DisclosureKind,
        channel: Channel,
        regime_date: date | None,
        document_date: date,
        *,
        online: bool | None = None,
        method: str = "",
    ) -> LawRule | None:
        """The rule that sets the due day of a document of `document_date`; `None` if none does.

        `regime_date` is the day the bidding documents were first issued (`None`: the document
        stands alone, as plans do). A package keeps its regime to the end (Luật 22/2023 Điều 96,
        NĐ 214/2025 Điều 144), so a rule's last day does not end it for later documents; its
        first day does count, since no document can be bound by a text not yet in force. `online`
        and `method` tell the openings apart; how it was held unknown, no opening has a rule.
        """
        if channel is not Channel.NATIONAL:
            return next((rule for rule in self.by_decides[_PORTAL] if rule.in_force(document_date)), None)
        regime = self.regime_of(regime_date or document_date)
        # C0 has no rules of its own: those of C that were already in force apply (law.md §0.8).
        wanted = "C" if regime == "C0" else regime
        for word in _words(kind, online, method):
            for rule in self.by_decides.get(word, ()):
                if wanted in rule.regimes and rule.start <= document_date:
                    return rule
        return None

    def comments_on(self, kind: DisclosureKind, regime_date: date) -> tuple[LawRule, ...]:
        """Rules that only inform about this kind under the regime of `regime_date`."""
        regime = self.regime_of(regime_date)
        return tuple(rule for rule in self.by_informs.get(kind.value, ()) if regime in rule.regimes)

    def exemption(self, regime_date: date, price: int | None) -> str:
        """Why a direct appointment of this price (đồng) posts nothing; empty when it must post."""
        regime = self.regime_of(regime_date)
        for row in self.book.exemptions:
            if price is not None and regime in row.regimes and price <= row.max_price:
                limit = f"{row.max_price // 1_000_000} triệu đồng"
                return f"chỉ định thầu không quá {limit}, không phải đăng tải ({row.citation})"
        return ""


def load_lawbook() -> LawBook:
    """The shipped law book; raises `ConfigError` naming file and row."""
    return _shipped()


@cache
def _shipped() -> LawBook:
    return lawbook_of(load_rules())


def lawbook_of(
    book: RuleBook,
    thresholds: Thresholds | None = None,
    confirmed: Mapping[str, Confirmation] | None = None,
) -> LawBook:
    """Lay a rule book out for asking, with the shipped thresholds unless others are given."""
    decides: dict[str, list[LawRule]] = defaultdict(list)
    informs: dict[str, list[LawRule]] = defaultdict(list)
    for rule in sorted(book.rules, key=lambda rule: rule.start):
        decides[rule.decides].append(rule)
        informs[rule.informs].append(rule)
    return LawBook(
        book,
        MappingProxyType({rule.id: rule for rule in book.rules}),
        MappingProxyType({word: tuple(rules) for word, rules in decides.items() if word}),
        MappingProxyType({word: tuple(rules) for word, rules in informs.items() if word}),
        thresholds or load_thresholds(load_rules()),
        MappingProxyType(dict(confirmed or {})),
    )


def _words(kind: DisclosureKind, online: bool | None, method: str) -> tuple[str, ...]:
    """The `decides` words of a kind, the most particular first."""
    if kind is not DisclosureKind.OPENING:
        return (kind.value,)
    held = () if online is None else ("opening_online",) if online else ("opening_offline",)
    # Chào hàng cạnh tranh has 24 hours for its minutes even online (NĐ 214/2025 Điều 81).
    return ("opening_chct", *held) if method.startswith("CHCT") else held
