import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline.readers import webpage
from pipeline.readers.rows import BadRow
from pipeline.schema import Article, Reject
from pipeline.text.cleaning import clean

Read = Callable[..., tuple[list[Article], list[Reject]]]

PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Ferry late again | The Tin Gazette</title>
<meta property="og:site_name" content="The Tin Gazette">
<meta property="og:title" content="Ferry late again">
<meta property="og:url" content="https://tin.example/ferry">
<meta property="article:published_time" content="2024-02-29T08:00:00+00:00">
</head><body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Ferry late again</h1>
<p>The ferry from Lower Pell left its pier three hours late on Thursday, the harbour office said,
because a family of swans had settled on the gangway and would not be moved.</p>
<p>Passengers were given tea, and some were given the swans’ side of the story by a biologist who
happened to be among them. Nobody was hurt.</p></article>
<footer>Tin Gazette Ltd</footer></body></html>
"""
EMPTY = "<html><head><title>Sign in</title></head><body><form><input name=q></form></body></html>"


def test_a_page_gives_an_article_with_its_metadata(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "ferry.html"
    path.write_text(PAGE, encoding="utf-8")
    (article,), found = read(path)
    assert article.outlet == "The Tin Gazette"
    assert article.published == dt.date(2024, 2, 29)
    assert article.url == "https://tin.example/ferry"
    assert article.headline.of(article.raw) == "Ferry late again"
    assert not found


def test_what_the_page_sets_apart_has_a_span_and_a_reason(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "ferry.html"
    path.write_text(PAGE, encoding="utf-8")
    (article,), _ = read(path)
    apart = [(article.raw[box.start : box.end], box.reason) for box in article.boxes]
    assert apart == [
        ("Home Sport", "navigation"),
        ("Ferry late again", "repeated-block"),
        ("Tin Gazette Ltd", "legal"),
    ]
    cleaned = clean(article, language="en")
    assert [cut.reason for cut in cleaned.removed] == ["navigation", "repeated-block", "legal"]
    assert len(cleaned.kept) == 3


@pytest.mark.parametrize("content", ["", EMPTY, "no page at all", "\0\0\0", "<<<>>><"])
def test_a_page_without_an_article_is_rejected(tmp_path: Path, read: Read, content: str) -> None:
    path = tmp_path / "page.htm"
    path.write_text(content, encoding="utf-8")
    articles, (reject,) = read(path)
    assert not articles
    assert (reject.reason, reject.source) == ("unreadable-page", str(path))


def test_a_page_over_the_limit_is_too_large(tmp_path: Path, read: Read) -> None:
    path = tmp_path / "page.html"
    path.write_text(PAGE, encoding="utf-8")
    _, (reject,) = read(path, max_bytes=500)
    assert reject.reason == "too-large"


def test_extracting_nothing_names_the_reason() -> None:
    with pytest.raises(BadRow) as caught:
        webpage.extract(EMPTY)
    assert caught.value.reason == "unreadable-page"


def test_a_row_may_hold_its_page_and_its_own_columns_win(
    write_jsonl: Callable[..., Path], read: Read
) -> None:
    path = write_jsonl({"id": "1", "outlet": "The Zinc Herald", "html": PAGE, "desk": "harbour"})
    (article,), _ = read(path)
    assert article.outlet == "The Zinc Herald"
    assert article.title == "Ferry late again"
    assert article.extra == '{"desk": "harbour"}'


def test_a_pages_own_date_is_not_read_in_the_rows_format(
    write_jsonl: Callable[..., Path], read: Read
) -> None:
    rows = [{"id": "1", "html": PAGE}, {"id": "2", "html": PAGE, "published": "01.03.2024"}]
    articles, found = read(write_jsonl(*rows), date_format="%d.%m.%Y")
    assert [each.published for each in articles] == [dt.date(2024, 2, 29), dt.date(2024, 3, 1)]
    assert not found


@pytest.mark.parametrize(("html", "reason"), [(EMPTY, "unreadable-page"), (7, "bad-field")])
def test_a_row_with_a_bad_page_is_rejected(
    write_jsonl: Callable[..., Path], read: Read, html: object, reason: str
) -> None:
    articles, (reject,) = read(write_jsonl({"id": "1", "html": html}))
    assert not articles
    assert (reject.reason, reject.article_id) == (reason, "1")
