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
from pipeline.readers.rows import BadRow, RowSettings, article, reject
from pipeline.schema import Article, Reject

ENOUGH = 0.6  # of the letters that trafilatura finds; with fewer the walk has lost its way


def read(path: Path, settings: RowSettings) -> Iterator[Article | Reject]:
    """The one article on a page, or a reject."""
    with open_bytes(path) as file:
        content = file.read(settings.max_bytes + 1)
    if len(content) > settings.max_bytes:
        yield reject(path, 0, "too-large", f"over {settings.max_bytes} bytes")
        return
    try:
        yield article(extract(content), path, 0, RowSettings(max_bytes=settings.max_bytes))
    except BadRow as bad:
        yield reject(path, 0, bad.reason, bad.detail)


def extract(page: str | bytes) -> dict[str, Any]:
    """Our columns, read off a page.

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
    title, paragraphs, site = _read(page, facts)
    return {
        "title": title,
        "outlet": site,
        "published": facts["date"],
        "url": facts["url"],
        "language": facts["language"],
        "text": "\n\n".join(paragraphs),
    }


def _read(page: str | bytes, facts: dict[str, Any]) -> tuple[str | None, list[str], str | None]:
    """The title, the paragraphs and the site.

    They are our own walk's, unless it has lost what trafilatura found.
    """
    import trafilatura

    title, site = facts["title"], facts["sitename"]
    found = [line.strip() for line in facts["text"].splitlines() if line.strip()]
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
        if sum(map(len, walked)) >= ENOUGH * sum(map(len, found)):
            found = walked
    if title and found and found[0] == title.strip():
        found = found[1:]
    return title, found, site
