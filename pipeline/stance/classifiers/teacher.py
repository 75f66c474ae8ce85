"""The larger, English network of `make teacher`: too slow for most, and good to learn from.

It is `finetuned` over a decoder, whose text ends in a question about the target.
"""

from pipeline.stance.classifiers.finetuned import FinetunedClassifier, fit, load

__all__ = ["FinetunedClassifier", "fit", "load"]
