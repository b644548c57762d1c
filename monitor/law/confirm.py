"""Nâng một điều đã được người có trách nhiệm đối chiếu lên mức được dùng để nêu phát hiện.
Lift the rules that a person compared with the signed text, so that they may support a finding."""

import re
from collections.abc import Mapping
from datetime import datetime

from monitor.domain.confirmation import Confirmation
from monitor.domain.errors import ConfigError
from monitor.domain.times import VIETNAM
from monitor.domain.vocabulary import Confidence
from monitor.law.lawbook import LawBook, lawbook_of
from monitor.law.lawrules import LawRule

_SHA256 = re.compile(r"[0-9a-f]{64}")
# The remark of a citation whose text nobody had read: no longer true once somebody has.
_UNREAD = re.compile(r" \([^()]*(?:chưa đọc|chỉ để tham khảo)[^()]*\)")


def with_confirmations(lawbook: LawBook, confirmations: Mapping[str, Confirmation], now: datetime) -> LawBook:
    """The book as it stood at `now`: rules confirmed by then accuse, and their citation says so.

    Later confirmations are left out, so that what was known at an earlier day can be asked again.
    A rule that was read already gains the words only. Raises `ConfigError` for a rule that does
    not exist, for a policy, which no signed text makes law, and for a confirmation without its
    document.
    """
    for rule_id, confirmation in confirmations.items():
        _check(lawbook, rule_id, confirmation)
    standing = {rule_id: given for rule_id, given in confirmations.items() if given.at <= now}
    rules = tuple(_lifted(rule, standing.get(rule.id)) for rule in lawbook.book.rules)
    return lawbook_of(lawbook.book.model_copy(update={"rules": rules}), lawbook.thresholds, standing)


def _lifted(rule: LawRule, confirmation: Confirmation | None) -> LawRule:
    if confirmation is None:
        return rule
    conf, citation = rule.conf, rule.citation
    if not conf.accuses:
        conf, citation = Confidence.READ, _UNREAD.sub("", citation)
    words = in_words(confirmation)
    early = tuple(one.model_copy(update={"citation": f"{one.citation}; {words}"}) for one in rule.early)
    return rule.model_copy(update={"conf": conf, "citation": f"{citation}; {words}", "early": early})


def in_words(confirmation: Confirmation) -> str:
    """Who confirmed with which document, for people."""
    day = confirmation.at.astimezone(VIETNAM)
    return (
        f"{confirmation.by} đã đối chiếu với văn bản ký ngày {day:%d/%m/%Y}"
        f" (tệp {confirmation.document}, SHA-256 {confirmation.sha256[:12]}…)"
    )


def _check(lawbook: LawBook, rule_id: str, confirmation: Confirmation) -> None:
    rule = lawbook.by_id.get(rule_id)
    if rule is None:
        raise _refused(rule_id, "no such rule", "không có điều này trong bảng thời hạn")
    if rule.conf is Confidence.POLICY:
        raise _refused(rule_id, "a policy is not law", "đây là chính sách, không phải quy định của pháp luật")
    if not (confirmation.by.strip() and confirmation.document.strip()):
        raise _refused(rule_id, "who or what is missing", "thiếu tên người đối chiếu hoặc tên tệp văn bản ký")
    if not _SHA256.fullmatch(confirmation.sha256):
        raise _refused(rule_id, "not a SHA-256", "mã SHA-256 của tệp văn bản ký không đúng dạng")
    if confirmation.at.tzinfo is None:
        raise _refused(rule_id, "the instant has no time zone", "thời điểm đối chiếu thiếu múi giờ")


def _refused(rule_id: str, why: str, vi: str) -> ConfigError:
    return ConfigError(
        f"confirmation of {rule_id}: {why}",
        vi=f"Không xác nhận được điều {rule_id}: {vi}. Hãy sửa rồi xác nhận lại.",
    )
