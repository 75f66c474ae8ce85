import dataclasses
import datetime as dt

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import schema
from pipeline.schema import Article, CleanArticle, Mention, Removed, Span, arrow_schema

RECORDS = [
    record
    for record in vars(schema).values()
    if isinstance(record, type) and dataclasses.is_dataclass(record)
]


@st.composite
def text_and_spans(draw: st.DrawFn) -> tuple[str, Span, Span]:
    text = draw(st.text(min_size=1, max_size=40))
    ends = st.integers(0, len(text))
    outer = Span(*sorted((draw(ends), draw(ends))))
    inside = st.integers(0, len(outer))
    return text, outer, Span(*sorted((draw(inside), draw(inside))))


@given(text_and_spans())
def test_offsets_compose(case: tuple[str, Span, Span]) -> None:
    text, outer, inner = case
    assert inner.of(outer.of(text)) == inner.shift(outer.start).of(text)
    assert outer.holds(inner.shift(outer.start))
    assert len(inner.of(outer.of(text))) == len(inner)


@given(text_and_spans(), st.integers(-50, 50), st.integers(-50, 50))
def test_shifts_add_up(case: tuple[str, Span, Span], first: int, second: int) -> None:
    _, span, _ = case
    assert span.shift(first).shift(second) == span.shift(first + second)
    assert span.shift(first).shift(-first) == span


@given(text_and_spans())
def test_spans_meet_where_they_share_a_code_point(case: tuple[str, Span, Span]) -> None:
    _, one, other = case
    shared = set(range(one.start, one.end)) & set(range(other.start, other.end))
    if len(one) and len(other):
        assert one.meets(other) == other.meets(one) == bool(shared)


def test_spans_count_code_points_not_bytes() -> None:
    assert Span(0, 3).of("Лід 🧊 тане") == "Лід"
    assert Span(4, 5).of("Лід 🧊 тане") == "🧊"


def test_headline_is_the_title_where_the_article_begins_with_it() -> None:
    article = Article(article_id="1", title="Ferry delayed", raw="Ferry delayed\n\nIt is late.")
    assert article.headline.of(article.raw) == "Ferry delayed"


@pytest.mark.parametrize("title", ["", "Another title"])
def test_headline_is_empty_where_there_is_none(title: str) -> None:
    assert Article(article_id="1", title=title, raw="It is late.").headline == Span(0, 0)


@pytest.mark.parametrize("record", RECORDS)
def test_every_record_is_frozen_slotted_and_has_a_column_for_each_field(record: type) -> None:
    assert arrow_schema(record).names == [field.name for field in dataclasses.fields(record)]
    assert record.__dataclass_params__.frozen
    assert not hasattr(record, "__dict__") or "__slots__" in vars(record)


def test_schema_follows_the_types_of_the_fields() -> None:
    clean = arrow_schema(CleanArticle)
    assert clean.field("kept").type == pa.list_(
        pa.struct(
            [pa.field("start", pa.int32(), nullable=False), pa.field("end", pa.int32(), False)]
        )
    )
    article = clean.field("article").type
    assert article.field("published").type == pa.date32() and article.field("published").nullable
    assert not article.field("raw").nullable
    assert arrow_schema(Mention).field("voice").type == pa.string()


def test_a_field_of_an_unknown_type_has_no_column() -> None:
    bad = dataclasses.make_dataclass("Bad", [("field", dt.timedelta)])
    with pytest.raises(KeyError):
        arrow_schema(bad)


def test_removed_pieces_name_their_reason() -> None:
    assert Removed(0, 4, "teaser") != Removed(0, 4, "social")
