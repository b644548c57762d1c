"""Nền tảng nguồn tin: RSS, Atom, RDF.
Feeds as a source: conditional, refused when they are not the declared category, never proof by emptiness."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from pydantic import Field

from monitor.domain.codes import find_codes
from monitor.domain.errors import SourceChanged, SourceError
from monitor.domain.ports import Fetcher, LookReport, Response
from monitor.domain.sources import DISPROVED, Oddity, Sighting, Source, SourceMemory
from monitor.domain.times import Moment, Window
from monitor.domain.vocabulary import Outcome
from sources.canonical import file_name
from sources.content import refuse_unless_xml
from sources.feeds.bodies import attachments, bodies, own_markup
from sources.feeds.coverage import covered, disproved, is_full
from sources.feeds.identity import item_url, native_keys
from sources.feeds.read import Feed, read_feed
from sources.feeds.refusals import refuse_other_feed
from sources.feeds.times import edit_time, published_times
from sources.health import OLDEST_COPY, Assessment, assess, copy_age, silent_too_long
from sources.outcome import look_failed, look_ok
from sources.settings import PlatformSettings, read_settings
from sources.wording import refusal, sentence

NAME = "feed"
_ACCEPT = "application/rss+xml, application/atom+xml, application/rdf+xml, application/xml;q=0.9, */*;q=0.5"
_CONDITIONS = {"etag": "if-none-match", "last-modified": "if-modified-since"}


class Settings(PlatformSettings):
    """`category_title` must stand in the channel's title; empty accepts any but NukeViet's whole module.

    `cap` is the number of items at which the feed is full (0 = never). Undeclared, NukeViet's is
    30, and any other feed is taken to be full: it tells of nothing older than its last item.
    """

    category_title: str = ""
    cap: int | None = Field(default=None, ge=0)


@dataclass(frozen=True, slots=True)
class _Visit:
    source: Source
    settings: Settings
    memory: SourceMemory
    window: Window
    now: datetime


def look(source: Source, fetch: Fetcher, memory: SourceMemory, window: Window, now: datetime) -> LookReport:
    """Look at one feed; never raises a `SourceError`, `ConfigError` for wrong settings.

    1. ask, conditionally when the last look was complete; 2. refuse what is not this feed;
    3. read every item; 4. say how far back the feed shows everything, and what earlier looks missed.
    """
    visit = _Visit(source, read_settings(source, Settings), memory, window, now)
    captures: list[str] = []
    try:
        response = fetch.get(source, source.url, _question(source, memory))
        captures.append(response.capture_id)
        if response.status == 304:
            return _not_modified(visit, response)
        feed = _read(visit, response)
        return _report(visit, feed, response)
    except SourceError as error:
        return look_failed(source, error, now, now, pages=len(captures), captures=captures)


def _question(source: Source, memory: SourceMemory) -> dict[str, str]:
    """Conditional only while coverage is unbroken: else "not modified" would say nothing."""
    headers = {"accept": _ACCEPT}
    if memory.covered_until is not None:
        stored = memory.validators.get(source.url, {})
        headers |= {_CONDITIONS[name]: value for name, value in stored.items() if name in _CONDITIONS}
    return headers


def _not_modified(visit: _Visit, response: Response) -> LookReport:
    source, memory, now = visit.source, visit.memory, visit.now
    if memory.covered_until is None or not memory.validators.get(source.url):
        message = "304 although nothing conditional was asked"
        raise refusal(SourceChanged, source, "unexpected_304", message, response.capture_id)
    held = copy_age(response.headers, response.fetched_at)
    reason = "silent_too_long" if silent_too_long(source, memory.newest_published, now) else ""
    reason = reason or ("stale_copy" if held > OLDEST_COPY else "")
    until = now - held
    return look_ok(
        source,
        now,
        response.fetched_at,
        outcome=Outcome.PARTIAL if reason else Outcome.NOT_MODIFIED,
        window=Window(min(memory.covered_until, until), until),
        reason=reason,
        detail_vi=sentence(source, reason) if reason else "",
        pages=1,
        captures=(response.capture_id,),
        validators=memory.validators,
    )


def _read(visit: _Visit, response: Response) -> Feed:
    source = visit.source
    try:
        feed = read_feed(refuse_unless_xml(source, response))
        refuse_other_feed(source, feed, visit.settings.category_title, response.capture_id)
    except SourceChanged as error:
        if response.status < 400:
            raise
        message = f"{response.url}: {error.reason}"
        raise refusal(
            SourceChanged, source, f"http_{response.status}", message, response.capture_id
        ) from error
    return feed


def _report(visit: _Visit, feed: Feed, response: Response) -> LookReport:
    source, now = visit.source, visit.now
    times = published_times(feed, response.headers, now)
    sightings = _sightings(visit, feed, times, response)
    shown = [moment or edit_time(item, now) for moment, item in zip(times, feed.items, strict=True)]
    held = copy_age(response.headers, response.fetched_at)
    coverage = covered(shown, is_full(feed, visit.settings.cap), visit.window, now - held)
    health = assess(source, visit.memory, coverage.window, sightings, now, reached_start=True)
    reason = "" if sightings else "empty_list"
    reason = reason or coverage.reason or ("stale_copy" if held > OLDEST_COPY else "")
    if reason:
        health = Assessment(Outcome.PARTIAL, reason, sentence(source, reason))
    unseen = disproved(coverage, visit.memory)
    if unseen is not None and health.outcome is Outcome.COMPLETE:
        health = Assessment(Outcome.COMPLETE, DISPROVED, sentence(source, DISPROVED))
    return look_ok(
        source,
        now,
        response.fetched_at,
        outcome=health.outcome,
        window=coverage.window,
        reason=health.reason,
        detail_vi=health.detail_vi,
        pages=1,
        captures=(response.capture_id,),
        sightings=sightings,
        oddities=_oddities(source, feed),
        validators={source.url: _validators(response.headers)},
        disproved=unseen,
    )


def _sightings(
    visit: _Visit, feed: Feed, times: list[Moment | None], response: Response
) -> tuple[Sighting, ...]:
    source = visit.source
    found: dict[str, Sighting] = {}
    texts, markups = bodies(feed.items), own_markup(feed.items)
    for index, key in enumerate(native_keys(feed.items, response.url)):
        item = feed.items[index]
        url = item_url(item, response.url)
        files = attachments(item, markups[index], url or response.url)
        # congbao leaves titles empty: the text then stands in the description (portals §3.6).
        title = item.title or texts[index][:200]
        sighting = Sighting(
            id=f"{source.id}|{key}",
            source_id=source.id,
            channel=source.channel,
            native_key=key,
            url=url or source.url,
            title=title,
            published=times[index],
            first_seen_at=visit.now,
            body=texts[index],
            codes=find_codes(title, texts[index], url, *(file_name(file) for file in files)),
            attachments=files,
            capture_id=response.capture_id,
            raw=_raw(feed, index),
        )
        found.setdefault(key, sighting)
    return tuple(found.values())


def _raw(feed: Feed, index: int) -> Mapping[str, object]:
    item = feed.items[index]
    fields = {
        "guid": item.guid,
        "identifier": item.identifier,
        "published": item.published,
        "updated": item.updated,
        "categories": list(item.categories),
    }
    return {name: value for name, value in fields.items() if value}


def _oddities(source: Source, feed: Feed) -> tuple[Oddity, ...]:
    if not feed.recovered:
        return ()
    return (Oddity(source.id, "feed.xml", "ill-formed, read leniently", feed.title),)


def _validators(headers: Mapping[str, str]) -> dict[str, str]:
    return {name: headers[name] for name in _CONDITIONS if headers.get(name)}
