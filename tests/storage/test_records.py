import datetime as dt
from collections.abc import Callable
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.errors import InputError, MissingError
from pipeline.schema import (
    STANCES,
    VOICES,
    Article,
    CleanArticle,
    LabelledStance,
    OutletScore,
    Removed,
    Sentence,
    Span,
)
from pipeline.storage import records

words = st.text(max_size=12)
counts = st.integers(0, 2**31 - 1)
spans = st.tuples(counts, counts).map(lambda ends: Span(*sorted(ends)))
dates = st.none() | st.dates()
articles = st.builds(
    Article, article_id=words, outlet=words, title=words, published=dates, raw=words, extra=words
)
cleaned = st.builds(
    CleanArticle,
    article=articles,
    kept=st.lists(spans, max_size=3).map(tuple),
    removed=st.lists(
        st.builds(Removed, counts, counts, st.sampled_from(["teaser", "social"])), max_size=3
    ).map(tuple),
    duplicate_of=words,
)
sentences = st.builds(
    Sentence,
    article_id=words,
    sentence_index=counts,
    start=counts,
    end=counts,
    text=words,
    language=words,
    reporting_verb_kind=st.sampled_from([None, "neutral", "doubting"]),
    is_headline=st.booleans(),
)
stances = st.builds(
    LabelledStance,
    row_id=words,
    corpus=words,
    split=st.sampled_from(["train", "dev", "test"]),
    group_id=words,
    published=dates,
    language=words,
    text=words,
    spans=st.lists(spans, min_size=1, max_size=3).map(tuple),
    target=words,
    voice=st.sampled_from([None, *VOICES]),
    stance=st.sampled_from(STANCES),
    weight=st.floats(0, 9),
)


@pytest.mark.parametrize(
    ("record", "rows"),
    [
        (Article, articles),
        (CleanArticle, cleaned),
        (Sentence, sentences),
        (LabelledStance, stances),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_records_written_and_read_back_are_the_same(
    record: type, rows: st.SearchStrategy[object], tmp_path: Path
) -> None:
    path = tmp_path / "rows.parquet"

    @given(st.lists(rows, max_size=4))
    def check(written: list[object]) -> None:
        assert records.write(path, record, written) == len(written)
        assert list(records.read(path, record)) == written

    check()


def test_a_score_that_is_not_given_stays_away(tmp_path: Path) -> None:
    score = OutletScore(
        outlet="The Tin Gazette",
        target="russia",
        period="all",
        voice="outlet",
        n_articles=2,
        n_rows=3,
        critical=0.5,
        neutral=0.25,
        supportive=0.25,
        score=None,
        low=None,
        high=None,
        score_plain=None,
        score_loaded=None,
        verdict="insufficient evidence",
    )
    records.write(tmp_path / "scores.parquet", OutletScore, [score])
    assert list(records.read(tmp_path / "scores.parquet", OutletScore)) == [score]


def test_more_rows_than_a_chunk_keep_their_order(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    written = [make_article(article_id=str(number)) for number in range(9000)]
    assert records.write(tmp_path / "a.parquet", Article, iter(written)) == len(written)
    assert list(records.read(tmp_path / "a.parquet", Article)) == written


def test_a_stream_that_fails_leaves_no_file(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    def failing():
        yield make_article()
        raise RuntimeError

    with pytest.raises(RuntimeError):
        records.write(tmp_path / "a.parquet", Article, failing())
    assert list(tmp_path.iterdir()) == []


def test_records_of_another_class_are_refused(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    records.write(tmp_path / "a.parquet", Article, [make_article()])
    with pytest.raises(InputError, match="does not hold Sentence records; write it afresh"):
        list(records.read(tmp_path / "a.parquet", Sentence))


def test_a_file_that_is_no_parquet_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.parquet").write_bytes(b"PAR1 and then nothing of the kind")
    with pytest.raises(InputError, match="does not hold Article records"):
        list(records.read(tmp_path / "a.parquet", Article))


def test_a_file_that_is_not_there_is_missing(tmp_path: Path) -> None:
    with pytest.raises(MissingError, match="no such file; run the stage"):
        list(records.read(tmp_path / "a.parquet", Article))


def test_other_programs_see_the_declared_columns(
    tmp_path: Path, make_article: Callable[..., Article]
) -> None:
    records.write(tmp_path / "a.parquet", Article, [make_article(published=dt.date(2024, 2, 29))])
    table = pq.read_table(tmp_path / "a.parquet")
    assert table.schema.field("published").type == pa.date32()
    assert table["published"].to_pylist() == [dt.date(2024, 2, 29)]
