"""Các bên của một gói thầu: chủ đầu tư, bên mời thầu, nhà thầu.
The parties of a process, each once, named by the code of the network where it is known."""

from hashlib import sha256

from monitor.domain.procurement import Award
from monitor.ocds.values import SCHEME, Json, known


class Parties:
    """Collects the parties of one release; a body with two roles stands there once."""

    def __init__(self) -> None:
        self._parties: dict[str, Json] = {}

    def add(self, name: str, code: str, role: str) -> Json | None:
        """A reference to the body, `None` when nothing of it is known."""
        if not name and not code:
            return None
        found = party_id(name, code)
        party = self._parties.setdefault(
            found, known(id=found, name=name, identifier=_identifier(name, code), roles=[])
        )
        # `known` leaves an empty list out.
        roles = party.setdefault("roles", [])
        if role not in roles:
            roles.append(role)
        return known(id=found, name=name)

    def suppliers(self, awards: tuple[Award, ...], role: str) -> list[Json]:
        """References to named bodies, each once; those who are not named are left out."""
        found: dict[str, Json] = {}
        for award in awards:
            reference = self.add(award.supplier_name, award.supplier_code, role)
            if reference is not None:
                found.setdefault(reference["id"], reference)
        return list(found.values())

    def listed(self) -> list[Json]:
        """Every party, in the order they came."""
        return list(self._parties.values())


def party_id(name: str, code: str) -> str:
    """By its code; a body without one by its name, the same name being the same body."""
    if code:
        return f"{SCHEME}-{code}"
    folded = " ".join(name.casefold().split())
    return f"name-{sha256(folded.encode()).hexdigest()[:12]}"


def _identifier(name: str, code: str) -> Json:
    return known(scheme=SCHEME, id=code, legalName=name) if code else {}
