"""Câu chữ của nguồn tin và lịch, tiếng Việt và tiếng Anh.
The sentences of feeds and calendars: those of `alerts/texts_feeds.toml`, each in one line."""

from alerts.harmless import harmless
from alerts.words import Words


def say(words: Words, key: str, **values: str | int) -> str:
    """One line of visible characters; whole numbers are grouped as the language does it.

    Raises `KeyError` for a sentence or a value that is not there.
    """
    return harmless(words.say(f"feed_{key}", **values))
