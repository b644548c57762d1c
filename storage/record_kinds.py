"""Mỗi loại hồ sơ của Mạng: bảng nào, khóa nào, cột nào.
For each kind of national record: its table, its identity and the columns made from it."""

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from monitor.domain.procurement import Notice, Opening, Plan, Project, Result
from storage.codec import decode, decode_raw, encode_raw, encode_without, joined, mark
from storage.columns import stored_key
from storage.tables.recorded import NoticeRow, OpeningRow, PlanRow, ProjectRow, RecordRow, ResultRow

AnyRecord = Plan | Notice | Result | Opening | Project


@dataclass(frozen=True, slots=True)
class Identity:
    """What names one version of a record."""

    number: str
    version: str
    native_id: str

    @property
    def key(self) -> str:
        """Number and version; without either the native id, as far as it is known."""
        if self.number and self.version:
            return stored_key(f"{self.number}-{self.version}")
        return self.nameless if self.native_id else stored_key(f"{self.number}-")

    @property
    def nameless(self) -> str:
        """The key of a reading that tells the native id alone."""
        return stored_key(f"id:{self.native_id}")


@dataclass(frozen=True, slots=True)
class Stored:
    """A record as two documents, the raw fields apart because they are large, and its mark."""

    document: str
    raw: str
    mark: str


TABLES: dict[type[AnyRecord], type[RecordRow]] = {
    Plan: PlanRow,
    Notice: NoticeRow,
    Result: ResultRow,
    Opening: OpeningRow,
    Project: ProjectRow,
}


_LEFT_OUT: dict[Any, Any] = {
    Plan: {"raw": True, "capture_id": True, "packages": {"__all__": {"raw"}}},
    Notice: {"raw", "capture_id"},
    Result: {"raw", "capture_id"},
    Opening: {"raw", "capture_id"},
    Project: {"raw"},
}


def identity(record: AnyRecord) -> Identity:
    """Plans and notices by number and version, results by native id (egp-api §6)."""
    match record:
        case Plan():
            return Identity(record.plan_no, record.version, record.native_id)
        case Notice():
            return Identity(record.notice_no, record.version, record.native_id)
        case Result():
            return Identity("" if record.native_id else record.notice_no, "", record.native_id)
        case Opening():
            return Identity(record.notice_no, record.version or "00", record.package_native_id)
        case Project():
            return Identity("" if record.native_id else record.project_no, "", record.native_id)


def dump(record: AnyRecord) -> Stored:
    """The documents to store; the mark leaves out the capture, which differs at every reading."""
    kind: Any = type(record)
    raw: list[Any] = [record.raw]
    if isinstance(record, Plan):
        raw += [package.raw for package in record.packages]
    raw_text = encode_raw(raw)
    shown = encode_without(kind, record, _LEFT_OUT[kind])
    whole = (
        shown.decode("utf-8") if isinstance(record, Project) else joined(shown, capture_id=record.capture_id)
    )
    return Stored(whole, raw_text, mark(shown, raw_text))


def load(kind: type[Any], document: str, raw: str = "") -> Any:
    """The record of its documents; without raw fields when `raw` is empty."""
    record = decode(kind, document)
    if not raw:
        return record
    own, *of_packages = decode_raw(raw)
    record = replace(record, raw=own)
    if isinstance(record, Plan):
        pairs = zip(record.packages, of_packages, strict=True)
        record = replace(record, packages=tuple(replace(package, raw=part) for package, part in pairs))
    return record


def columns(key: str, record: AnyRecord, stored: Stored, at: datetime) -> dict[str, Any]:
    """The row of a record; `at` stands in both time columns, the upsert keeps the first."""
    names = identity(record)
    published = None if isinstance(record, Opening) else record.published
    row = {
        "id": key,
        "native_id": names.native_id,
        "number": record.notice_no if isinstance(record, Result) else names.number,
        "version": names.version,
        "name": "" if isinstance(record, Opening) else record.name,
        "buyer_name": "" if isinstance(record, Opening) else record.buyer_name,
        "published_at": published.at if published else None,
        "first_read_at": at,
        "changed_at": at,
        "mark": stored.mark,
        "document": stored.document,
        "raw": stored.raw,
    }
    if isinstance(record, Notice):
        row["closes_at"] = record.tender_period_end
    return row
