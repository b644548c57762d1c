"""Từ nội dung thành thư: tiêu đề, chữ thường và HTML.
From a letter's data to subject, plain text and HTML, in the reader's language."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, select_autoescape

from alerts.agency_digest_lead import agency_digest_lead, agency_digest_parts, agency_digest_subject
from alerts.agency_lead import (
    agency_facts,
    agency_lead,
    agency_subject,
    outage_lead,
    outage_subject,
    question_lead,
    question_subject,
    question_words,
)
from alerts.bid_lead import (
    bids_lead,
    bids_subject,
    confirm_lead,
    confirm_subject,
    stopped_lead,
    stopped_subject,
)
from alerts.bid_lines import closing, event_track, event_words, sender_line, tender_facts
from alerts.canary_lead import canary_lead, canary_subject
from alerts.charts.weeks import CHART
from alerts.charts.weeks import SHOWN_WIDTH as CHART_WIDTH
from alerts.digest_lines import (
    awaited_line,
    chart_words,
    denominator,
    joined_names,
    late_line,
    move,
    percent,
    rank_ends,
    since_line,
    week_words,
)
from alerts.harmless import harmless_letter, web_address
from alerts.lead import alert_lead, alert_subject, digest_lead, digest_parts, digest_subject
from alerts.lines import (
    badge_words,
    blind_reason,
    case_numbers,
    delay,
    evidence,
    facts,
    figure,
    figure_line,
    figure_notes,
    mark,
    number_of,
    rule_title,
    sentence,
    shown,
)
from alerts.palette import DARK, LIGHT, TRACKS
from alerts.words import Words
from monitor.domain.agency_digests import AgencyDigestData
from monitor.domain.bulletins import BidData, ConfirmData, StoppedData
from monitor.domain.digests import DigestData, DigestLinks
from monitor.domain.labels import Lang
from monitor.domain.letters import AlertData
from monitor.domain.notices import AgencyData, CanaryData, OutageData, QuestionData
from monitor.domain.vocabulary import MessageKind

# Mail readers cut a message above about 100 kB: what is beyond these is told briefly in HTML.
CARDS = 16
BRIEF_ROWS = 40
BLIND_ROWS = 6
BID_ROWS = 70
RANK_FIRST, RANK_LAST, RANK_APART = 5, 10, 12


# What templates may ask about a line or a row.
_SPOKEN = (
    agency_digest_parts,
    agency_facts,
    awaited_line,
    badge_words,
    blind_reason,
    case_numbers,
    chart_words,
    closing,
    delay,
    denominator,
    digest_parts,
    event_track,
    event_words,
    evidence,
    facts,
    figure,
    figure_line,
    figure_notes,
    joined_names,
    late_line,
    mark,
    number_of,
    move,
    percent,
    question_words,
    rank_ends,
    rule_title,
    sender_line,
    sentence,
    shown,
    since_line,
    tender_facts,
    week_words,
)


Letter = (
    AlertData
    | AgencyData
    | QuestionData
    | OutageData
    | DigestData
    | AgencyDigestData
    | BidData
    | ConfirmData
    | StoppedData
    | CanaryData
)


class _Kind(NamedTuple):
    """What belongs to one kind of message, beside its two templates."""

    data: type[Any]
    subject: Callable[[Any, Words], str]
    lead: Callable[[Any, Words], str]


_LETTERS: Mapping[MessageKind, _Kind] = {
    MessageKind.ALERT: _Kind(AlertData, alert_subject, alert_lead),
    MessageKind.AGENCY: _Kind(AgencyData, agency_subject, agency_lead),
    MessageKind.QUESTION: _Kind(QuestionData, question_subject, question_lead),
    MessageKind.OUTAGE: _Kind(OutageData, outage_subject, outage_lead),
    MessageKind.DIGEST: _Kind(DigestData, digest_subject, digest_lead),
    MessageKind.AGENCY_DIGEST: _Kind(AgencyDigestData, agency_digest_subject, agency_digest_lead),
    MessageKind.BIDS: _Kind(BidData, bids_subject, bids_lead),
    MessageKind.CONFIRM: _Kind(ConfirmData, confirm_subject, confirm_lead),
    MessageKind.STOPPED: _Kind(StoppedData, stopped_subject, stopped_lead),
    MessageKind.CANARY: _Kind(CanaryData, canary_subject, canary_lead),
}


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished message."""

    subject: str
    text: str
    html: str


def render(kind: MessageKind, data: Letter, lang: Lang) -> Rendered:
    """Render one message. Raises `TypeError` when the data is not of the kind."""
    letter = _LETTERS[kind]
    if not isinstance(data, letter.data):
        raise TypeError(f"{type(data).__name__} is not the data of a {kind} message")
    words = Words(lang)
    data = harmless_letter(data)
    subject, lead = letter.subject(data, words), letter.lead(data, words)
    context = {"data": data, "words": words, "say": words.say, "subject": subject, "lead": lead}
    environment = _environment()
    return Rendered(
        subject=subject,
        text=environment.get_template(f"{kind}.txt.j2").render(context).strip() + "\n",
        html=environment.get_template(f"{kind}.html.j2").render(context),
    )


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("alerts"),
        autoescape=select_autoescape(enabled_extensions=("html.j2",), default=False),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters["web_address"] = web_address
    environment.globals.update(
        light=LIGHT,
        dark=DARK,
        tracks=TRACKS,
        cards=CARDS,
        brief_rows=BRIEF_ROWS,
        blind_rows=BLIND_ROWS,
        bid_rows=BID_ROWS,
        chart=CHART,
        chart_width=CHART_WIDTH,
        no_links=DigestLinks(),
        rank_first=RANK_FIRST,
        rank_last=RANK_LAST,
        rank_apart=RANK_APART,
    )
    environment.globals.update({function.__name__: function for function in _SPOKEN})
    return environment
