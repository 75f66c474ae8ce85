"""Linear heads over TF-IDF n-grams that see the target: its window, the mention masked."""

import contextlib
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array, hstack
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

from pipeline.params import Tfidf
from pipeline.schema import STANCES
from pipeline.stance.classifiers import Floats, Making, Rows, loaded_labels, stance_labels
from pipeline.stance.inputs import StanceInput, masked, of_row, sides, window

_MAX_ITERATIONS = 2000


@dataclass
class LinearHead:
    """Multinomial logistic regression over several views of a text, each with its own n-grams.

    ``views`` maps a view's name to the keyword arguments of its ``TfidfVectorizer``.
    """

    views: dict[str, dict[str, Any]]
    classes: int
    regularisation: float
    vectorizers: dict[str, TfidfVectorizer] = field(default_factory=dict)
    model: LogisticRegression | None = None

    def fit(
        self, columns: dict[str, list[str]], labels: NDArray[np.int64], weights: Floats
    ) -> "LinearHead":
        """Learns from ``columns`` (a list of ``n`` texts for each view) and ``(n,)`` labels.

        Where no view yields an n-gram, or one class alone is there, the head stays empty.
        """
        if len(set(labels.tolist())) < self.classes:
            return self
        matrices = []
        for name, view in self.views.items():
            vectorizer = _vectorizer(view)
            with contextlib.suppress(ValueError):  # no n-gram of this view is frequent enough
                matrices.append(vectorizer.fit_transform(columns[name]))
                self.vectorizers[name] = vectorizer
        if not matrices:
            return self
        self.model = LogisticRegression(
            C=self.regularisation, class_weight="balanced", max_iter=_MAX_ITERATIONS
        ).fit(hstack(matrices, format="csr"), labels, sample_weight=weights)
        return self

    def predict_proba(self, columns: dict[str, list[str]]) -> Floats:
        """``(n, classes)``; even shares from an empty head."""
        rows = len(next(iter(columns.values())))
        if self.model is None or rows == 0:
            return np.full((rows, self.classes), 1 / self.classes)
        matrices = [each.transform(columns[name]) for name, each in self.vectorizers.items()]
        return np.asarray(self.model.predict_proba(csr_array(hstack(matrices))), dtype=np.float64)

    def save(self, folder: Path) -> None:
        """Writes ``head.json`` and, if trained, vocabularies as JSON and weights as npz."""
        folder.mkdir()
        head = {
            "views": self.views,
            "classes": self.classes,
            "regularisation": self.regularisation,
            "trained": self.model is not None,
        }
        (folder / "head.json").write_text(json.dumps(head), encoding="utf-8")
        if self.model is None:
            return
        arrays = {"coef": self.model.coef_, "intercept": self.model.intercept_}
        for name, vectorizer in self.vectorizers.items():
            arrays[f"idf_{name}"] = vectorizer.idf_
            terms = json.dumps(list(vectorizer.get_feature_names_out()), ensure_ascii=False)
            (folder / f"terms_{name}.json").write_text(terms, encoding="utf-8")
        np.savez(folder / "weights.npz", **arrays)

    @classmethod
    def load(cls, folder: Path) -> "LinearHead":
        """A saved head."""
        facts = json.loads((folder / "head.json").read_text(encoding="utf-8"))
        head = cls(facts["views"], facts["classes"], facts["regularisation"])
        if not facts["trained"]:
            return head
        with np.load(folder / "weights.npz", allow_pickle=False) as arrays:
            for name, settings in head.views.items():
                if f"idf_{name}" not in arrays:
                    continue
                terms = json.loads((folder / f"terms_{name}.json").read_text(encoding="utf-8"))
                head.vectorizers[name] = vectorizer = _vectorizer(settings, vocabulary=terms)
                vectorizer.idf_ = arrays[f"idf_{name}"]
            head.model = LogisticRegression(C=head.regularisation)
            head.model.coef_ = arrays["coef"]
            head.model.intercept_ = arrays["intercept"]
            head.model.classes_ = np.arange(head.classes)
        return head


def _vectorizer(view: dict[str, Any], vocabulary: list[str] | None = None) -> TfidfVectorizer:
    settings = {**view, "ngram_range": tuple(view["ngram_range"])}
    return TfidfVectorizer(**settings, vocabulary=vocabulary, dtype=np.float64, sublinear_tf=True)


@dataclass
class TfidfClassifier:
    """The two heads and how wide the target's window is (words)."""

    window: int
    stance: LinearHead
    loaded: LinearHead

    def predict_stance(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 3)``."""
        return self.stance.predict_proba(self.views(items))

    def predict_loaded(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 2)``."""
        return self.loaded.predict_proba(_loaded_views([item.text for item in items]))

    def save(self, folder: Path) -> None:
        """Writes a folder for each head."""
        (folder / "classifier.json").write_text(json.dumps({"window": self.window}))
        self.stance.save(folder / "stance")
        self.loaded.save(folder / "loaded")

    def views(self, items: Sequence[StanceInput]) -> dict[str, list[str]]:
        """What the stance head sees of each row."""
        views: dict[str, Callable[[StanceInput], str]] = {
            "sentence": masked,
            "sides": lambda item: sides(item, self.window),
            "chars": lambda item: window(item, self.window),
        }
        return {name: [view(item) for item in items] for name, view in views.items()}


def _loaded_views(texts: Sequence[str]) -> dict[str, list[str]]:
    return {"sentence": list(texts), "chars": list(texts)}


def fit(making: Making, train: Rows, dev: Rows) -> TfidfClassifier:
    """Learns both heads; the solver draws nothing, so the seed is not used."""
    settings: Tfidf = making.settings
    words = {"ngram_range": settings.word_ngrams, "min_df": settings.min_count}
    chars = {**words, "analyzer": "char_wb", "ngram_range": settings.char_ngrams}
    stance_views = {"sentence": words, "sides": {**words, "ngram_range": (1, 1)}, "chars": chars}
    found = TfidfClassifier(
        settings.window,
        LinearHead(stance_views, len(STANCES), settings.regularisation),
        LinearHead({"sentence": words, "chars": chars}, 2, settings.loaded_regularisation),
    )
    found.stance.fit(found.views([of_row(row) for row in train.stance]), *stance_labels(train))
    found.loaded.fit(_loaded_views([row.text for row in train.loaded]), *loaded_labels(train))
    return found


def load(folder: Path) -> TfidfClassifier:
    """A saved one."""
    facts = json.loads((folder / "classifier.json").read_text(encoding="utf-8"))
    return TfidfClassifier(
        facts["window"], LinearHead.load(folder / "stance"), LinearHead.load(folder / "loaded")
    )
