"""Trang nào máy tìm kiếm được ghi lại: bảng công khai, trang gói thầu, trang tìm, trang đăng ký.
Which pages search engines may show: those for everybody; of the search the page without a question."""

import re
from urllib.parse import parse_qsl

# Board, agencies and files, packages and their list, an agency's feeds, the form, open data: no secret.
_FOR_EVERYBODY = re.compile(
    r"/bang(?:/tai-ve)?(?:/[^/]+)?|/goi-thau(?:/[^/]+)?|/tin/don-vi/[^/]+|/dang-ky|/du-lieu-mo"
)
# The same page in another language.
_LANGUAGE = {"lang"}


def is_findable(path: str, query: str) -> bool:
    """Whether the page at a path (before it nothing of ours) with this query may be found.

    Each choice of filters is an address: a search engine that followed them would never come to an end.
    """
    asked = {name for name, _ in parse_qsl(query, keep_blank_values=True)}
    return _FOR_EVERYBODY.fullmatch(path) is not None and asked <= _LANGUAGE
