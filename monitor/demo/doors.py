"""Cửa vào trang của bản chạy thử: mỗi vai trò một liên kết đã đăng nhập sẵn.
The doors of the demo's pages: one link for each role, which logs its invented person in."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

import pyotp
from fastapi import APIRouter, Request
from starlette.responses import Response

from monitor.access.people import new_user
from monitor.access.secrets import digest
from monitor.domain.labels import Lang
from monitor.domain.staff import Role, User
from monitor.domain.vocabulary import SubscriptionState
from monitor.steps.tell_agencies import answer_address
from monitor.web.refusals import PageRefused
from monitor.web.rooms import PUBLIC
from monitor.web.site import Site
from monitor.web.staff.labels import ROLES
from monitor.web.staff.sign_in import led_in, log_in
from monitor.web.staff.steps import home_of
from monitor.web.wording import PageWords
from monitor.wiring import Line

_WAY = "/vao-thu"


@dataclass(frozen=True, slots=True)
class Door:
    """Who comes in by an address, in the reader's language."""

    who: str
    address: str


def staff_doors(line: Line, lang: Lang, now: datetime) -> tuple[tuple[Door, ...], Mapping[str, str]]:
    """One account of each role with its door, and the logins behind the doors by secret's digest.

    The accounts have no password: nobody comes in but by the doors of this run.
    """
    doors: list[Door] = []
    logins: dict[str, str] = {}
    for user in _people(line, lang, now):
        secret = secrets.token_urlsafe(24)
        with line.store.begin() as work:
            work.users.put(user)
        doors.append(Door(user.name, f"{line.web_url}{_WAY}/{secret}"))
        logins[digest(secret)] = user.login
    return tuple(doors), logins


def other_doors(line: Line, lang: Lang) -> tuple[Door, ...]:
    """The pages of those who have no account: an agency's answer, a contractor, the public."""
    words = {
        "vi": ("Đơn vị trả lời", "Nhà thầu", "Công chúng"),
        "en": ("Agency's answer", "Contractor", "Public"),
    }
    answer, contractor, public = words[lang]
    with line.store.begin() as work:
        asked = [case for case in work.cases.list() if case.state.is_open]
        address_of = answer_address(line, work)
        held = [one for one in work.subscriptions.list() if one.state is SubscriptionState.ACTIVE]
    doors = [Door(answer, address_of(case.id)) for case in asked[:1]]
    doors += [Door(contractor, f"{line.web_url}/dang-ky/{one.secret}") for one in held[:1]]
    return (*doors, Door(public, f"{line.web_url}/"))


def door_routes(site: Site, logins: Mapping[str, str]) -> APIRouter:
    """`/vao-thu/{secret}`: only the demo has it."""
    router = APIRouter(dependencies=[PUBLIC])

    @router.get(_WAY + "/{secret}")
    def come_in(request: Request, secret: str) -> Response:
        login = logins.get(digest(secret), "")
        with site.office.store.begin() as work:
            user = work.users.get(login) if login else None
            if user is None:
                raise PageRefused("no such door", status=404, key="not_found")
            raw = log_in(site, request, work, user, site.clock(), how="demo")
        return led_in(site, raw, home_of(user.role))

    return router


def _people(line: Line, lang: Lang, now: datetime) -> tuple[User, ...]:
    with line.store.read() as work:
        busy = [case.agency_id for case in work.cases.list() if case.state.is_open and case.agency_id]
    said = PageWords(lang)
    agency = max(busy, key=busy.count, default=line.agencies[0].id)
    return tuple(
        replace(
            new_user(
                f"thu.{role.value.replace('_', '.')}",
                said.say(ROLES[role]),
                role,
                now,
                agency_id=agency if role is Role.AGENCY_OFFICER else "",
            ),
            totp_secret=pyotp.random_base32(),
        )
        for role in Role
    )
