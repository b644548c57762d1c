"""Câu mở đầu và tiêu đề của thư cho người đăng ký.
The one sentence and the subject line of every letter to a subscriber."""

from alerts.bid_lines import event_words
from alerts.harmless import harmless
from alerts.words import Words
from monitor.domain.bulletins import BidData, ConfirmData, StoppedData

_SUBJECT_LENGTH = 150


def bids_lead(data: BidData, words: Words) -> str:
    """How many tenders and of what span; a quiet one says that we were watching, and where we could not."""
    start, end = words.day(data.period.start), words.day(data.period.end)
    if not data.is_quiet and start == end:
        return words.say("lead_bids_day", n=len(data.lines), day=end)
    if not data.is_quiet:
        return words.say("lead_bids", n=len(data.lines), start=start, end=end)
    if blind := len(data.sight.blind):
        return words.say("lead_bids_blind", start=start, end=end, n=blind)
    return words.say("lead_bids_quiet", start=start, end=end)


def bids_subject(data: BidData, words: Words) -> str:
    """The day and how many; for a single tender what happened to it, and its title."""
    prefix, day = words.say("subject_prefix"), words.day(data.heading.told_at)
    if len(data.lines) == 1 and len(data.lines[0].events) == 1:
        (event,) = data.lines[0].events
        told = words.say(
            "subject_bid", prefix=prefix, event=event_words(event, words), title=event.tender.title
        )
        return harmless(told, _SUBJECT_LENGTH)
    if data.is_quiet:
        return words.say("subject_bids_quiet", prefix=prefix, day=day)
    return words.say("subject_bids", prefix=prefix, day=day, n=len(data.lines))


def confirm_lead(_data: ConfirmData, words: Words) -> str:
    """Asks the reader whether it was them."""
    return words.say("lead_confirm")


def confirm_subject(_data: ConfirmData, words: Words) -> str:
    """What is asked for."""
    return words.say("subject_confirm", prefix=words.say("subject_prefix"))


def stopped_lead(data: StoppedData, words: Words) -> str:
    """Says that it has stopped, or that the owner's machine does not take what is sent."""
    if data.refusal:
        return words.say("lead_rests" if data.rests else "lead_refused")
    return words.say("lead_stopped")


def stopped_subject(data: StoppedData, words: Words) -> str:
    """The same in a line."""
    key = "subject_refused" if data.refusal else "subject_stopped"
    return words.say(key, prefix=words.say("subject_prefix"))
