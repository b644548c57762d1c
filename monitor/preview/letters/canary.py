"""Thư mẫu: thư kiểm tra hằng ngày.
Samples of the daily test letter: all well, and letters given up the day before."""

from collections.abc import Mapping

from monitor.domain.labels import Lang
from monitor.domain.notices import CanaryData
from monitor.domain.times import vietnam_day
from monitor.domain.vocabulary import MessageKind
from monitor.preview.scene import DAY, NOW, heading

KIND = MessageKind.CANARY


def samples(_lang: Lang) -> Mapping[str, CanaryData]:
    """The letters by name."""
    today = vietnam_day(NOW)
    told = heading("kiem-tra@songmau.example")
    return {
        "usual": CanaryData(told, today, today - DAY, 4_812, 0, "0.1.0"),
        "stopped": CanaryData(told, today, today - DAY, 96, 3, "0.1.0"),
    }
