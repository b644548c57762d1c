"""Màu chữ đọc được trên mọi nền, sáng và tối.
Every text colour has the contrast of WCAG AA (4.5:1) on every ground it stands on."""

import pytest

from alerts.palette import DARK, LIGHT, TRACKS

PAIRS = [
    *((ink, ground) for ink in ("ink", "ink2", "ink3", "accent") for ground in ("paper", "card")),
    ("on_accent", "accent"),
    *((name, f"{name}_ground") for name in (*TRACKS, "blind")),
    *((name, "card") for name in (*TRACKS, "blind")),
]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("theme", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("ink", "ground"), PAIRS)
def test_text_is_readable_on_its_ground(theme, ink: str, ground: str) -> None:
    lighter, darker = sorted((luminance(theme[ink]), luminance(theme[ground])), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_both_themes_know_the_same_colours() -> None:
    assert set(LIGHT) == set(DARK)
