"""Learn ``pipeline/text/furniture/model.json``: ``make learn-furniture``.

From the lines in ``data/authored/furniture``, the pages in ``data/authored/pages`` and the dev part
of the golden pages. The threshold and the figures that are printed come from
cross-validation over outlets: no page is judged by a model that saw a page of its outlet.
"""

import functools
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy import sparse
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from pipeline.evaluation.metrics import Floats
from pipeline.schema import Article, RemovalReason
from pipeline.storage.atomic import write_text
from pipeline.text import cleaning
from pipeline.text.furniture import place, wording
from pipeline.text.furniture.model import LEAST, PATH, STRONG, Model, Tree
from pipeline.text.lines import Line
from pipeline.text.outlet_names import own_names
from pipeline.text.rules import REASONS
from tests.golden import sets
from tests.quality import bench

REPOSITORY = Path(__file__).parents[2]
AUTHORED = REPOSITORY / "data/authored"
BODY = "body"
SEED, FOLDS = 20261122, 6
KEPT = 0.997  # of the body's letters on the held-out folds, which know no survey
WINDOWS, SHORT, LIGHT = 3, 8, 0.1  # pieces of each page, their lines, and the weight of each
ALL = slice(None)
SEEN = 2  # a feature that fewer lines have is left out
SMALL, SMALL_REASON = 0.02, 0.3  # a smaller weight is left out
STRENGTH, REASON_STRENGTH = 1.0, 1.0  # inverse of the L2 penalty


@dataclass(frozen=True)
class Page:
    """The lines of a page, and for each its label; ``None`` where that is not known."""

    group: str
    language: str
    title: str
    names: frozenset[str]
    lines: tuple[Line, ...]
    labels: tuple[str | None, ...]

    @functools.cached_property
    def said(self) -> list[list[str]]:
        """The words of each line."""
        return [wording.words(line.own) for line in self.lines]

    @functools.cached_property
    def judged(self) -> list[bool]:
        """Which lines the model has to judge."""
        return [
            line.reason is None and label is not None and 0 < len(line.own) <= wording.LONGEST
            for line, label in zip(self.lines, self.labels, strict=True)
        ]


def single_lines(folder: Path) -> Iterator[tuple[str, str]]:
    """Label and text of each authored line."""
    for path in sorted(folder.glob("*.tsv")):
        for row in path.read_text("utf-8").splitlines():
            label, text = row.split("\t")
            yield label, text.strip()


def authored_pages(folder: Path) -> Iterator[Page]:
    """The pages of ``<iso>.tsv``: a row ``page, outlet, headline``, then ``label, line`` rows."""
    for path in sorted(folder.glob("*.tsv")):
        for block in path.read_text("utf-8").split("page\t")[1:]:
            head, *rows = block.splitlines()
            outlet, title = head.split("\t")
            labels, texts = zip(*(row.split("\t") for row in rows), strict=True)
            raw = "\n\n".join([title, "\n".join(texts)])
            article = Article(article_id="a", outlet=outlet, title=title, raw=raw)
            yield _page(f"{path.stem} {outlet}", path.stem, article, list(labels))


def golden_pages() -> Iterator[Page]:
    """The dev part of the golden pages."""
    for page in sets.read("cleaning", "dev"):
        article = page.article or bench.of_html(page)
        group = f"{page.language} {article.outlet or page.name}"
        yield _page(group, page.language, article, list(_labels(page, article)))


def _labels(page: sets.Page, article: Article) -> Iterator[str | None]:
    """The label of each line after the headline; one that holds any of the body is body."""
    texts = {True: "", False: ""}
    at: list[str] = []
    for piece, why in page.pieces:
        at += [why or BODY] * len(piece)
        texts[bool(why)] += f"\n{' '.join(piece.split())}"
    for line in cleaning.read_lines(article, page.language, frozenset(), None)[1]:
        if page.article is not None:
            inside = range(line.span.start, line.span.end)
            found = {at[n] for n in inside if article.raw[n].isalnum()}
            yield BODY if BODY in found else next(iter(found), None)
            continue
        own = " ".join(line.own.split())
        inside = {kind for kind, text in texts.items() if own in text}
        whys = [why for piece, why in page.pieces if why and own in " ".join(piece.split())]
        yield (whys[0] if whys else "navigation") if inside == {True} else BODY if inside else None


def _page(group: str, language: str, article: Article, labels: list[str | None]) -> Page:
    lines = cleaning.read_lines(article, language, frozenset(), None)[1]
    assert len(lines) == len(labels), group
    names = own_names(article).spoken
    return Page(group, language, article.title, names, tuple(lines), tuple(labels))


@dataclass
class Wording:
    """The logistic regression over single lines."""

    vectors: DictVectorizer
    fitted: LogisticRegression

    @classmethod
    def fit(cls, rows: Sequence[Counter[str]], labels: Sequence[int]) -> "Wording":
        """Features that too few lines have are left out."""
        seen = Counter(name for row in rows for name in row)
        vectors = DictVectorizer()
        known = [{k: v for k, v in row.items() if seen[k] >= SEEN} for row in rows]
        matrix = vectors.fit_transform(known)
        return cls(vectors, LogisticRegression(C=STRENGTH, max_iter=5000).fit(matrix, labels))

    def scores(self, rows: Sequence[Counter[str]]) -> Floats:
        """Log-odds of each line."""
        if not rows:
            return np.zeros(0)
        found: Floats = self.fitted.decision_function(self.vectors.transform(rows))
        return found


def rows_of(page: Page) -> list[Counter[str]]:
    """The features of each line's wording."""
    return [
        Counter(wording.features(line.own, said, page.names)) if line.own else Counter()
        for line, said in zip(page.lines, page.said, strict=True)
    ]


