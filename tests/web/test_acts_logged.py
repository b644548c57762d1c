"""Việc chủ đăng ký làm và nhà cung cấp thư báo về đều vào nhật ký, không kèm địa chỉ của ai.
What subscribers do, and what ends a subscription, stands in the audit log: its number, nobody's address."""

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from alerts.events.report import MailEvent, MailEventKind, Report
from monitor.domain.staff import Actor, AuditRow, Deed
from monitor.steps.audit import verify
from monitor.steps.forget import Erased, erase
from monitor.web.reported import take_in
from tests.steps.subscribers import AT_ONCE, DAILY, EVERYTHING, HOUR, subscription
from tests.web.served import Visit

ADDRESS = "moi@nha-thau.example"
FORM = {"co": "xay lap", "dia_chi": ADDRESS, "dong_y": "1", "nhip": "daily", "gio": "7", "thu": "0"}


def rows(visit: Visit) -> list[AuditRow]:
    """The whole log, after the chain was found to hold; no address of a subscriber stands in it."""
    with visit.town.line.store.read() as work:
        head, misfit = verify(work)
        found = list(work.audit_log.walk())
    assert (head.number, misfit) == (len(found), None)
    assert "nha-thau.example" not in repr(found)
    return found


def test_every_act_of_a_subscriber_is_a_row_and_no_act_none(visit: Visit) -> None:
    visit.post("/dang-ky", {**FORM, "action": "xem"})
    assert rows(visit) == []
    visit.post("/dang-ky", {**FORM, "action": "gui"})
    (one,) = visit.all()
    own = f"/dang-ky/{one.secret}"
    changed = {"action": "luu", "co": "cau", "nhip": "daily", "gio": "7", "thu": "0"}
    for _ in range(2):  # the second time nothing changes
        for page, form in (("/xac-nhan", {}), ("/sua", changed), ("/sua", {**changed, "action": "xem"})):
            assert visit.post(own + page, form).status_code in (200, 303)
    visit.post(own + "/tam-dung", {"ngay": "7"})
    visit.post(own + "/mo-lai")
    assert visit.post(own + "/mo-lai").status_code == 409
    for _ in range(2):
        visit.post(own + "/huy")
    found = rows(visit)
    assert [row.deed for row in found] == [
        Deed.SUBSCRIPTION_ASKED, Deed.SUBSCRIPTION_CONFIRMED, Deed.SUBSCRIPTION_CHANGED,
        Deed.SUBSCRIPTION_PAUSED, Deed.SUBSCRIPTION_RESUMED, Deed.SUBSCRIPTION_STOPPED,
    ]  # fmt: skip
    assert {row.object for row in found} == {one.id}
    assert {row.actor for row in found} == {Actor(one.id, "contractor")}
    assert one.secret not in repr(found)


def test_an_act_whose_row_cannot_be_written_does_not_stand(visit: Visit, tmp_path: Path) -> None:
    visit.town.subscribe(subscription("nha-thau", EVERYTHING, DAILY, visit.town.now - HOUR))
    refuse = "CREATE TRIGGER khoa BEFORE INSERT ON audit_log BEGIN SELECT RAISE(ABORT, 'x'); END"
    with closing(sqlite3.connect(tmp_path / "monitor.db")) as store:
        store.execute(refuse)
    before = visit.all()
    for page in ("/huy", "/tam-dung"):
        assert visit.post(f"/dang-ky/bi-mat-nha-thau{page}").status_code == 503
    assert (visit.all(), visit.queued()) == (before, ())


def test_an_erased_address_and_a_complaint_are_rows_too(visit: Visit) -> None:
    for number in ("a", "b"):
        visit.town.subscribe(subscription(number, EVERYTHING, AT_ONCE, visit.town.now - HOUR))
    addresses = {one.id: one.address for one in visit.all()}
    at = visit.town.now + timedelta(minutes=1)
    complaint = MailEvent(MailEventKind.SPAM_REPORT, addresses["a"], at, "", "e-1", "", permanent=True)
    assert take_in(visit.town.line, Report((complaint,)), visit.town.now).stopped == 1
    assert (
        erase(visit.town.line, addresses["b"], visit.town.now, Actor("Chị Mẫu", "terminal")).subscriptions
        == 1
    )
    gone = erase(visit.town.line, "khac@nha-thau.example", visit.town.now, Actor("Chị Mẫu", "terminal"))
    assert gone == Erased(0, 0)
    assert [(row.actor.by, row.deed, row.object) for row in rows(visit)] == [
        ("sendgrid", Deed.SUBSCRIPTION_STOPPED, "a"),
        ("Chị Mẫu", Deed.SUBSCRIPTION_ERASED, "b"),
    ]
