"""The larger, English networks of `make teacher`: too slow for most, and good to learn from.

Each is `finetuned` over a decoder, whose text ends in a question about the target. They are tuned
alike but for the seed, and their chances are averaged (Lakshminarayanan et al., "Simple and
Scalable Predictive Uncertainty Estimation using Deep Ensembles", NeurIPS 2017, §2.4).
"""

import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from pipeline.params import Teacher
from pipeline.stance.classifiers import Floats, Making, Rows, finetuned
from pipeline.stance.classifiers.finetuned import FinetunedClassifier
from pipeline.stance.inputs import StanceInput
from pipeline.storage.atomic import replacing_folder


@dataclass
class TeacherClassifier:
    """Networks that are asked alike, and weigh alike."""

    members: Sequence[FinetunedClassifier]

    def predict_stance(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 3)``: the mean of what the members' stance heads say."""
        return _mean([member.predict_stance(items) for member in self.members])

    def predict_loaded(self, items: Sequence[StanceInput]) -> Floats:
        """``(n, 2)``: the mean of what the members' loaded heads say."""
        return _mean([member.predict_loaded(items) for member in self.members])

    def save(self, folder: Path) -> None:
        """Writes each member into a folder named by its number."""
        for number, member in enumerate(self.members):
            (folder / str(number)).mkdir()
            member.save(folder / str(number))


def fit(making: Making, train: Rows, dev: Rows) -> TeacherClassifier:
    """Tunes the members one after another; those that are done are not tuned again."""
    settings: Teacher = making.settings
    return TeacherClassifier(
        [_member(number, making, train, dev) for number in range(settings.members)]
    )


def load(folder: Path) -> TeacherClassifier:
    """Saved ones."""
    numbers = sorted(int(each.name) for each in folder.iterdir())
    return TeacherClassifier([finetuned.load(folder / str(number)) for number in numbers])


def _mean(chances: Sequence[Floats]) -> Floats:
    return np.asarray(np.mean(chances, axis=0), dtype=np.float64)


def _member(number: int, making: Making, train: Rows, dev: Rows) -> FinetunedClassifier:
    done = making.work / f"{number}-done"
    if not done.is_dir():
        work = making.work / str(number)
        member = finetuned.fit(replace(making, seed=making.seed + number, work=work), train, dev)
        with replacing_folder(done) as aside:
            member.save(aside)
        shutil.rmtree(work, ignore_errors=True)
    return finetuned.load(done)
