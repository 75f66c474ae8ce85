"""Web pages: the article's text and metadata by trafilatura.

Barbaresi, "Trafilatura: A Web Scraping Library and Command-Line Tool for Text Discovery and
Extraction", ACL 2021 system demonstrations.
"""

import logging
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pipeline.readers.files import open_bytes
from pipeline.readers.rows import BadRow, RowSettings, article, reject
from pipeline.schema import Article, Reject


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
    paragraphs = [line.strip() for line in facts["text"].splitlines() if line.strip()]
    if facts["title"] and paragraphs[0] == facts["title"].strip():
        paragraphs = paragraphs[1:]
    return {
        "title": facts["title"],
        "outlet": facts["sitename"],
        "published": facts["date"],
        "url": facts["url"],
        "language": facts["language"],
        "text": "\n\n".join(paragraphs),
    }
