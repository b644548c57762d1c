"""Phân trang của ASP.NET: gửi lại biểu mẫu với mọi ô ẩn.
ASP.NET WebForms paging: the page's form is sent back with every hidden input (portals §1.1, §3.6)."""

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser, LexborNode

from monitor.domain.errors import SourceChanged
from monitor.domain.ports import Response
from monitor.domain.sources import Source
from sources.canonical import absolute
from sources.listing import PageRequest, refused
from sources.markup import text_of

_POSTBACK = re.compile(
    r"__doPostBack\(\s*(['\"])(?P<target>[^'\"]*)\1\s*,\s*(['\"])(?P<argument>[^'\"]*)\3"
    r"|WebForm_PostBackOptions\(\s*\"(?P<target2>[^\"]*)\"\s*,\s*\"(?P<argument2>[^\"]*)\""
)
_ELLIPSES = ("…", "...", "..", ">", "»")


@dataclass(frozen=True, slots=True)
class Button:
    """One entry of a pager; `target` empty for the current page."""

    text: str
    target: str
    argument: str


def button_of(node: LexborNode) -> Button:
    """A pager entry: its text, and the event that a click would send."""
    script = f"{node.attributes.get('href') or ''} {node.attributes.get('onclick') or ''}"
    found = _POSTBACK.search(script)
    if found is None:
        return Button(text_of(node), "", "")
    target = found["target"] if found["target"] is not None else found["target2"]
    argument = found["argument"] if found["argument"] is not None else found["argument2"]
    return Button(text_of(node), target, argument or "")


def next_button(buttons: list[Button], current: int) -> Button | None:
    """The entry of page `current + 1`: its number, else the `…` behind the last number.

    In later groups there are two `…`: the one before the numbers leads back.
    """
    last_number = -1
    for place, button in enumerate(buttons):
        if button.text.isascii() and button.text.isdigit():
            last_number = place
            if int(button.text) == current + 1 and button.target:
                return button
    forward = (b for b in buttons[last_number + 1 :] if b.target and b.text in _ELLIPSES)
    return next(forward, None)


def post_request(
    source: Source, tree: LexborHTMLParser, response: Response, button: Button, number: int
) -> PageRequest:
    """The POST that a click on `button` would send; raises `SourceChanged` without its form.

    Only hidden inputs go along. The walker refuses an action on another host.
    """
    form = next((f for f in tree.css("form") if f.css_first("input[name=__VIEWSTATE]") is not None), None)
    if form is None:
        raise refused(SourceChanged, source, "bad_pager", "postback links without a form", response)
    fields = {
        name: field.attributes.get("value") or ""
        for field in form.css("input[type=hidden i]")
        if (name := field.attributes.get("name"))
    }
    fields |= {"__EVENTTARGET": button.target, "__EVENTARGUMENT": button.argument}
    action = absolute(response.url, form.attributes.get("action") or response.url)
    if not action:
        raise refused(SourceChanged, source, "bad_pager", "the form's action is no address", response)
    return PageRequest(action, number, form=fields)
