import pytest
from lxml import html

from pipeline.readers import pagetext

LEAD = "The ferry from Lower Pell left its pier three hours late on Thursday, the office said."
MORE = "Passengers were given tea by a biologist who happened to be among them, he said later."


def lines(body: str) -> list[pagetext.Line]:
    return pagetext.lines(html.fromstring(f"<html><body>{body}</body></html>").find("body"))


def own(body: str) -> list[str]:
    return [text for text, reason in lines(f"<h1>Late</h1>{body}") if reason is None][1:]


def test_what_stands_between_breaks_is_a_line_of_its_own() -> None:
    assert own(f"<div>{LEAD}<br><br><b>Why</b><br><br>{MORE}</div>") == [LEAD, "Why", MORE]


def test_short_paragraphs_and_lists_stay() -> None:
    found = own(f"<p>{LEAD}</p><p>Nobody hurt.</p><ul><li>two swans</li></ul>")
    assert found == [LEAD, "Nobody hurt.", "two swans"]


@pytest.mark.parametrize(
    ("box", "reason"),
    [
        ("related", "related-links"),
        ("share-bar", "social"),
        ("newsletter", "newsletter"),
        ("post-comments", "comment-form"),
        ("ad-slot", "navigation"),
    ],
)
def test_a_box_is_set_apart_by_its_name(box: str, reason: str) -> None:
    found = lines(f'<h1>Late</h1><p>{LEAD}</p><div class="{box}">Some <b>box</b></div>')
    assert found == [("Late", None), (LEAD, None), ("Some box", reason)]


def test_an_element_with_much_of_the_text_is_no_box_whatever_its_name() -> None:
    assert own(f'<div class="comment-piece"><p>{LEAD}</p><p>{MORE}</p></div>') == [LEAD, MORE]
    assert own(f"<form><p>{LEAD}</p><p>{MORE}</p><button>Go</button></form>") == [LEAD, MORE]


def test_the_menu_before_the_heading_and_lists_of_links_are_set_apart() -> None:
    menu = '<p><a href="/a">Home</a> <a href="/b">Sport</a></p>'
    found = lines(f"{menu}<h1>Late</h1><p>{LEAD}</p>{menu}")
    assert [reason for _, reason in found] == ["navigation", None, None, "related-links"]


def test_the_words_of_a_date_inside_a_sentence_stay() -> None:
    line = "It left on <time>3 March</time>, three hours late, and nobody at the pier minded it."
    assert own(f"<p>{line}</p>") == [line.replace("<time>", "").replace("</time>", "")]


def test_the_site_is_what_the_pages_title_adds_to_the_heading() -> None:
    assert pagetext.site("Ferry late | Tin Gazette", "Ferry late") == "Tin Gazette"
    assert pagetext.site("Tin Gazette :: Ferry late", "Ferry late") == "Tin Gazette"
    assert pagetext.site("Ferry late", "Ferry late") == ""
    assert pagetext.site("Something else", "Ferry late") == ""
