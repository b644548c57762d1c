"""Từ mẫu thành trang, theo ngôn ngữ của người đọc.
From templates to pages, in the reader's language; everything is escaped."""

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup
from starlette.responses import HTMLResponse

from alerts.bid_lines import closing, event_track, event_words, sender_line, tender_facts
from alerts.harmless import web_address
from monitor.domain.bulletins import BidLine
from monitor.domain.labels import Lang
from monitor.domain.subscriptions import TenderEvent
from monitor.web.assets import Assets
from monitor.web.view import view
from monitor.web.wording import PageWords
from monitor.wiring import Office


class Pages:
    """Renders every page with what all of them show: the place, the sender, both languages."""

    def __init__(self, office: Office, root: str, assets: Assets) -> None:
        self._environment = Environment(
            loader=PackageLoader("monitor.web"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            auto_reload=False,
        )
        self._environment.filters["web_address"] = web_address
        self._environment.globals.update(
            place=office.province.name,
            inspectorate=office.province.inspectorate.name,
            sender=office.sender,
            synthetic=office.synthetic,
            root=root,
            version=assets.version,
            view=view,
            closing=closing,
            event_words=event_words,
            sender_line=sender_line,
            tender_facts=tender_facts,
            track=_track,
        )

    def page(self, template: str, lang: Lang, *, status: int = 200, **context: Any) -> HTMLResponse:
        """One page. Raises for a value that a template wants and was not given."""
        said = PageWords(lang)
        body = self._environment.get_template(template).render(
            context, lang=lang, said=said, say=said.say, words=said.words
        )
        return HTMLResponse(body, status)

    def part(self, template: str, lang: Lang, **context: Any) -> Markup:
        """A part of a page that reads the same for everybody, for a room to keep and put in its page."""
        said = PageWords(lang)
        made = self._environment.get_template(template)
        return Markup(made.render(context, lang=lang, said=said, say=said.say, words=said.words))  # noqa: S704


def _track(event: TenderEvent) -> str:
    """The colour of one event's edge."""
    return event_track(BidLine(event.tender, (event,))).value
