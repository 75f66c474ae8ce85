import re
from html.parser import HTMLParser

import polars as pl
import pytest

from pipeline.report.page import link, not_promoted, render, shown, signed

HOSTILE = [
    "<script>document.title='taken'</script>",
    "</script><script>alert(1)</script>",
    "</style></title><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "{{ 7 * 7 }}{% raw %}",
    "]]><svg onload=alert(1)>",
]
FACTS = {
    "model": {"classifier": "tfidf", "version": 3, "alias": "champion", "content": "9f2c"},
    "counts": {
        "read": 1234,
        "kept": 1230,
        "rejected": 4,
        "rejected_by_reason": {"empty-text": 4},
        "repeats": 2,
        "sentences": 9000,
        "rows": 800,
        "unsupported_language": 31,
    },
    "corpora": ["authored", {"name": "other", "licence": "CC BY 4.0"}],
    "metrics": {"authored": {"macro_f1": {"value": 0.71, "low": 0.66, "high": 0.75}, "n": 812}},
    "evidence": {"min_articles": 3, "max_width": 1.5, "resamples": 50},
}


class Tags(HTMLParser):
    """The tags of a page with their attributes, and its texts."""

    def __init__(self, html):
        super().__init__(convert_charrefs=True)
        self.tags, self.texts = [], []
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    def links(self):
        return [attrs["href"] for tag, attrs in self.tags if tag == "a"]


@pytest.fixture(scope="module")
def ordinary(batch, said):
    words = [f"Russia broke its word for the {i}th time." for i in range(5)]
    return batch(
        [
            *(said(outlet="Courier", text=text) for text in words),
            *(said(outlet="Herald", text=text, stance="supportive") for text in words),
            *(said(outlet="Courier", text=text, voice="quoted", speaker="Ann") for text in words),
            *(
                said(outlet="Courier", text="Iran waits.", surface="Iran", target="iran")
                for _ in range(4)
            ),
            said(outlet="Thin Gazette", stance="neutral"),
        ]
    )


@pytest.fixture(scope="module")
def html(ordinary):
    return page_of(ordinary)


def page_of(batch, facts=FACTS, **options):
    return render(batch.stances, batch.articles, batch.scores, facts, **options)


def hostile_page(batch, said, text):
    """A page with ``text`` in every place that takes one."""
    made = [
        said(
            outlet=f"Paper {text}",
            title=f"Title {text}",
            text=f"Russia {text} {i}",
            url=f"https://paper.example/{text}",
            voice=voice,
            speaker=text,
        )
        for voice in ("outlet", "quoted")
        for i in range(3)
    ]
    facts = {
        "title": text,
        "made": text,
        "model": {"alias": "provisional", "verdict": text, "classifier": text},
        "corpora": [text, {"name": text, text: text}],
        "counts": {"rejected_by_reason": {text: 1}},
        "metrics": {text: {"n": 1}},
    }
    return Tags(page_of(batch(made), facts))


@pytest.fixture(scope="module")
def harmless(batch, said):
    return hostile_page(batch, said, "a < b")


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_adds_no_tag_and_no_attribute(batch, said, harmless, text):
    page = hostile_page(batch, said, text)
    assert [(tag, set(attrs)) for tag, attrs in page.tags] == [
        (tag, set(attrs)) for tag, attrs in harmless.tags
    ]
    assert any(text in seen for seen in page.texts)


def test_page_has_no_script_and_a_strict_policy(html):
    tags = Tags(html).tags
    assert not [tag for tag, _ in tags if tag in {"script", "iframe", "object", "link", "base"}]
    policy = next(a["content"] for _, a in tags if a.get("http-equiv") == "Content-Security-Policy")
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")


def test_nothing_on_the_page_is_fetched(html):
    for tag, attrs in Tags(html).tags:
        assert not {"src", "srcset", "data", "poster", "background", "action"} & set(attrs)
        if tag != "a":
            assert not {"href", "xlink:href"} & set(attrs), tag
    assert "@import" not in html
    assert "url(" not in html


@pytest.mark.parametrize(
    "url",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\nscript:alert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//paper.example/a",
        "file:///etc/passwd",
        "https:",
        "https://paper.example/a b",
        'https://paper.example/"onclick="x',
        "https://paper.example/\u202egpj",
    ],
)
def test_address_that_is_no_plain_web_address_is_shown_as_text(batch, said, url):
    made = batch([said(outlet="Paper", url=url)])
    tags = Tags(page_of(made))
    assert all(href.startswith("#") for href in tags.links())
    assert str(shown(url)) in tags.texts


@pytest.mark.parametrize("url", ["http://paper.example", "HTTPS://paper.example/a?b=1&c=2#d"])
def test_web_address_is_a_link(batch, said, url):
    assert link(url) == url
    made = batch([said(outlet="Paper", url=url)])
    assert url in Tags(page_of(made)).links()


