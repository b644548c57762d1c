"""Các bản công bố của một gói thầu, theo thứ tự thời gian, mỗi bản một mã theo nội dung.
The releases of a process in the order of time; the id of a release follows from its content."""

import json
from datetime import datetime
from hashlib import sha256

from monitor.domain.published import Process
from monitor.ocds.merge import compiled
from monitor.ocds.stages import staged
from monitor.ocds.values import Json, Publisher, instant

_SAYS_MORE = ("tender", "tenderAmendment")


def releases_of(process: Process, publisher: Publisher) -> list[Json]:
    """Every release, oldest first. The same process gives the same releases with the same ids."""
    ocid = publisher.ocid(process.key)
    roles: dict[str, list[str]] = {}
    last = ""
    found = []
    for at, body in sorted(staged(process, publisher), key=lambda one: one[0].replace(microsecond=0)):
        _gather_roles(body, roles)
        if last and body["tag"] == ["tenderAmendment"]:
            body["tender"]["amendments"][0]["amendsReleaseID"] = last
        release = {"ocid": ocid, "date": instant(at), "language": "vi", "initiationType": "tender", **body}
        release["id"] = f"{ocid}-{_digest(release)}"
        if body["tag"][0] in _SAYS_MORE:
            last = release["id"]
        found.append(release)
    return found


def record_of(process: Process, publisher: Publisher) -> Json:
    """The record: every release and what they come to together."""
    releases = releases_of(process, publisher)
    return {
        "ocid": publisher.ocid(process.key),
        "releases": releases,
        "compiledRelease": compiled(releases),
    }


def release_times(process: Process) -> tuple[datetime, ...]:
    """The instants (UTC) of `releases_of`, in the same order, for lists by time."""
    nobody = Publisher("", "", "")
    return tuple(sorted(at.replace(microsecond=0) for at, _ in staged(process, nobody)))


def _gather_roles(body: Json, roles: dict[str, list[str]]) -> None:
    # A list of roles is replaced whole when releases are merged: a later one must repeat the earlier.
    for party in body.get("parties", ()):
        had = roles.setdefault(party["id"], [])
        had += [role for role in party["roles"] if role not in had]
        party["roles"] = list(had)


def _digest(release: Json) -> str:
    canonical = json.dumps(release, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return sha256(canonical.encode()).hexdigest()[:20]
