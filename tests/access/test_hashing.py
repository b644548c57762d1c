"""Mật khẩu được băm đủ tốn công để không ai dò được hàng loạt.
A stored password costs whoever guesses it real work."""

import subprocess
import sys

from argon2 import extract_parameters
from argon2.low_level import Type

from monitor.web.staff.hashing import is_password

PASSWORD = "một câu ngắn dễ nhớ"
# What OWASP asks at least of argon2id: 19 MiB, two rounds.
_MEMORY, _ROUNDS = 19 * 1024, 2
# In a process of its own: tests of pages make their hashes cheap.
_PROGRAM = f"from monitor.web.staff.hashing import hashed; print(hashed({PASSWORD!r}), hashed({PASSWORD!r}))"


def test_what_is_stored_costs_a_guesser_memory_and_time() -> None:
    done = subprocess.run([sys.executable, "-c", _PROGRAM], capture_output=True, text=True, check=True)
    stored, again = done.stdout.split()
    cost = extract_parameters(stored)
    assert cost.type is Type.ID
    assert cost.memory_cost >= _MEMORY
    assert cost.time_cost >= _ROUNDS
    assert cost.salt_len >= 16
    assert stored != again
    assert is_password(stored, PASSWORD)
    assert not is_password(stored, PASSWORD + "x")
