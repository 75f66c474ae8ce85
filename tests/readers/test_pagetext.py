import pytest
from lxml import html

from pipeline.readers import pagetext

LEAD = "The ferry from Lower Pell left its pier three hours late on Thursday, the office said."
MORE = "Passengers were given tea by a biologist who happened to be among them, he said later."


def lines(body: str) -> list[str]:
    return pagetext.lines(html.fromstring(f"<html><body>{body}</body></html>").find("body"))


def test_what_stands_between_breaks_is_a_line_of_its_own() -> None:
    found = lines(f"<h1>Late</h1><div>{LEAD}<br><br><b>Why</b><br><br>{MORE}</div>")
    assert found == [LEAD, "Why", MORE]


def test_short_paragraphs_and_lists_stay() -> None:
    found = lines(f"<h1>Late</h1><p>{LEAD}</p><p>Nobody hurt.</p><ul><li>two swans</li></ul>")
    assert found == [LEAD, "Nobody hurt.", "two swans"]


@pytest.mark.parametrize("box", ["related", "share-bar", "newsletter", "post-comments", "ad-slot"])
def test_a_box_goes_by_its_name(box: str) -> None:
    assert lines(f'<h1>Late</h1><p>{LEAD}</p><div class="{box}">Some box</div>') == [LEAD]


def test_an_element_with_much_of_the_text_is_no_box_whatever_its_name() -> None:
    assert lines(f'<h1>Late</h1><div class="comment-piece"><p>{LEAD}</p><p>{MORE}</p></div>') == [
        LEAD,
        MORE,
    ]


def test_the_menu_before_the_heading_and_lists_of_links_go() -> None:
    menu = '<p><a href="/a">Home</a> <a href="/b">Sport</a></p>'
    assert lines(f"{menu}<h1>Late</h1><p>{LEAD}</p>{menu}") == [LEAD]


def test_the_site_is_what_the_pages_title_adds_to_the_heading() -> None:
    assert pagetext.site("Ferry late | Tin Gazette", "Ferry late") == "Tin Gazette"
    assert pagetext.site("Tin Gazette :: Ferry late", "Ferry late") == "Tin Gazette"
    assert pagetext.site("Ferry late", "Ferry late") == ""
    assert pagetext.site("Something else", "Ferry late") == ""
