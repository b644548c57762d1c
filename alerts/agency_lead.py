"""Câu mở đầu, tiêu đề và từng nội dung của thư gửi đơn vị, thư hỏi đơn vị và thư báo nguồn.
Lead, subject and the single lines of letters and questions to agencies and of messages on outages."""

from alerts.harmless import harmless
from alerts.lead import counts_of
from alerts.words import Words
from monitor.domain.notices import AgencyData, AgencyLine, Mend, OutageData, QuestionData
from monitor.domain.vocabulary import Reason, VerdictKind

_SUBJECT_LENGTH = 150
_MEND = {
    Mend.PUBLISH: "mend_publish",
    Mend.EXPLAIN: "mend_explain",
    Mend.CHECK_CLOSING: "mend_check_closing",
    Mend.NOTHING: "mend_nothing",
}


def agency_lead(data: AgencyData, words: Words) -> str:
    """What the agency is asked to look at, in one sentence."""
    if not data.asks:
        return words.say("lead_agency_settled", n=len(data.lines))
    key = "lead_agency_reminder" if data.of_reason is Reason.REMINDER else "lead_agency"
    counts = counts_of((one.line for one in data.lines), words)
    return words.say(key, counts=counts)


def agency_subject(data: AgencyData, words: Words) -> str:
    """How much is to be checked, or that nothing is left."""
    prefix = words.say("subject_prefix")
    asked = sum(one.mend is not Mend.NOTHING for one in data.lines)
    if not asked:
        return words.say("subject_agency_settled", prefix=prefix, n=len(data.lines))
    key = "subject_agency_reminder" if data.of_reason is Reason.REMINDER else "subject_agency"
    return harmless(words.say(key, prefix=prefix, n=asked), _SUBJECT_LENGTH)


def agency_facts(one: AgencyLine, words: Words) -> tuple[tuple[str, str], ...]:
    """By when, on what law and how to mend it, each with its name; the place is the template's."""
    line = one.line
    due = "agency_latest_day" if line.too_close else "agency_due_day"
    seen = line.seen_at if line.verdict is VerdictKind.LATE else None
    named = [(words.say("agency_due"), words.say(due, day=words.last_day(line.due_at)))]
    if seen is not None:
        named.append((words.say("agency_seen"), words.day(seen)))
    named.append((words.say("basis"), line.basis))
    named.append((words.say("agency_mend"), words.say(_MEND[one.mend])))
    return tuple(named)


def question_lead(data: QuestionData, words: Words) -> str:
    """Who asks and until when the answer is due; a reminder that it has passed."""
    day = words.day(data.last_day)
    if data.reminder:
        return words.say("lead_question_reminder", inspectorate=data.inspectorate, day=day)
    return words.say("lead_question", inspectorate=data.inspectorate, day=day, n=data.days)


def question_subject(data: QuestionData, words: Words) -> str:
    """The case and the last day for the answer."""
    known = {"prefix": words.say("subject_prefix"), "number": data.case_number}
    if data.reminder:
        told = words.say("subject_question_reminder", **known)
    else:
        told = words.say("subject_question", day=words.day(data.last_day), **known)
    return harmless(told, _SUBJECT_LENGTH)


def question_words(data: QuestionData, words: Words) -> tuple[str, ...]:
    """What is asked, in the person's own words; a plain request where there are none."""
    return data.words or (words.say("question_default"),)


def outage_lead(data: OutageData, words: Words) -> str:
    """How many sources, and what waits for them."""
    if data.back:
        return words.say("lead_outage_over", n=len(data.back))
    return words.say("lead_outage", n=len(data.lost), withheld=data.withheld)


def outage_subject(data: OutageData, words: Words) -> str:
    """The same in a line."""
    prefix = words.say("subject_prefix")
    if data.back:
        return words.say("subject_outage_over", prefix=prefix, n=len(data.back))
    return words.say("subject_outage", prefix=prefix, n=len(data.lost))
