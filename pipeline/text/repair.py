r"""Text repair with a way back: every span of the repaired text has its span in ``raw``.

Four layers, each of which decides by what stands between two white spaces, so that repairing
a sentence alone gives the same text as repairing the article: mojibake (``ftfy``), invisible
characters and odd spaces, NFC, and letters of one alphabet in a word of the other.
"""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import ftfy

from pipeline.schema import Span


@dataclass(frozen=True, slots=True, order=True)
class Edit:
    """A unit of text that replaced a unit of other text; positions count on either side."""

    start: int
    end: int
    source_start: int
    source_end: int


@dataclass(frozen=True, slots=True)
class Repaired:
    """Repaired text. Each layer of ``edits`` leads one step back towards the raw text."""

    text: str
    edits: tuple[tuple[Edit, ...], ...] = ()

    def to_raw(self, span: Span) -> Span:
        """The piece of the raw text that ``span`` of the repaired text came from.

        The map is monotone. A unit that was repaired as a whole comes back as a whole.
        """
        for layer in reversed(self.edits):
            start = _source_start(layer, span.start)
            end = start if len(span) == 0 else _source_end(layer, span.end)
            span = Span(start, max(start, end))
        return span


def repair(raw: str) -> Repaired:
    """Mend what went wrong in transport; the words stay as they were written."""
    if raw.isascii() and not _UNSEEN.search(raw):
        return Repaired(raw)
    text, layers = raw, []
    for find in (_mojibake, _unseen, _composed):
        text, layer = _replace(text, find(text))
        if layer:
            layers.append(layer)
    if _CYRILLIC_LETTER.search(text):
        text = _ONE_ALPHABET.sub(_one_alphabet, text)
    return Repaired(text, tuple(layers))


def _source_start(layer: tuple[Edit, ...], at: int) -> int:
    """Where a span that starts at ``at`` starts one step back; dropped characters stay out."""
    index = bisect_right(layer, at, key=lambda e: e.start) - 1
    if index < 0:
        return at
    edit = layer[index]
    return edit.source_start if at < edit.end else edit.source_end + at - edit.end


def _source_end(layer: tuple[Edit, ...], at: int) -> int:
    index = bisect_left(layer, at, key=lambda e: e.start) - 1
    if index < 0:
        return at
    edit = layer[index]
    return edit.source_end if at <= edit.end else edit.source_end + at - edit.end


def _replace(text: str, found: Iterable[tuple[Span, str]]) -> tuple[str, tuple[Edit, ...]]:
    """The text with each found span replaced, and the edits; same-length ones need none."""
    pieces: list[str] = []
    layer: list[Edit] = []
    done = length = 0
    for span, new in found:
        pieces += (text[done : span.start], new)
        length += span.start - done + len(new)
        done = span.end
        if len(new) != 1 or len(span) != 1:
            layer.append(Edit(length - len(new), length, span.start, span.end))
    return ("".join(pieces) + text[done:] if pieces else text), tuple(layer)


_UNSEEN = re.compile(
    "[\xad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]|[^\\S \t\n\r]"
)


def _unseen(text: str) -> Iterator[tuple[Span, str]]:
    """Drops what has no width; every odd space becomes one space, odd line ends one line end."""
    for match in _UNSEEN.finditer(text):
        char = match.group()
        new = "" if not char.isspace() else "\n" if char in "\u2028\u2029" else " "
        yield Span(*match.span()), new


def _composed(text: str) -> Iterator[tuple[Span, str]]:
    if unicodedata.is_normalized("NFC", text):
        return
    for match in re.finditer(r"\S+", text):
        if not unicodedata.is_normalized("NFC", match.group()):
            yield Span(*match.span()), unicodedata.normalize("NFC", match.group())


def _rendered(encoding: str, low: int, high: int) -> str:
    return bytes(range(low, high)).decode(encoding, errors="ignore")


