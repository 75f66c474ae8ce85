"""A linear head over numbers."""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression

Floats = NDArray[np.float64]

_MAX_ITERATIONS = 500


@dataclass(frozen=True)
class DenseHead:
    """Multinomial logistic regression on standardised features, folded into one matrix."""

    weights: Floats  # (features, classes)
    bias: Floats  # (classes,)

    @classmethod
    def learn(
        cls,
        features: Floats,
        labels: NDArray[np.int64],
        weights: Floats,
        classes: int,
        regularisation: float,
    ) -> "DenseHead":
        """From ``(n, features)`` and ``(n,)`` labels; even shares where a class has no row."""
        if len(np.unique(labels)) < classes:
            return cls(np.zeros((features.shape[1], classes)), np.zeros(classes))
        centre, spread = features.mean(axis=0), features.std(axis=0) + 1e-9
        model = LogisticRegression(
            C=regularisation, class_weight="balanced", max_iter=_MAX_ITERATIONS
        ).fit((features - centre) / spread, labels, sample_weight=weights)
        coefficients, bias = model.coef_, model.intercept_
        if classes == 2:  # scikit-learn keeps the second class alone
            coefficients = np.vstack((-coefficients, coefficients)) / 2
            bias = np.concatenate((-bias, bias)) / 2
        matrix = coefficients.T / spread[:, None]
        return cls(matrix, bias - centre @ matrix)

    def predict(self, features: Floats) -> Floats:
        """``(n, classes)``: chances, each row summing to 1."""
        logits = features @ self.weights + self.bias
        chances = np.exp(logits - logits.max(axis=1, keepdims=True, initial=-np.inf))
        return np.asarray(chances / chances.sum(axis=1, keepdims=True), dtype=np.float64)

    def save(self, path: Path) -> None:
        """Writes an npz file."""
        np.savez(path, weights=self.weights, bias=self.bias)

    @classmethod
    def load(cls, path: Path) -> "DenseHead":
        """A saved head."""
        with np.load(path, allow_pickle=False) as arrays:
            return cls(arrays["weights"], arrays["bias"])
