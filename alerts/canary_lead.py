"""Câu mở đầu và tiêu đề của thư kiểm tra hằng ngày.
Lead and subject of the daily test letter."""

from alerts.words import Words
from monitor.domain.notices import CanaryData


def canary_lead(_data: CanaryData, words: Words) -> str:
    """What it is and what it proves."""
    return words.say("lead_canary")


def canary_subject(data: CanaryData, words: Words) -> str:
    """What it is, and of which day."""
    return words.say("subject_canary", prefix=words.say("subject_prefix"), day=words.day(data.day))