# What the second byte of a UTF-8 letter looks like in the code pages it is mistaken for, after
# what the first looks like. cp1251 turns the lead bytes of Cyrillic into «Р» and «С».
_TRAIL = "".join(
    {
        *_rendered("cp1251", 0x80, 0xC0),
        *_rendered("cp1252", 0x80, 0xC0),
        *_rendered("cp1250", 0x80, 0xC0),
        *_rendered("latin-1", 0x80, 0xC0),
    }
)
_SUSPECT = re.compile(rf"[ÂÃÄÅÆÐÑâĂĹГВРСв][{re.escape(_TRAIL)}]")
_TOKEN = re.compile("(?:[РСÐÑÃÂВв][\xa0\xad]|[^\\s\xad\u200b-\u200f\u2060\ufeff])+")
_CYRILLIC_WORD = re.compile(r"[\W\d_]*[Ѐ-ӿ]+(?:[\W\d_]+[Ѐ-ӿ]+)*[\W\d_]*", re.ASCII)


def _mojibake(text: str) -> Iterator[tuple[Span, str]]:
    done = 0
    for suspect in _SUSPECT.finditer(text):
        if suspect.start() < done:
            continue
        token = _TOKEN.match(text, _token_start(text, suspect.start(), done))
        if token is None or token.end() < suspect.end():
            continue
        done = token.end()
        new = _decoded(token.group())
        if new != token.group() and not any(c.isspace() for c in new):
            yield Span(*token.span()), new


def _token_start(text: str, at: int, floor: int) -> int:
    """Where the token around ``at`` starts, not before ``floor``."""
    while at > floor and (_TOKEN.match(text[at - 1]) or text[at - 2 : at] in _GLUED):
        at -= 1
    return at


_GLUED = {lead + trail for lead in "РСÐÑÃÂВв" for trail in "\xa0\xad"}


def _decoded(token: str) -> str:
    """The token as it was meant, or itself. Russian letters read as cp1251 come in pairs."""
    try:
        meant = token.encode("cp1251").decode("utf-8")
    except UnicodeError:
        meant = ""
    letters = sum(c.isalpha() for c in meant)
    if _CYRILLIC_WORD.fullmatch(meant) and (letters > 1 or token[-1:] not in "»”“’…"):
        return meant
    return ftfy.fix_encoding(token)


_TO_CYRILLIC = str.maketrans("aceiopxyABCEHIKMOPTX", "асеіорхуАВСЕНІКМОРТХ")
_TO_LATIN = str.maketrans("асеіорхуАВСЕНІКМОРТХ", "aceiopxyABCEHIKMOPTX")
_LATIN, _CYRILLIC = "A-Za-zÀ-ɏ", "Ѐ-ӿ"
_CYRILLIC_LETTER = re.compile(f"[{_CYRILLIC}]")
_ONE_ALPHABET = re.compile(
    rf"(?:(?<![{_LATIN}{_CYRILLIC}])[{_LATIN}]+(?=[{_CYRILLIC}])"
    rf"|(?<![{_LATIN}{_CYRILLIC}])[{_CYRILLIC}]+(?=[{_LATIN}]))[{_LATIN}{_CYRILLIC}]+"
)


def _one_alphabet(match: re.Match[str]) -> str:
    """A mixed word in the alphabet of its telling letters; as it was, if both have some."""
    word = match.group()
    for table, other in ((_TO_CYRILLIC, "Ѐ"), (_TO_LATIN, "z")):
        meant = word.translate(table)
        whole = all((c >= "Ѐ") == (other == "Ѐ") for c in meant)
        kept = sum(a == b for a, b in zip(word, meant, strict=True))
        if whole and (kept * 2 > len(word) or _telling(word, other == "Ѐ")):
            return meant
    return word


def _telling(word: str, cyrillic: bool) -> bool:
    """Whether a letter of that alphabet has no twin in the other."""
    table = _TO_LATIN if cyrillic else _TO_CYRILLIC
    return any((c >= "Ѐ") == cyrillic and ord(c) not in table for c in word)
