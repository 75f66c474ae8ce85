import itertools
import time
from dataclasses import replace

import pytest
from cases import HOSTILE, golden_cases
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import Article, CleanArticle
from pipeline.text.cleaning import clean

CASES = dict(golden_cases("cleaning"))
LINES = st.sampled_from(
    ["Bridge reopens after repairs", "Read also: more news", "The bridge opened. — Northwire.",
     "10.09.22 09:19 - Bridge reopens after repairs. It is safe.", "Share", "12 345", "",
     "Bridge reopens after repairs (10.09.22 09:19) « City | Northwire.NET", "| Northwire",
     "and went on", "Bridge reopens after repairs.", "Он ушёл. (ТАСС)", " — Northwire. — Northwire",
     "LONDON, March 3 (Reuters) - Rain fell.", "\u200bRead also"]
)  # fmt: skip
ARTICLES = st.tuples(LINES, st.lists(LINES | st.text(max_size=12), max_size=8)).map(
    lambda p: article(p[0], "\n".join(p[1]))
)


def article(title: str, body: str, outlet: str = "northwire.net") -> Article:
    return Article(article_id="a", outlet=outlet, title=title, raw=f"{title}\n\n{body}")


def own_text(cleaned: CleanArticle) -> str:
    return "".join(span.of(cleaned.article.raw) for span in cleaned.kept)


def own_title(cleaned: CleanArticle) -> str:
    head = cleaned.article.headline
    inside = [span for span in cleaned.kept if span.meets(head)]
    return "".join(span.of(cleaned.article.raw) for span in inside).strip()


@given(ARTICLES)
def test_kept_and_removed_tile_the_raw_text(it: Article) -> None:
    cleaned = clean(it, language="en")
    pieces = sorted([(s.start, s.end) for s in cleaned.kept]
                    + [(r.start, r.end) for r in cleaned.removed])  # fmt: skip
    assert "".join(it.raw[a:b] for a, b in pieces) == it.raw
    assert [a for a, _ in pieces[1:]] == [b for _, b in pieces[:-1]]
    assert all(a < b for a, b in pieces)
    assert list(cleaned.kept) == sorted(cleaned.kept)
    joins = [a for a, b in itertools.pairwise(cleaned.kept) if a.end == b.start]
    assert not any(span.of(it.raw).isspace() for span in joins)


@given(ARTICLES)
def test_cleaning_twice_is_cleaning_once(it: Article) -> None:
    cleaned = clean(it, language="en")
    text = own_text(cleaned).lstrip()
    again = clean(replace(it, title=own_title(cleaned), raw=text), language="en")
    assert again.removed == ()


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_golden_article_is_cleaned_as_written(case: dict[str, str]) -> None:
    it = article(case["title"], case["text"].strip(), case.get("outlet", ""))
    cleaned = clean(it, language=case["language"])
    kept = [line.strip() for s in cleaned.kept for line in s.of(it.raw).splitlines()]
    assert [line for line in kept if line] == case["kept"]
    assert [r.reason for r in cleaned.removed] == case["reasons"]


def test_headline_that_looks_like_furniture_stays() -> None:
    cleaned = clean(article("Read also", "Text stays."), language="en")
    assert own_text(cleaned) == "Read also\n\nText stays."


def test_person_after_a_dash_is_not_a_site_name() -> None:
    cleaned = clean(article("Army holds the line – Kuleba", "He said so."), language="en")
    assert cleaned.removed == ()


@pytest.mark.parametrize("text", ["", "\n", "Share\nRead also\n12 345"])
def test_article_of_furniture_keeps_no_letters(text: str) -> None:
    cleaned = clean(Article(article_id="a", raw=text), language="en")
    assert not any(c.isalpha() for c in own_text(cleaned))


@pytest.mark.parametrize("text", [*HOSTILE.values(), "Read also\n" * 50_000], ids=[*HOSTILE, "ads"])
def test_hostile_text_takes_linear_time(text: str) -> None:
    began = time.process_time()
    clean(Article(article_id="a", outlet="x.net", title=text[:9], raw=text), language="ru")
    assert time.process_time() - began < 20
