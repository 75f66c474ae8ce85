"""Learn ``pipeline/text/furniture/model.json``: ``make learn-furniture``.

From the lines in ``data/authored/furniture``, the pages in ``data/authored/pages`` and the dev part
of the golden pages. The threshold and the figures that are printed come from
cross-validation over outlets: no page is judged by a model that saw a page of its outlet.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from pipeline.evaluation.metrics import Floats
from pipeline.storage.atomic import write_text
from pipeline.text.furniture import place, wording
from pipeline.text.furniture.model import LEAST, PATH, STRONG, Model
from pipeline.text.furniture.trees import Tree
from pipeline.text.furniture.wording import BODY, KINDS, Kind, Kinds
from tests.quality.furniture_pages import SEED, Page, authored_pages, golden_pages, single_lines

REPOSITORY = Path(__file__).parents[2]
AUTHORED = REPOSITORY / "data/authored"
FOLDS = 5
KEPT = 0.997  # of the body's letters on the held-out folds, which know no survey
WINDOWS, SHORT, LIGHT = 3, 8, 0.1  # pieces of each page, their lines, and the weight of each
ALL = slice(None)
SEEN = 2  # a feature that fewer lines have is left out
SMALL = 0.1  # a smaller weight is left out
STRENGTH = 1.0  # inverse of the L2 penalty


@dataclass
class Wording:
    """The logistic regression over single lines."""

    vectors: DictVectorizer
    fitted: LogisticRegression

    @classmethod
    def fit(cls, rows: Sequence[Counter[str]], labels: Sequence[str]) -> "Wording":
        """Features that too few lines have are left out."""
        seen = Counter(name for row in rows for name in row)
        vectors = DictVectorizer()
        known = [{k: v for k, v in row.items() if seen[k] >= SEEN} for row in rows]
        matrix = vectors.fit_transform(known)
        fitted = LogisticRegression(C=STRENGTH, tol=1e-3, max_iter=1000).fit(matrix, labels)
        assert set(fitted.classes_) <= set(KINDS)
        return cls(vectors, fitted)

    def kinds(self, page: Page) -> Kinds:
        """The probabilities of each line of a page; those of a known line are sure."""
        found = np.zeros((len(page.lines), len(KINDS)))
        columns = [KINDS.index(kind) for kind in self.fitted.classes_]
        if page.lines:
            rows = self.vectors.transform(page.rows)
            found[:, columns] = self.fitted.predict_proba(rows)
        for number, line in enumerate(page.lines):
            if line.reason or not 0 < len(line.own) <= wording.LONGEST:
                found[number] = np.eye(len(KINDS))[KINDS.index(line.reason or BODY)]
        return found

    def weights(self) -> dict[str, dict[Kind, float]]:
        """The weights of each feature for each kind; the constants under no name."""
        found = {"": dict(zip(self.fitted.classes_, self.fitted.intercept_.round(2), strict=True))}
        for name, column in zip(self.vectors.feature_names_, self.fitted.coef_.T, strict=True):
            named = zip(self.fitted.classes_, column, strict=True)
            if kept := {kind: w.round(2) for kind, w in named if abs(w) >= SMALL}:
                found[name] = kept
        return found


def windows(size: int, draw: np.random.Generator) -> Iterator[slice]:
    """The whole page and some short pieces of it, as briefs and excerpts are short."""
    yield ALL
    for _ in range(WINDOWS):
        start = int(draw.integers(size))
        yield slice(start, start + int(draw.integers(1, SHORT)))


def placed(page: Page, kinds: Kinds, window: slice = ALL) -> list[list[float]]:
    """The features of each line's place, were the window the whole page."""
    return place.features(page.lines[window], page.said[window], kinds[window], page.title)


