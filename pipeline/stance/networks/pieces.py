"""Texts as the pieces of an encoder's vocabulary, with the pieces of the target marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from pipeline.stance.encoders import prompt
from pipeline.stance.inputs import StanceInput

_TOKENIZER = "tokenizer.json"
_KEPT_END = 16  # pieces of a question that stay when a text is cut


@dataclass(frozen=True, slots=True)
class Pieces:
    """The vocabulary's numbers of a text's pieces, and which of them belong to the target."""

    ids: list[int]
    target: list[bool]

    def __len__(self) -> int:
        """How many pieces."""
        return len(self.ids)


class Splitter:
    """The tokenizer of an encoder, with the words that it was trained to read before a text."""

    FILES = (_TOKENIZER, prompt.FILE)

    def __init__(self, folder: Path, longest: int, asked: bool = False) -> None:
        """Reads the tokenizer of ``folder``.

        Args:
            folder: of an encoder.
            longest: how many pieces a text has at most.
            asked: whether a question about the target follows on a text.
        """
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._prefix = prompt.prefix_of(folder)
        self._longest = longest
        self._asked = asked

    def split(self, items: Sequence[StanceInput]) -> list[Pieces]:
        """The pieces of each text; one too long is cut on both sides of its first mention."""
        texts = [self._prefix + item.text + self._question(item) for item in items]
        encoded = self._tokenizer.encode_batch(texts)
        shift = len(self._prefix)
        found = []
        for item, one in zip(items, encoded, strict=True):
            ids, target = one.ids, [False] * len(one.ids)
            for span in item.spans:
                first, end = span.start + shift, span.end + shift
                for number, (start, stop) in enumerate(one.offsets):
                    target[number] |= start < end and first < stop
            if len(ids) > self._longest:
                end = min(_KEPT_END, self._longest // 2) if self._asked else 1
                keep = _window(target, self._longest, end)
                ids, target = [ids[n] for n in keep], [target[n] for n in keep]
            found.append(Pieces(ids, target))
        return found

    def _question(self, item: StanceInput) -> str:
        if not self._asked:
            return ""
        if not item.spans:
            return " The wording of the text is"
        return f" The sentiment of the text toward {item.spans[0].of(item.text)} is"


def _window(target: Sequence[bool], longest: int, end: int) -> list[int]:
    """The pieces that stay: the first, those round the target, and the last ``end``."""
    size, left = len(target), longest - end - 1
    middle = target.index(True) if True in target else 0
    start = max(1, min(middle - left // 2, size - end - left))
    return [0, *range(start, start + left), *range(size - end, size)]
