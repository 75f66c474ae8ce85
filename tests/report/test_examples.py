import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from pipeline.report.examples import choose, pieces

KEY = ("Paper", "russia", "outlet", "critical")


def texts(found, key=KEY):
    return ["".join(text for text, _ in example.pieces) for example in found.get(key, ())]


def test_surest_sentences_come_first_and_no_more_than_asked_for(batch, said):
    made = batch(
        [said(outlet="Paper", text=f"Russia {c}", certain=c) for c in (0.5, 0.9, 0.7, 0.8)]
    )
    assert texts(choose(made.stances, made.articles, 3)) == [
        "Russia 0.9",
        "Russia 0.8",
        "Russia 0.7",
    ]


def test_voices_and_stances_are_kept_apart(batch, said):
    made = batch(
        [
            said(outlet="Paper"),
            said(outlet="Paper", voice="quoted", text="Russia, she said, lied."),
            said(outlet="Paper", stance="supportive", text="Russia helped."),
        ]
    )
    found = choose(made.stances, made.articles, 3)
    assert texts(found) == ["Russia broke its word."]
    assert texts(found, ("Paper", "russia", "quoted", "critical")) == ["Russia, she said, lied."]
    assert texts(found, ("Paper", "russia", "outlet", "supportive")) == ["Russia helped."]


def test_no_wording_comes_twice_and_copies_are_left_out(batch, said):
    made = batch(
        [
            said(outlet="Paper", certain=0.5),
            said(outlet="Paper", certain=0.6),
            said(outlet="Paper", text="Russia, again.", certain=0.9, copy_of=0),
        ]
    )
    assert texts(choose(made.stances, made.articles, 3)) == ["Russia broke its word."]


def test_two_sentences_of_one_article_are_not_both_shown(batch, said):
    made = batch([said(outlet="Paper"), said(outlet="Paper", text="Russia lied.")])
    one = made.stances.with_columns(article_id=pl.lit("a000"))
    assert len(choose(one, made.articles, 3)[KEY]) == 1


def test_mentions_are_marked():
    assert pieces("So Russia and Putin.", [14, 3], [19, 9]) == (
        ("So ", False),
        ("Russia", True),
        (" and ", False),
        ("Putin", True),
        (".", False),
    )
    assert pieces("No mention", None, None) == (("No mention", False),)


@given(
    st.text(max_size=30),
    st.lists(st.tuples(st.integers(0, 35), st.integers(0, 8)), max_size=6),
)
def test_pieces_together_are_the_text(text, spans):
    starts, ends = [start for start, _ in spans], [start + length for start, length in spans]
    assert "".join(piece for piece, _ in pieces(text, starts, ends)) == text
