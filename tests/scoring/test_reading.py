from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import Article, CleanArticle, Sentence
from pipeline.scoring import prepare
from pipeline.scoring.reading import ArticleReader, Read, blocks, text_version
from pipeline.text.repair import repair

Clean = Callable[..., CleanArticle]

PIECES = (
    "Russia opened a bridge.",
    "“Russia lied to us again,” said the envoy of Belarus.",
    "The mayor, a Dr. Tolm, said that Iran had paid for it.",
    "Ru\u00adssia’s rail\u00adways ran late\u200b again!",
    "Itâ€™s Minsk that pays, the clerk said.",
    "Rоssija is no word; Кremlin is written with a Latin letter.",
    "Władze Białorusi otworzyły most.",
    "Россия снова солгала, заявил посол.",
    "Росія відкрила міст.",
    "Read more: ten pictures of the harbour",
    "Share this article",
    "12 March 2024",
    "«Москва не ответила», — сказал он.",
    "e\u0301tude \ud83d\ude80 12.5 p.m. (see p. 4)",
)
pieces = st.lists(st.sampled_from(PIECES), min_size=1, max_size=8)
gaps = st.sampled_from([" ", "\n", "\n\n", "  \n", "\u00a0"])
written = st.tuples(pieces, gaps).map(lambda drawn: drawn[1].join(drawn[0]))
texts = written | st.text(st.characters(codec="utf-8"), min_size=1, max_size=60)


@pytest.fixture
def read(reader: ArticleReader, cleaned: Clean) -> Callable[..., Read]:
    return lambda raw, **given: reader.read(cleaned(raw, **given))


@pytest.fixture
def read_any(
    reader: ArticleReader, make_article: Callable[..., Article]
) -> Callable[[str], tuple[CleanArticle, Read] | None]:
    """Reads a text, unless nothing is left of it."""

    def read(raw: str) -> tuple[CleanArticle, Read] | None:
        (item,) = prepare.clean_all([make_article(raw=raw, title="")], reader)
        return (item, reader.read(item)) if isinstance(item, CleanArticle) else None

    return read


ReadAny = Callable[[str], tuple[CleanArticle, Read] | None]


@given(texts)
def test_a_sentence_is_the_repair_of_its_piece_of_raw(read_any: ReadAny, raw: str) -> None:
    if found := read_any(raw):
        for sentence in found[1].sentences:
            assert repair(raw[sentence.start : sentence.end]).text == sentence.text


@given(texts)
def test_sentences_are_numbered_in_order_disjoint_and_inside_what_is_kept(
    read_any: ReadAny, raw: str
) -> None:
    if found := read_any(raw):
        item, read = found
        assert [s.sentence_index for s in read.sentences] == list(range(len(read.sentences)))
        ends = [0, *(s.end for s in read.sentences)]
        for end, sentence in zip(ends, read.sentences, strict=False):
            assert end <= sentence.start < sentence.end
            assert any(k.start <= sentence.start and sentence.end <= k.end for k in item.kept)


@given(texts)
def test_every_letter_that_is_kept_stands_in_a_sentence(read_any: ReadAny, raw: str) -> None:
    if found := read_any(raw):
        item, read = found
        kept = {at for span in item.kept for at in range(span.start, span.end)}
        covered = {at for s in read.sentences for at in range(s.start, s.end)}
        assert [raw[at] for at in sorted(kept - covered) if raw[at].isalnum()] == []


@given(texts)
def test_a_mention_is_what_its_offsets_cover_in_its_sentence(read_any: ReadAny, raw: str) -> None:
    if found := read_any(raw):
        sentences = {s.sentence_index: s for s in found[1].sentences}
        for mention in found[1].mentions:
            sentence = sentences[mention.sentence_index]
            assert sentence.text[mention.start : mention.end] == mention.surface != ""
            assert sentence.voice in ("mixed", mention.voice)


@given(texts)
def test_reading_twice_finds_the_same(read_any: ReadAny, raw: str) -> None:
    assert read_any(raw) == read_any(raw)


def test_a_quoted_mention_and_the_outlets_own_in_one_sentence_have_their_voices(
    read: Callable[..., Read],
) -> None:
    found = read("“Russia lied to us again about the dam,” the government of Belarus said.")
    assert found.sentences[0].voice == "mixed"
    voices = {mention.target: mention.voice for mention in found.mentions}
    assert voices["russia"] == "quoted"
    assert voices["belarus"] == "outlet"


def test_a_sentence_without_a_quotation_is_the_outlets_own(read: Callable[..., Read]) -> None:
    found = read("Russia opened a bridge.")
    assert [(m.target, m.surface, m.voice) for m in found.mentions] == [
        ("russia", "Russia", "outlet")
    ]
    assert found.sentences == (
        Sentence(
            article_id="a1",
            sentence_index=0,
            start=0,
            end=23,
            text="Russia opened a bridge.",
            language="en",
        ),
    )


def test_an_article_in_an_unsupported_language_is_kept_without_mentions(
    read: Callable[..., Read],
) -> None:
    raw = "La Russie a ouvert un pont sur la rivière. Le maire n’était pas là hier soir."
    found = read(raw, language="")
    assert [sentence.language for sentence in found.sentences] == ["fr", "fr"]
    assert found.mentions == ()


def test_a_language_that_is_not_asked_for_has_no_mentions(cleaned: Clean) -> None:
    item = cleaned("Росія відкрила міст, і посол не відповів.", language="")
    assert ArticleReader(["uk"]).read(item).mentions != ()
    found = ArticleReader(["en"]).read(item)
    assert found.mentions == () and len(found.sentences) == 1


@pytest.mark.parametrize(
    ("declared", "language"), [("uk", "uk"), ("uk-UA", "uk"), ("xx", "en"), ("", "en")]
)
def test_the_declared_language_counts_where_it_is_one_of_ours(
    reader: ArticleReader, declared: str, language: str
) -> None:
    assert reader.language_of("The committee met on Tuesday in the town.", declared) == language


def test_the_sentences_of_a_headline_are_marked(read: Callable[..., Read]) -> None:
    title = "Russia opens a bridge"
    found = read(f"{title}\n\nIt cost a lot. Nobody came.", title=title)
    assert [s.is_headline for s in found.sentences] == [True, False, False]


def test_what_was_removed_is_in_no_sentence(read: Callable[..., Read]) -> None:
    found = read("Russia opened a bridge.\n\nShare this article\n\nNobody came.")
    assert [s.text for s in found.sentences] == ["Russia opened a bridge.", "Nobody came."]


def test_blocks_are_the_lines_that_are_not_blank(cleaned: Clean) -> None:
    raw = "Russia opened a bridge.\n\n \n  Nobody at all came.  \n"
    spans = [span.of(raw) for span in blocks(cleaned(raw))]
    assert spans == ["Russia opened a bridge.", "Nobody at all came."]


def test_what_is_read_by_has_a_name() -> None:
    assert text_version() == text_version()
    assert len(text_version()) == 64
