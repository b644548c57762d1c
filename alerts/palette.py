"""Màu của thư, bản sáng và bản tối.
The mail's colours, light and dark (visual language); every text colour is readable on its ground."""

from collections.abc import Mapping

from monitor.domain.letters import Track

LIGHT: Mapping[str, str] = {
    "ink": "#16211f",
    "ink2": "#4a5a57",
    "ink3": "#5d6b68",  # one step darker than the desk's: hints stay readable on every ground
    "paper": "#fbfbf9",
    "card": "#ffffff",
    "line": "#e2e6e3",
    "accent": "#0b5f59",
    "on_accent": "#ffffff",
    "breach": "#a3261d",
    "breach_ground": "#fbe9e7",
    "late": "#8a5a00",
    "late_ground": "#fdf1d8",
    "blind": "#4b4f7a",
    "blind_ground": "#ececf6",
    "ok": "#226b36",
    "ok_ground": "#e5f2e8",
    "neutral": "#42505c",
    "neutral_ground": "#eef1f3",
}

DARK: Mapping[str, str] = {
    "ink": "#e9efed",
    "ink2": "#b7c5c2",
    "ink3": "#9aa9a6",
    "paper": "#121817",
    "card": "#1a2220",
    "line": "#313d3a",
    "accent": "#6fcabf",
    "on_accent": "#0c1a18",
    "breach": "#f4aaa2",
    "breach_ground": "#3d1d1a",
    "late": "#efc46c",
    "late_ground": "#372b10",
    "blind": "#bfc3f2",
    "blind_ground": "#272a4a",
    "ok": "#92d5a5",
    "ok_ground": "#183222",
    "neutral": "#b9c6d1",
    "neutral_ground": "#27313a",
}

TRACKS = tuple(track.value for track in Track)
