"""Thư mẫu: xin xác nhận đăng ký.
Samples of the letter that asks for confirmation: with a link, and before there is a web address."""

from collections.abc import Mapping

from monitor.domain.bulletins import ConfirmData
from monitor.domain.labels import Lang
from monitor.domain.vocabulary import MessageKind
from monitor.preview.scene import heading
from monitor.preview.tenders import CONTRACTOR, footing
from monitor.subscriptions.life import consent_text

KIND = MessageKind.CONFIRM


def samples(lang: Lang) -> Mapping[str, ConfirmData]:
    """The letters by name."""
    return {
        "usual": ConfirmData(heading(CONTRACTOR), footing(lang), consent_text(lang), 12),
        "unlinked": ConfirmData(heading(CONTRACTOR), footing(lang, linked=False), consent_text(lang), 0),
    }
