"""Tỉnh được theo dõi: tên, mã cũ và mới, cơ quan thanh tra.
The province that is watched; its national codes before and after 2025-07-01."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Inspectorate:
    """The body that is told (thanh tra tỉnh); `email` empty where it is not known."""

    name: str
    email: str = ""


@dataclass(frozen=True, slots=True)
class Province:
    """A province as one profile declares it.

    `codes_new` are the national network's codes since 2025-07-01, `codes_old` those before, with
    the merged provinces' codes; records are never re-coded, so both are asked (egp-api §8).
    """

    id: str
    name: str
    codes_new: tuple[str, ...]
    codes_old: tuple[str, ...]
    inspectorate: Inspectorate
    former_names: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """New codes first, then old ones."""
        return self.codes_new + self.codes_old