class Learner:
    """Fits both steps to some pages, with the single lines always among them."""

    def __init__(self, singles: Sequence[tuple[str, str]], pages: Sequence[Page]) -> None:
        """Reads the features of everything once."""
        self.singles = [
            Counter(wording.features(t, wording.words(t), frozenset())) for _, t in singles
        ]
        self.single_labels = [label for label, _ in singles]
        self.pages = list(pages)
        self.groups = [page.group for page in pages]

    def wording(self, chosen: Sequence[int]) -> Wording:
        """The first step, fitted to the chosen pages."""
        rows, labels = list(self.singles), list(self.single_labels)
        for page in (self.pages[number] for number in chosen):
            for row, label, judged in zip(page.rows, page.labels, page.judged, strict=True):
                if judged and label is not None:
                    rows.append(row)
                    labels.append(label)
        return Wording.fit(rows, labels)

    def place(self, chosen: Sequence[int]) -> HistGradientBoostingClassifier:
        """The second step, fitted to what the first said of pages it had not seen."""
        features: list[list[float]] = []
        labels: list[bool] = []
        weights: list[float] = []
        for train, held in self._folds(chosen, FOLDS - 1):
            first = self.wording(train)
            for number in held:
                page, draw = self.pages[number], np.random.default_rng([SEED, number])
                kinds = first.kinds(page)
                for window in windows(len(page.lines), draw):
                    rows = placed(page, kinds, window)
                    known = zip(rows, page.labels[window], page.judged[window], strict=True)
                    for row, label, judged in known:
                        if judged:
                            features.append(row)
                            labels.append(label != BODY)
                            weights.append(1 if window == ALL else LIGHT)
        trees = HistGradientBoostingClassifier(
            max_iter=200, max_leaf_nodes=31, learning_rate=0.06, l2_regularization=1.0,
            early_stopping=False, random_state=SEED,
        )  # fmt: skip
        return trees.fit(features, labels, sample_weight=weights)

    def _folds(self, chosen: Sequence[int], count: int) -> Iterator[tuple[list[int], list[int]]]:
        groups = [self.groups[number] for number in chosen]
        for train, held in GroupKFold(count).split(chosen, groups=groups):
            yield [chosen[n] for n in train], [chosen[n] for n in held]

    def held_out(self) -> list[Floats]:
        """The probability of each line by a model that saw no page of its outlet."""
        found: list[Floats] = [np.zeros(0)] * len(self.pages)
        for train, held in self._folds(range(len(self.pages)), FOLDS):
            first, second = self.wording(train), self.place(train)
            for page, number in ((self.pages[number], number) for number in held):
                kinds = first.kinds(page)
                by_place = second.predict_proba(placed(page, kinds))[:, 1]
                found[number] = decided(page, wording.log_odds(kinds), by_place)
        return found


def decided(page: Page, scores: Floats, by_place: Floats) -> Floats:
    """The thresholds up to which ``Model.judge`` takes each line away."""
    known = np.array([line.reason is not None for line in page.lines])
    judged = np.where(page.judged & (scores > LEAST), by_place, 0.0)
    plainly = max(judged[scores >= STRONG], default=0.0)
    return np.where(known, 1.0, judged if known.any() else np.minimum(judged, plainly))


def letters(pages: Sequence[Page], found: Sequence[Floats]) -> tuple[Floats, Floats, Floats, Any]:
    """Probability, whether it is furniture, letters and language of each line with a label."""
    table = [
        (p, label != BODY, sum(map(str.isalnum, line.own)), page.language)
        for page, each in zip(pages, found, strict=True)
        for p, label, line in zip(each, page.labels, page.lines, strict=True)
        if label is not None
    ]
    probabilities, furniture, sizes, languages = map(np.array, zip(*table, strict=True))
    return probabilities, furniture, sizes, languages


def threshold(probabilities: Floats, furniture: Floats, sizes: Floats) -> float:
    """The least probability above which no more than ``1 - KEPT`` of the body would go."""
    order = np.argsort(-probabilities)
    lost = np.cumsum(np.where(furniture[order], 0, sizes[order])) / sizes[~furniture].sum()
    return float(probabilities[order][np.searchsorted(lost, 1 - KEPT, side="right")])


def trees_of(fitted: HistGradientBoostingClassifier) -> list[Tree]:
    """The trees as ``Model`` has them."""

    def grown(nodes: Any, at: int) -> Tree:
        node = nodes[at]
        if node["is_leaf"]:
            return round(float(node["value"]), 4)
        below, above = grown(nodes, node["left"]), grown(nodes, node["right"])
        return [int(node["feature_idx"]), float(f"{node['num_threshold']:.6g}"), below, above]

    return [grown(each.nodes, 0) for (each,) in fitted._predictors]


def report(pages: Sequence[Page], found: Sequence[Floats], least: float) -> Iterator[str]:
    """Recall of furniture and share of body kept, of the letters in whole lines."""
    probabilities, furniture, sizes, languages = letters(pages, found)
    for language in ("all", *sorted(set(languages))):
        mask = np.full(len(sizes), True) if language == "all" else languages == language
        gone = probabilities > least
        recall = sizes[mask & furniture & gone].sum() / sizes[mask & furniture].sum()
        kept = sizes[mask & ~furniture & ~gone].sum() / sizes[mask & ~furniture].sum()
        yield f"{language}: furniture removed {recall:.3f}, body kept {kept:.4f}"


def learn(singles: Sequence[tuple[str, str]], pages: Sequence[Page]) -> tuple[Model, list[str]]:
    """The model, and how well its like did on held-out outlets."""
    learner = Learner(singles, pages)
    found = learner.held_out()
    least = threshold(*letters(pages, found)[:3])
    everything = range(len(pages))
    second = learner.place(everything)
    model = Model(
        weights=learner.wording(everything).weights(),
        start=round(float(second._baseline_prediction.item()), 4),
        trees=trees_of(second),
        threshold=round(least, 4),
    )
    return model, list(report(pages, found, least))


def main() -> None:
    """Learn, print the held-out figures, write the model."""
    pages = [*authored_pages(AUTHORED / "pages"), *golden_pages()]
    model, figures = learn(list(single_lines(AUTHORED / "furniture")), pages)
    print("\n".join(figures))
    write_text(PATH, model.dumps())


if __name__ == "__main__":
    main()
