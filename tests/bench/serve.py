"""Thế giới mẫu chạy ở tiến trình riêng, để bộ nhớ của nó không lẫn vào số đo.
The demo world in a process of its own: writes its profile to a file and serves until stdin ends."""

import pickle
import sys
from pathlib import Path

from monitor.demo.servers.start import start
from monitor.demo.world import build_world


def main() -> None:
    """Arguments: number of packages, file for (profile, start, end)."""
    packages, file = int(sys.argv[1]), Path(sys.argv[2])
    world = build_world(2026, packages)
    with start(world, lambda: world.ends_at) as running:
        part = file.with_suffix(".part")
        part.write_bytes(pickle.dumps((running.profile, world.start, world.ends_at)))
        part.rename(file)
        sys.stdin.read()


if __name__ == "__main__":
    main()