def test_marks_that_reorder_text_are_replaced_and_mentions_stay_in_place(batch, said):
    text = "\u202eRead \u2066this\x00: Russia won"
    made = batch([said(outlet="A\u202eB", text=text, title=text)], min_articles=1)
    html = page_of(made)
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00]", html)
    assert "\ufffdRead \ufffdthis\ufffd: <mark>Russia</mark> won" in html


def test_text_that_reads_right_to_left_is_kept(batch, said):
    made = batch([said(outlet="عربي", text="قالت Russia\u200f اليوم")], min_articles=1)
    assert "قالت <mark>Russia</mark>\u200f اليوم" in page_of(made)


def test_outlet_without_a_score_is_listed_and_never_plotted(html):
    plots = re.findall(r"<svg.*?</svg>", html, re.DOTALL)
    assert any("Courier" in plot for plot in plots)
    assert not any("Thin Gazette" in plot for plot in plots)
    assert re.search(r"Insufficient evidence.*Thin Gazette</bdi> \(1&nbsp;article\)", html, re.S)


def test_outlet_that_never_names_the_target_is_listed_too(batch, said):
    made = batch([said(outlet="Elsewhere", text="Iran waits.", surface="Iran", target="iran")] * 3)
    assert "Elsewhere</bdi> (0&nbsp;articles)" in page_of(made)


def test_table_tells_what_the_chart_shows(ordinary, html):
    table = html[html.index('<table class="all"') : html.index("</table>")]
    for score in ordinary.scores:
        if score.score is not None:
            assert signed(score.score) in table
    assert "below 0" in table
    assert "insufficient evidence" in table


def test_outlet_in_the_table_leads_to_its_own_sentences(batch, said):
    silent = said(outlet="A silent one", text="Iran waits.", surface="Iran", target="iran")
    html = page_of(batch([silent, said(outlet="B"), said(outlet="C")]))
    for name in ("B", "C"):
        anchor = re.search(rf'<a href="#(e1-\d)"><bdi>{name}</bdi>', html)[1]
        before = html[: html.index(f'id="{anchor}"')]
        assert before[before.rindex("<summary>") :].startswith(f"<summary><bdi>{name}</bdi>")


def test_other_target_has_its_own_section(html):
    assert re.search(r"<summary>Iran ", html)
    assert html.index("<h2>Russia, in each") < html.index("<summary>Iran ")


def test_main_target_may_be_another(ordinary):
    html = page_of(ordinary, target="iran")
    assert "<h1>How news outlets present Iran</h1>" in html
    assert "<h2>Iran, in each outlet" in html


def test_label_of_a_target_may_be_handed_in(ordinary):
    assert "<h2>The Federation, in each" in page_of(
        ordinary, {"labels": {"russia": "The Federation"}}
    )


def test_page_says_how_the_articles_were_read(html):
    for expected in ("1,234", "empty-text", "0.66&nbsp;to&nbsp;0.75", "CC BY 4.0", "812"):
        assert expected in html


@pytest.mark.parametrize("columns", [True, False])
def test_empty_batch_gives_a_page_that_says_so(batch, columns):
    nothing = batch([])
    frames = (nothing.stances, nothing.articles) if columns else (pl.DataFrame(), pl.DataFrame())
    html = render(*frames, [], {})
    assert "No article was scored" in html
    assert "<svg" not in html


def test_articles_without_any_mention_give_a_page(ordinary):
    html = render(ordinary.stances.clear(), ordinary.articles, [], {})
    assert "No outlet has enough evidence for a score on Russia." in html


def test_same_input_gives_the_same_bytes(ordinary, html):
    assert page_of(ordinary) == html


def test_rows_in_another_order_give_the_same_bytes(ordinary, html):
    turned = render(ordinary.stances.reverse(), ordinary.articles, ordinary.scores[::-1], FACTS)
    assert turned == html


def test_time_stands_on_the_page_only_where_it_is_handed_in(ordinary, html):
    assert "made on a Monday" not in html
    assert "made on a Monday" in page_of(ordinary, {"made": "made on a Monday"})


def test_banner_says_why_a_provisional_model_was_not_promoted(ordinary, html):
    facts = {"model": {"alias": "provisional", "verdict": "not promoted: too weak"}}
    assert "<strong>not promoted:</strong> too weak" in page_of(ordinary, facts)
    assert 'class="banner"' not in html


@pytest.mark.parametrize(
    ("model", "reason"),
    [
        ({}, None),
        ({"alias": "champion", "verdict": "promoted: better"}, None),
        ({"alias": "provisional"}, "no reason was recorded"),
        ({"alias": "provisional", "verdict": "weak"}, "weak"),
        ({"verdict": "not promoted: weak"}, "weak"),
    ],
)
def test_reason_is_read_from_alias_and_verdict(model, reason):
    assert not_promoted(model) == reason


@pytest.mark.parametrize(
    ("value", "text"),
    [(None, "–"), (0.0, "0.00"), (-0.001, "0.00"), (-0.255, "−0.26"), (0.5, "+0.50")],
)
def test_score_is_written_with_its_sign(value, text):
    assert signed(value) == text
