"""Tỉnh nhỏ của các bài thử bước.
The small province of the tests of steps."""

from tests.steps.towns import empty, town

__all__ = ["empty", "town"]
