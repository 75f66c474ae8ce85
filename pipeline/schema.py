"""The records that travel through the pipeline, and the Arrow schema of each.

A record is a frozen dataclass. Its Arrow schema is derived from the field types, so that a
column is declared once. ``Span`` counts Unicode code points of ``Article.raw``, half-open.
"""

import dataclasses
import datetime as dt
import types
import typing
from dataclasses import dataclass, field
from typing import Literal

import pyarrow as pa

Stance = Literal["critical", "neutral", "supportive"]
Voice = Literal["outlet", "quoted"]
SentenceVoice = Literal["outlet", "quoted", "mixed"]
VerbKind = Literal["neutral", "doubting", "endorsing"]
Split = Literal["train", "dev", "test"]
RemovalReason = Literal[
    "appeal",
    "newsletter",
    "teaser",
    "related-links",
    "comment-form",
    "navigation",
    "byline-or-date",
    "counter",
    "credit",
    "cookie-or-paywall",
    "social",
    "legal",
    "agency-signature",
    "site-name",
    "repeated-block",
]
RejectReason = Literal[
    "bad-encoding",
    "bad-json",
    "not-an-object",
    "bad-row",
    "bad-field",
    "bad-date",
    "missing-text",
    "empty-text",
    "too-large",
    "repeated-id",
    "unreadable-page",
    "unreadable-file",
    "unknown-format",
]

STANCES: tuple[Stance, ...] = typing.get_args(Stance)
VOICES: tuple[Voice, ...] = typing.get_args(Voice)
SPLITS: tuple[Split, ...] = typing.get_args(Split)
MAIN_TARGET = "russia"  # whose framing is asked for first
CODEBOOK = "codebook"  # the scheme of docs/labels.md, by which articles are scored
REASONS: tuple[RemovalReason, ...] = typing.get_args(RemovalReason)
VERB_KINDS: tuple[VerbKind, ...] = typing.get_args(VerbKind)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Code points ``[start, end)`` of a text."""

    start: int
    end: int

    def __len__(self) -> int:
        """How many code points."""
        return self.end - self.start

    def of(self, text: str) -> str:
        """The piece of ``text`` that the span covers."""
        return text[self.start : self.end]

    def shift(self, by: int) -> "Span":
        """The same span, ``by`` code points further on."""
        return Span(self.start + by, self.end + by)

    def holds(self, other: "Span") -> bool:
        """Whether ``other`` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end

    def meets(self, other: "Span") -> bool:
        """Whether the two share a code point."""
        return self.start < other.end and other.start < self.end


@dataclass(frozen=True, slots=True)
class Removed:
    """A piece of ``raw`` that is not the article's own text, and why."""

    start: int
    end: int
    reason: RemovalReason


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """An article as it came. ``raw`` is the title, a blank line and the text."""

    article_id: str
    outlet: str = ""
    title: str = ""
    published: dt.date | None = None
    url: str = ""
    language: str = ""
    raw: str
    boxes: tuple[Removed, ...] = ()  # lines of a web page that its markup sets apart, in order
    extra: str = "{}"  # the columns that are not ours, as a JSON object

    @property
    def headline(self) -> Span:
        """Where the title stands in ``raw``; empty where there is none."""
        return Span(0, len(self.title) if self.raw.startswith(self.title) else 0)


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanArticle:
    """An article with its furniture marked. Kept and removed spans tile ``article.raw``."""

    article: Article
    kept: tuple[Span, ...]
    removed: tuple[Removed, ...] = ()
    duplicate_of: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """A sentence of an article; ``repair(raw[span]) == text``."""

    article_id: str
    sentence_index: int
    start: int
    end: int
    text: str
    language: str
    voice: SentenceVoice = "outlet"
    speaker: str = ""
    reporting_verb_kind: VerbKind | None = None
    is_headline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Mention:
    """A mention of a target in a sentence; ``start`` and ``end`` count in the sentence's text."""

    article_id: str
    sentence_index: int
    start: int
    end: int
    target: str
    group: str
    entity: str
    kind: str
    surface: str
    voice: Voice = "outlet"


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledStance:
    """A labelled (sentence, target, voice); ``spans`` are the target's mentions in ``text``.

    A row is ``disputed`` where two readings of it, blind to each other, gave other labels;
    ``probability`` is that with which it was drawn from its corpus, and ``scheme`` names the rules
    that it was labelled by. One to measure by is ``shared`` where the split of its own corpus has
    its group in train too.
    """

    row_id: str
    corpus: str
    split: Split
    group_id: str
    outlet: str = ""
    published: dt.date | None = None
    language: str
    text: str
    spans: tuple[Span, ...]
    target: str
    voice: Voice | None = None
    stance: Stance
    disputed: bool = False
    probability: float = 1.0
    weight: float = 1.0
    scheme: str = CODEBOOK
    shared: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlabelled:
    """A sentence of an article and a target in it, of which a larger network is asked."""

    row_id: str
    corpus: str = "articles"
    group_id: str
    outlet: str
    language: str
    text: str
    spans: tuple[Span, ...]
    scheme: str = CODEBOOK


