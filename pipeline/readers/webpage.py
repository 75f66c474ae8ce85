"""Web pages: the article's metadata by trafilatura, its text by ``pagetext``.

trafilatura tells whether there is an article, and its text stands in where the walk finds less.

Barbaresi, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and
Extraction", ACL 2021 system demonstrations.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.readers import pagetext
from pipeline.readers.files import open_bytes
from pipeline.readers.pagetext import Line
from pipeline.readers.rows import BadRow, RowSettings, article, reject
from pipeline.schema import Article, Reject, Removed

ENOUGH = 0.6  # of the letters that trafilatura finds; with fewer the walk has lost its way
_BETWEEN = "\n\n"  # lines


def read(path: Path, settings: RowSettings) -> Iterator[Article | Reject]:
    """The one article on a page, or a reject."""
    with open_bytes(path) as file:
        content = file.read(settings.max_bytes + 1)
    if len(content) > settings.max_bytes:
        yield reject(path, 0, "too-large", f"over {settings.max_bytes} bytes")
        return
    yield parse(content, path, settings.max_bytes)


def parse(page: str | bytes, path: Path | str, max_bytes: int) -> Article | Reject:
    """The one article on a page, or a reject."""
    try:
        row, boxes = extract(page)
    except BadRow as bad:
        return reject(path, 0, bad.reason, bad.detail)
    return article(row, path, 0, RowSettings(max_bytes=max_bytes), boxes)


def extract(page: str | bytes) -> tuple[dict[str, Any], list[Removed]]:
    """Our columns, read off a page, and the pieces of the text that its markup sets apart.

    Raises:
        BadRow: trafilatura finds no article on it.
    """
    import trafilatura
    from trafilatura.settings import Document

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    found = trafilatura.bare_extraction(page, with_metadata=True, include_comments=False)
    facts = found.as_dict() if isinstance(found, Document) else {}
    if not facts.get("text"):
        raise BadRow("unreadable-page", "no article found on the page")
    title, lines, site = _read(page, facts)
    row = {
        "title": title,
        "outlet": site,
        "published": facts["date"],
        "url": facts["url"],
        "language": facts["language"],
        "text": _BETWEEN.join(line for line, _ in lines),
    }
    return row, list(_boxes(lines))


def _boxes(lines: list[Line]) -> Iterator[Removed]:
    at = 0
    for line, reason in lines:
        if reason is not None:
            yield Removed(at, at + len(line), reason)
        at += len(line) + len(_BETWEEN)


def _read(page: str | bytes, facts: dict[str, Any]) -> tuple[str | None, list[Line], str | None]:
    """The title, the lines and the site.

    They are our own walk's, unless it has lost what trafilatura found.
    """
    import trafilatura

    title, site = facts["title"], facts["sitename"]
    texts = map(str.strip, facts["text"].splitlines())
    lines: list[Line] = [(text, None) for text in texts if text]
    tree = trafilatura.load_html(page)
    body = next(iter(tree.iter("body")), tree) if tree is not None else None
    if tree is not None and body is not None:
        heading = pagetext.heading(body)
        if heading and (not title or heading in title or title in heading):
            title = heading
        page_title = " ".join((tree.findtext(".//title") or "").split())
        if site and heading and site in page_title and heading in site:
            site = None  # the heading taken for the site's name
        site = site or pagetext.site(page_title, heading) or None
        walked = pagetext.lines(body)
        found = sum(len(text) for text, _ in lines)
        own = sum(len(text) for text, reason in walked if reason is None)
        running = any(len(text) >= pagetext.PROSE_LETTERS for text, _ in lines)
        if own >= ENOUGH * found or not running:
            lines = walked
    head = (title or "").strip()
    return title, [(line, "repeated-block" if line == head else why) for line, why in lines], site
