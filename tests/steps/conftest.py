"""Tỉnh nhỏ của các bài thử bước.
The small province of the tests of steps."""

from tests.steps.pattern_line import line
from tests.steps.towns import empty, town

__all__ = ["empty", "line", "town"]
