"""The model as MLflow serves it: from code, so that no pickle is written or read."""

from pathlib import Path
from typing import Any

import mlflow
import pandas as pd
from mlflow.pyfunc.model import PythonModel, PythonModelContext

from pipeline.scoring.reading import ArticleReader
from pipeline.stance import persistence
from pipeline.tracking import served


class OutletStance(PythonModel):
    """Raw articles in, a row for each (sentence, target, voice) out."""

    def load_context(self, context: PythonModelContext) -> None:
        """Loads the model's folder, every file checked."""
        self.model = persistence.load(Path(context.artifacts["model"]))
        self.reader = ArticleReader(self.model.facts["languages"])

    def predict(
        self,
        context: PythonModelContext,
        model_input: pd.DataFrame,
        params: dict[str, Any] | None = None,
    ) -> pd.DataFrame:
        """Scores the articles in ``model_input``, of whose columns only ``text`` must be there."""
        return served.predict(model_input, self.model, self.reader)


mlflow.models.set_model(OutletStance())
