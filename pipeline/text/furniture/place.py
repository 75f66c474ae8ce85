"""What stands around a line: how its neighbours read, where it is, what it shares with the text.

The scores of single lines are read once more in their sequence, after Cohen and Carvalho, "Stacked
Sequential Learning", IJCAI 2005.
"""

import itertools
from collections import Counter
from collections.abc import Sequence

import numpy as np

from pipeline.text.furniture.wording import KINDS, STEM, Kind, Kinds, log_odds
from pipeline.text.furniture.wording import words as words_of
from pipeline.text.lines import Line, terminated

MOST = 5.0  # log-odds; what is known to be furniture has this score
NEIGHBOURS = 3
PROSE = 90  # code points; a line that long and ended as a sentence is running text
_FAR = 10  # lines
_LONG = 300  # code points
_OUTSIDE = 2.0
_GROUPS: tuple[tuple[Kind, ...], ...] = (
    ("related-links", "teaser"),
    ("comment-form",),
    ("appeal", "newsletter", "social"),
    ("navigation",),
    ("byline-or-date", "counter", "credit"),
    ("legal", "cookie-or-paywall"),
)
_COLUMNS = [[KINDS.index(kind) for kind in group] for group in _GROUPS]


def features(
    found: Sequence[Line], said: Sequence[Sequence[str]], kinds: Kinds, title: str
) -> list[list[float]]:
    """A row for each line.

    Args:
        found: the lines of one article, without its headline.
        said: the words of each.
        kinds: the probability of each of ``KINDS`` by the wording, ``(lines, len(KINDS))``.
        title: the headline.
    """
    size, lines = len(found), [line.own for line in found]
    clipped = [min(max(score, -MOST), MOST) for score in log_odds(kinds).tolist()]
    near = _near(kinds)
    padded = [_OUTSIDE] * NEIGHBOURS + clipped + [_OUTSIDE] * NEIGHBOURS
    sums = [0.0, *itertools.accumulate(clipped)]
    stems, known = [_stems(words) for words in said], _stems(words_of(title))
    distinct = dict(zip(lines, stems, strict=True))
    counts = Counter(stem for each in distinct.values() for stem in each)
    ended = [terminated(line) for line in lines]
    prose = [n for n in range(size) if ended[n] and len(lines[n]) > PROSE and clipped[n] < 1]
    lengths = [_OUTSIDE, *(float(min(len(line), _LONG)) for line in lines), _OUTSIDE]
    ends = [_OUTSIDE, *map(float, ended), _OUTSIDE]
    glued = [*(float(line.glued) for line in found), 0.0]
    first, last = (prose[0], prose[-1]) if prose else (0, size - 1)
    rows = []
    for n in range(size):
        after, before = size - 1 - n, n
        shared = sum(counts[stem] > 1 or stem in known for stem in stems[n])
        rows.append(
            [
                *padded[n : n + 2 * NEIGHBOURS + 1],
                sums[n] / before if before else _OUTSIDE,
                (sums[size] - sums[n + 1]) / after if after else _OUTSIDE,
                shared / len(stems[n]) if stems[n] else -1.0,
                float(len(stems[n])),
                float(max(first - n, 0)),
                float(max(n - last, 0)),
                float(min(before, _FAR)),
                float(min(after, _FAR)),
                *lengths[n : n + 3],
                *ends[n : n + 3],
                float(min(len(prose), _FAR)),
                *glued[n : n + 2],
                *near[n],
            ]
        )
    return rows


def _near(kinds: Kinds) -> list[list[float]]:
    """How much like each group of kinds a line, the two before and the two after it are."""
    groups = np.stack([kinds[:, columns].sum(1) for columns in _COLUMNS], axis=1)
    padded = np.pad(groups, ((2, 2), (0, 0)))
    before, after = (padded[:-4] + padded[1:-3]) / 2, (padded[3:-1] + padded[4:]) / 2
    near: list[list[float]] = np.hstack([groups, before, after]).tolist()
    return near


def _stems(words: Sequence[str]) -> set[str]:
    """The beginnings of the longer words."""
    return {word[:STEM] for word in words if len(word) > 3}
