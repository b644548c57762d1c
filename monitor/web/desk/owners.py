"""Hồ sơ được giao cho ai: trưởng nhóm giao cho mọi người, thanh tra viên tự nhận.
To whom somebody may give a case: a lead to anybody who may deal with it, an inspector to oneself."""

from monitor.access.permissions import Act, may
from monitor.domain.errors import CaseRefused
from monitor.domain.staff import User
from monitor.web.view import SignedIn
from storage.store import UnitOfWork


def owners(work: UnitOfWork, here: SignedIn) -> tuple[User, ...]:
    """Everybody to whom this person may give a case."""
    if not here.may(Act.ASSIGN_CASES):
        return (here.user,)
    able = (
        user for user in work.users.list() if user.disabled_at is None and may(user.role, Act.HANDLE_CASES)
    )
    return tuple(sorted(able, key=lambda user: (user.name, user.login)))


def chosen_owner(work: UnitOfWork, here: SignedIn, login: str) -> tuple[str, str]:
    """Account and name of the one chosen, empty for nobody. Raises `CaseRefused`."""
    if not login and here.may(Act.ASSIGN_CASES):
        return "", ""
    chosen = next((user for user in owners(work, here) if user.login == login), None)
    if chosen is None:
        raise CaseRefused(
            f"{here.user.login} may not give a case to {login!r}",
            vi="Không giao được cho người này. Thanh tra viên chỉ tự nhận; trưởng nhóm giao cho người khác.",
            en="The case cannot be given to this person. Inspectors take cases; only a lead gives them.",
        )
    return chosen.login, chosen.name
