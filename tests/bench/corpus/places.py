"""Địa danh bịa: xã, phường, ấp, khu vực, tuyến đường.
Invented places. Like real ones they share syllables, some differ by an accent or a direction only."""

from random import Random

_FIRST = (
    "Tân", "Bình", "Long", "Phước", "Mỹ", "Thạnh", "An", "Hòa", "Phú", "Hưng", "Đức", "Vĩnh", "Thới", "Nhơn",
    "Lương", "Hiệp",
)  # fmt: skip
_SECOND = ("Mẫu", "Nháp", "Kịch", "Dụ", "Phỏng", "Tạm", "Bịa", "Chiêm", "Mượn", "Vờ", "Giả", "Khống")
_TWINS = ("Đông", "Tây", "A", "B")
_REGION_FIRST = ("Trà", "Cầu", "Bến", "Gò", "Giồng", "Mương", "Ao")
_HAMLETS = ("ấp Nhất", "ấp Nhì", "ấp Trung", "ấp Chợ", "ấp Giữa", "khóm 1", "khóm 2", "khóm 3")
COMMUNES = tuple(
    f"{'phường' if (i + j) % 9 == 0 else 'xã'} {first} {second}"
    for i, first in enumerate(_FIRST)
    for j, second in enumerate(_SECOND)
) + tuple(f"xã {first} Mẫu {way}" for first in _FIRST[:6] for way in _TWINS)
REGIONS = tuple(f"{first} {second}" for second in _SECOND[6:8] for first in _REGION_FIRST)


def hamlet(rng: Random) -> str:
    """A hamlet or quarter, numbered or named."""
    return rng.choice(_HAMLETS) if rng.random() < 0.5 else f"ấp {rng.randint(1, 12)}"


def road(rng: Random) -> str:
    """A road as a title names it."""
    return rng.choice(
        (f"ĐH.{rng.randint(1, 79):02d}", f"ĐT.{rng.randint(901, 949)}", f"đường huyện {rng.randint(1, 79)}")
    )


def kilometre(rng: Random) -> str:
    """A point on a road or canal."""
    return f"Km{rng.randint(0, 24)}+{rng.randrange(0, 1000, 50):03d}"


def another_commune(rng: Random, commune: str) -> str:
    """A commune that is easily taken for this one: half the time it shares a syllable."""
    _level, first, *rest = commune.split()
    while True:
        other = rng.choice(COMMUNES)
        if other != commune and (rng.random() < 0.3 or first in other.split() or rest[0] in other.split()):
            return other
