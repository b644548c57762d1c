"""Từ vựng cố định của hệ thống.
The closed vocabularies: every value that is stored, compared or shown comes from here."""

from enum import StrEnum


class Channel(StrEnum):
    """Where something is published (kênh công khai)."""

    NATIONAL = "national"
    PORTAL = "portal"
    AGENCY_PAGE = "agency_page"


class Outcome(StrEnum):
    """How one look at a source ended (kết cục lượt kiểm tra)."""

    COMPLETE = "complete"
    NOT_MODIFIED = "not_modified"
    PARTIAL = "partial"
    BLOCKED = "blocked"
    GATE = "gate"
    UNREACHABLE = "unreachable"
    CHANGED = "changed"
    NEEDS_AUTHORISATION = "needs_authorisation"

    @property
    def saw_everything(self) -> bool:
        """Only such a look may support a statement of absence."""
        return self in (Outcome.COMPLETE, Outcome.NOT_MODIFIED)


class DisclosureKind(StrEnum):
    """One act that must be published (thông tin phải đăng tải)."""

    PLAN = "plan"
    NOTICE = "notice"
    AMENDMENT = "amendment"
    EXTENSION = "extension"
    CANCELLATION = "cancellation"
    SHORT_LIST = "short_list"
    OPENING = "opening"
    TECHNICAL_LIST = "technical_list"
    RESULT = "result"
    CONTRACT = "contract"
    QUOTE_REQUEST = "quote_request"


class VerdictKind(StrEnum):
    """What can be said of a duty (kết luận)."""

    ON_TIME = "on_time"
    LATE = "late"
    MISSING = "missing"
    NOT_DUE = "not_due"
    EXEMPT = "exempt"
    UNVERIFIABLE = "unverifiable"


class LinkState(StrEnum):
    """Whether a sighting is taken to show a disclosure."""

    LINKED = "linked"
    NEEDS_REVIEW = "needs_review"
    REFUSED = "refused"


class LinkOrigin(StrEnum):
    """Who decided a link; `carried`: a person, on another showing of the same article."""

    CODE = "code"
    SCORE = "score"
    PERSON = "person"
    CARRIED = "carried"


class Confidence(StrEnum):
    """How well a legal rule is known; see `accuses`."""

    READ = "R"
    READ_PARAPHRASED = "RP"
    SECONDARY = "S"
    GENERAL_KNOWLEDGE = "M"
    POLICY = "policy"

    @property
    def accuses(self) -> bool:
        """Only rules whose text was read may support a finding against an agency."""
        return self in (Confidence.READ, Confidence.READ_PARAPHRASED)


class Precision(StrEnum):
    """How exactly a published time is known."""

    DAY = "day"
    HOUR = "hour"
    MINUTE = "minute"
    SECOND = "second"


class CaseState(StrEnum):
    """Where a case stands (trạng thái hồ sơ)."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    EXPLANATION_ASKED = "explanation_asked"
    RESOLVED = "resolved"
    EXCUSED = "excused"
    CONFIRMED = "confirmed"

    @property
    def is_open(self) -> bool:
        return self in (CaseState.NEW, CaseState.ACKNOWLEDGED, CaseState.EXPLANATION_ASKED)


class Severity(StrEnum):
    """How soon a person should look."""

    HIGH = "high"
    MEDIUM = "medium"
    INFORM = "inform"


class RuleTrack(StrEnum):
    """Two tracks that are never added up: what the law asks for, and what only looks odd."""

    OBSERVATION = "observation"
    PATTERN = "pattern"


class MessageKind(StrEnum):
    """Which template a message is rendered from."""

    ALERT = "alert"
    AGENCY = "agency"
    QUESTION = "question"
    OUTAGE = "outage"
    DIGEST = "digest"
    AGENCY_DIGEST = "agency_digest"
    BIDS = "bids"
    CONFIRM = "confirm"
    STOPPED = "stopped"
    CANARY = "canary"


class Reason(StrEnum):
    """Why somebody is told."""

    FIRST = "first"
    CHANGED = "changed"
    ASKED = "asked"
    REMINDER = "reminder"
    ESCALATED = "escalated"
    RESOLVED = "resolved"
    PERIODIC = "periodic"


class Reader(StrEnum):
    """Who is told about a finding: the agency first, then the inspectorate."""

    AGENCY = "agency"
    INSPECTORATE = "inspectorate"


class DeliveryState(StrEnum):
    """Where one attempt to one recipient stands."""

    QUEUED = "queued"
    CLAIMED = "claimed"
    SENT = "sent"
    STOPPED = "stopped"


class EventKind(StrEnum):
    """What happened to a tender (sự kiện)."""

    NEW_NOTICE = "new_notice"
    AMENDMENT = "amendment"
    EXTENSION = "extension"
    PRICE_CHANGE = "price_change"
    CLARIFICATION = "clarification"
    CANCELLATION = "cancellation"
    OPENING = "opening"
    RESULT = "result"
    CLOSING_SOON = "closing_soon"


class Pace(StrEnum):
    """How soon a match is told: in the next cycle, or gathered until the chosen hour."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class SubscriptionState(StrEnum):
    """`pending` until the address is confirmed; `ended` by its owner, a complaint or three bounces."""

    PENDING = "pending"
    ACTIVE = "active"
    PAUSED = "paused"
    ENDED = "ended"