@dataclass(frozen=True, slots=True, kw_only=True)
class LabelledSentence:
    """A sentence with its loaded-language label."""

    row_id: str
    corpus: str
    split: Split
    group_id: str
    outlet: str = ""
    language: str
    text: str
    loaded: bool
    scheme: str = CODEBOOK


@dataclass(frozen=True, slots=True, kw_only=True)
class Lesson:
    """What a larger network says of a row by a scheme: the three chances, which sum to 1."""

    row_id: str
    scheme: str
    chances: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Prediction:
    """What the model says of one (sentence, target, voice); the three chances sum to 1."""

    article_id: str
    sentence_index: int
    target: str
    voice: Voice
    p_critical: float
    p_neutral: float
    p_supportive: float
    stance: Stance
    p_loaded: float
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletScore:
    """An outlet's framing of a target: ``score`` in [−1, 1], its 95 % interval, and a verdict.

    ``target`` may also be a group or an entity, as the table was asked for. Where the evidence
    is too thin, the scores are None and the verdict says so. ``score_plain`` and
    ``score_loaded`` are over the rows in plain and in loaded words alone.
    """

    outlet: str
    target: str
    period: str
    voice: Voice
    n_articles: int
    n_rows: int
    critical: float
    neutral: float
    supportive: float
    score: float | None
    low: float | None
    high: float | None
    score_plain: float | None
    score_loaded: float | None
    verdict: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Reject:
    """A piece of input that was not taken, where it stood and why."""

    source: str
    line: int = 0
    article_id: str = ""
    stage: str
    reason: RejectReason
    detail: str = field(default="")


_SCALARS: dict[object, pa.DataType] = {
    str: pa.string(),
    int: pa.int32(),
    float: pa.float64(),
    bool: pa.bool_(),
    dt.date: pa.date32(),
}


def arrow_type(hint: object) -> tuple[pa.DataType, bool]:
    """The Arrow type of a field's type, and whether it may be null."""
    origin, args = typing.get_origin(hint), typing.get_args(hint)
    if origin in (typing.Union, types.UnionType):
        inner = next(a for a in args if a is not type(None))
        return arrow_type(inner)[0], True
    if origin is Literal:
        return pa.string(), False
    if origin is tuple:
        return pa.list_(arrow_type(args[0])[0]), False
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return pa.struct(list(arrow_schema(hint))), False
    return _SCALARS[hint], False


def arrow_schema(record: type) -> pa.Schema:
    """The Arrow schema of a record class, in the order of its fields."""
    hints = typing.get_type_hints(record)
    fields = []
    for spec in dataclasses.fields(record):
        kind, nullable = arrow_type(hints[spec.name])
        fields.append(pa.field(spec.name, kind, nullable=nullable))
    return pa.schema(fields)
