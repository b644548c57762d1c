"""Thư mẫu: báo đã ngừng gửi.
Sample of the letter that says once that a subscription has stopped."""

from collections.abc import Mapping
from datetime import timedelta

from monitor.domain.bulletins import StoppedData
from monitor.domain.labels import Lang
from monitor.domain.vocabulary import MessageKind
from monitor.preview.scene import NOW, heading
from monitor.preview.tenders import CONTRACTOR, footing

KIND = MessageKind.STOPPED


def samples(lang: Lang) -> Mapping[str, StoppedData]:
    """The letters by name."""
    asked = NOW - timedelta(minutes=3)
    return {"usual": StoppedData(heading(CONTRACTOR), footing(lang), asked, NOW)}