def placed(page: Page, scores: Floats, window: slice = ALL) -> list[list[float]]:
    """The features of each line's place, were the window the whole page."""
    known = [
        place.MOST if line.reason else -place.MOST if len(line.own) > wording.LONGEST else score
        for line, score in zip(page.lines, scores, strict=True)
    ][window]
    lines = [line.own for line in page.lines][window]
    return place.features(lines, page.said[window], known, page.title)


def windows(size: int, draw: np.random.Generator) -> Iterator[slice]:
    """The whole page and some short pieces of it, as briefs and excerpts are short."""
    yield ALL
    for _ in range(WINDOWS):
        start = int(draw.integers(size))
        yield slice(start, start + int(draw.integers(1, SHORT)))


class Learner:
    """Fits both steps to some pages, with the single lines always among them."""

    def __init__(self, singles: Sequence[tuple[str, str]], pages: Sequence[Page]) -> None:
        """Reads the features of everything once."""
        self.singles = [Counter(wording.features(t, wording.words(t), ())) for _, t in singles]
        self.single_labels = [int(label != BODY) for label, _ in singles]
        self.pages = list(pages)
        self.rows = [rows_of(page) for page in pages]
        self.groups = [page.group for page in pages]

    def wording(self, chosen: Sequence[int]) -> Wording:
        """The first step, fitted to the chosen pages."""
        rows, labels = list(self.singles), list(self.single_labels)
        for number in chosen:
            page = self.pages[number]
            for row, label, judged in zip(self.rows[number], page.labels, page.judged, strict=True):
                if judged:
                    rows.append(row)
                    labels.append(int(label != BODY))
        return Wording.fit(rows, labels)

    def place(self, chosen: Sequence[int]) -> GradientBoostingClassifier:
        """The second step, fitted to scores that the first gave to pages it had not seen."""
        features: list[list[float]] = []
        labels: list[int] = []
        weights: list[float] = []
        for train, held in self._folds(chosen, FOLDS - 1):
            first = self.wording(train)
            for number in held:
                page, scores = self.pages[number], first.scores(self.rows[number])
                for window in windows(len(page.lines), np.random.default_rng([SEED, number])):
                    rows = placed(page, scores, window)
                    known = zip(rows, page.labels[window], page.judged[window], strict=True)
                    for row, label, judged in known:
                        if judged:
                            features.append(row)
                            labels.append(int(label != BODY))
                            weights.append(1 if window == ALL else LIGHT)
        trees = GradientBoostingClassifier(
            n_estimators=160, max_depth=4, learning_rate=0.06, subsample=0.7, min_samples_leaf=12,
            random_state=SEED,
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
            for number in held:
                page, scores = self.pages[number], first.scores(self.rows[number])
                by_place = second.predict_proba(placed(page, scores))[:, 1]
                found[number] = decided(page, scores, by_place)
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


def trees_of(fitted: GradientBoostingClassifier) -> list[Tree]:
    """The trees as ``Model`` has them, their values times the learning rate."""

    def grown(tree: Any, node: int) -> Tree:
        if tree.children_left[node] < 0:
            return round(float(tree.value[node, 0, 0]) * fitted.learning_rate, 4)
        threshold = round(float(tree.threshold[node]), 4)
        below, above = grown(tree, tree.children_left[node]), grown(tree, tree.children_right[node])
        return [int(tree.feature[node]), threshold, below, above]

    return [grown(each.tree_, 0) for (each,) in fitted.estimators_]


def weights_of(fitted: Wording) -> dict[str, float]:
    """The weight of each feature; the constant under no name."""
    named = zip(fitted.vectors.feature_names_, fitted.fitted.coef_[0], strict=True)
    weights = {name: round(float(w), 3) for name, w in named if abs(w) >= SMALL}
    return {"": round(float(fitted.fitted.intercept_[0]), 3), **weights}


def reasons_of(
    rows: Sequence[Counter[str]], labels: Sequence[str]
) -> dict[str, dict[RemovalReason, float]]:
    """The weights of each feature for each reason, learned from lines that are furniture."""
    seen = Counter(name for row in rows for name in row)
    vectors = DictVectorizer()
    matrix: sparse.spmatrix = vectors.fit_transform(
        [{k: v for k, v in row.items() if seen[k] >= SEEN} for row in rows]
    )
    fitted = LogisticRegression(C=REASON_STRENGTH, max_iter=5000).fit(matrix, labels)
    found: dict[str, dict[RemovalReason, float]] = {
        "": {r: round(float(b), 2) for r, b in zip(fitted.classes_, fitted.intercept_, strict=True)}
    }
    for name, column in zip(vectors.feature_names_, fitted.coef_.T, strict=True):
        kept = {r: round(float(w), 2) for r, w in zip(fitted.classes_, column, strict=True)}
        kept = {r: w for r, w in kept.items() if abs(w) >= SMALL_REASON}
        if kept:
            found[name] = kept
    return found


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
    labelled = itertools.chain(
        zip(learner.singles, (label for label, _ in singles), strict=True),
        *(zip(rows, p.labels, strict=True) for p, rows in zip(pages, learner.rows, strict=True)),
    )
    furniture = [(row, label) for row, label in labelled if label in REASONS]
    start = float(second.init_.class_prior_[1])
    model = Model(
        weights=weights_of(learner.wording(everything)),
        start=round(float(np.log(start / (1 - start))), 4),
        trees=trees_of(second),
        reasons=reasons_of([row for row, _ in furniture], [label for _, label in furniture]),
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
