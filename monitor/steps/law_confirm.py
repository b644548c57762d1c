"""Xác nhận một điều luật theo văn bản ký, và rút lại: cùng một cách kiểm ở mọi nơi.
Confirming a rule by its signed text, and taking it back: the same checks wherever it is done."""

from datetime import datetime
from hashlib import sha256

from monitor.domain.confirmation import Confirmation
from monitor.domain.errors import ConfigError
from monitor.domain.staff import Actor, Deed
from monitor.law.confirm import with_confirmations
from monitor.law.lawbook import load_lawbook
from monitor.steps.audit import audit
from storage.signed_texts import SignedTexts
from storage.store import UnitOfWork

# A scanner's own header may come first (ISO 32000 allows it within the first 1024 bytes).
_HEAD = 1024


def refuse_unless_confirmable(rule: str, given: Confirmation, content: bytes) -> None:
    """Raise `ConfigError` for a file that is no PDF, no such rule, a policy, or a name that is missing."""
    if b"%PDF-" not in content[:_HEAD]:
        raise ConfigError(
            f"{given.document} is no PDF",
            vi=f"Tệp {given.document} không phải PDF. "
            "Hãy đính kèm bản chụp văn bản có chữ ký và dấu, dạng PDF.",
        )
    with_confirmations(load_lawbook(), {rule: given}, given.at)


def confirm_rule(
    work: UnitOfWork,
    texts: SignedTexts,
    rule: str,
    given: Confirmation,
    content: bytes,
    note: str,
    actor: Actor,
) -> None:
    """Keep the text and note who compared the rule with it; raises what `refuse_unless_confirmable` does."""
    refuse_unless_confirmable(rule, given, content)
    # Before the row: it may never name a text that is not there.
    texts.keep(content)
    work.confirmations.add(rule, given, note)
    audit(
        work, actor, Deed.RULE_CONFIRMED, rule, given.at, file=given.document, sha256=given.sha256, note=note
    )


def confirmation_of(content: bytes, name: str, by: str, now: datetime) -> Confirmation:
    """Who compared which file, and when (UTC)."""
    return Confirmation(by, now, name, sha256(content).hexdigest())


def unconfirm_rule(work: UnitOfWork, rule: str, by: str, actor: Actor, now: datetime) -> bool:
    """Let no confirmation of a rule stand; `False` when none stood."""
    if not work.confirmations.take_back(rule, by, now):
        return False
    audit(work, actor, Deed.RULE_UNCONFIRMED, rule, now)
    return True
