import pytest

from pipeline.schema import Article
from pipeline.text.cleaning import clean

LEAD = "The ferry from Lower Pell left its pier three hours late on Thursday."
END = "Passengers were given tea by a biologist who happened to be among them."


def kept(*lines: str, outlet: str = "Tin Gazette") -> list[str]:
    raw = "\n".join(lines)
    cleaned = clean(Article(article_id="a", outlet=outlet, raw=raw), language="en")
    found = "".join(span.of(raw) for span in cleaned.kept)
    return [line.strip() for line in found.splitlines() if line.strip()]


def test_headlines_under_a_list_heading_go_with_it() -> None:
    assert kept(LEAD, END, "Most read", "Swan wins the regatta", "Pier to be painted blue") == [
        LEAD,
        END,
    ]


def test_the_subhead_after_a_list_stays() -> None:
    found = kept(
        LEAD, "Read also:", "Swan wins the regatta of Lower Pell", "What the port says", END
    )
    assert found == [LEAD, "What the port says", END]


def test_a_name_and_a_date_before_the_lead_go_and_inside_the_text_stay() -> None:
    assert kept("Anna Reed", "3 March 2024, 10:15", LEAD, END) == [LEAD, END]
    assert kept(LEAD, "3 March 2024", END) == [LEAD, "3 March 2024", END]


def test_a_name_after_the_last_paragraph_goes() -> None:
    assert kept(LEAD, END, "Anna Reed, Lower Pell") == [LEAD, END]


@pytest.mark.parametrize(
    "line",
    [
        "Subscribe to our illusions, they are cheap, the poet wrote.",
        '"Donate now" was on every lamp post and I could not look at it.',
        "Read that again, please, said the teacher to the youngest boy.",
        "Comments from the swan were not available at the time of writing.",
        "Photo albums are the first thing that people burn.",
    ],
)
def test_a_sentence_about_furniture_stays(line: str) -> None:
    assert kept(LEAD, line, END) == [LEAD, line, END]


def test_an_appeal_goes_by_whom_it_speaks_to_and_of_what() -> None:
    assert kept(LEAD, END, "We live on your tea money. Pour us a cup for £3 a month.") == [
        LEAD,
        END,
    ]


def test_a_sentence_between_furniture_and_its_own_copy_stays() -> None:
    found = kept("Share this article", "Russia opened a bridge.", "Russia opened a bridge.")
    assert found == ["Russia opened a bridge."]
