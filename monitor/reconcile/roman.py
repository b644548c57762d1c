"""Số La Mã viết thường, từ 1 đến 39.
Roman numbers in lower case, from 1 to 39; alone "v", "x", "vi" and "xi" may be initials or syllables."""

_ONES = ("", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix")
ROMAN_NUMBERS = {tens * "x" + _ONES[ones]: 10 * tens + ones for tens in range(4) for ones in range(10)}
del ROMAN_NUMBERS[""]
