"""Texts as the pieces of an encoder's vocabulary, with the pieces of the target marked."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tokenizers import Tokenizer

from pipeline.stance.encoders import prompt
from pipeline.stance.inputs import StanceInput

_TOKENIZER = "tokenizer.json"


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

    def __init__(self, folder: Path, longest: int) -> None:
        """Reads the tokenizer of ``folder``; a text has at most ``longest`` pieces."""
        self._tokenizer = Tokenizer.from_file(str(folder / _TOKENIZER))
        self._tokenizer.no_padding()
        self._tokenizer.no_truncation()
        self._prefix = prompt.prefix_of(folder)
        self._longest = longest

    def split(self, items: Sequence[StanceInput]) -> list[Pieces]:
        """The pieces of each text; one too long is cut on both sides of its first mention."""
        encoded = self._tokenizer.encode_batch([self._prefix + item.text for item in items])
        shift = len(self._prefix)
        found = []
        for item, one in zip(items, encoded, strict=True):
            ids, target = one.ids, [False] * len(one.ids)
            for span in item.spans:
                first, end = span.start + shift, span.end + shift
                for number, (start, stop) in enumerate(one.offsets):
                    target[number] |= start < end and first < stop
            if len(ids) > self._longest:
                keep = _window(target, self._longest)
                ids, target = [ids[n] for n in keep], [target[n] for n in keep]
            found.append(Pieces(ids, target))
        return found


def _window(target: Sequence[bool], longest: int) -> list[int]:
    """The numbers of the pieces that stay: the first, the last, and those round the target."""
    size = len(target)
    middle = target.index(True) if True in target else 0
    start = max(1, min(middle - longest // 2, size - longest + 1))
    return [0, *range(start, start + longest - 2), size - 1]
