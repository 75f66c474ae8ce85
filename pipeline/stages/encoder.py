"""Brings the base encoder and cuts its vocabulary: ``encoder FOLDER METRICS``."""

import tempfile
from pathlib import Path

from pipeline.errors import IntegrityError
from pipeline.params import Encoder, Params
from pipeline.stages import run
from pipeline.stance.encoders import e5, hub, selftest
from pipeline.stance.encoders.checkpoint import Checkpoint
from pipeline.stance.encoders.prompt import write_prefix
from pipeline.storage.atomic import replacing_folder, write_json


def main(params: Params, folder: str, metrics: str) -> None:
    """Writes a Hugging Face folder, and how well it finds translations."""
    settings = params.encoder
    whole = _bring(settings)
    cut = whole.cut(settings.scripts)
    with tempfile.TemporaryDirectory() as aside:
        whole.write(Path(aside))
        before = selftest.vectors(Path(aside), settings.prefix)
    with replacing_folder(Path(folder)) as aside:
        cut.write(aside)
        write_prefix(aside, settings.prefix)
        after = selftest.vectors(aside, settings.prefix)
        found = selftest.neighbours(after, params.languages)
        if found < settings.least_neighbours:
            raise IntegrityError(
                f"encoder: {found:.2f} of the translations are found, under "
                f"encoder.least_neighbours {settings.least_neighbours}; name another encoder.source"
            )
    figures = {
        "pieces": cut.config["vocab_size"],
        "pieces_before": whole.config["vocab_size"],
        "parameters": cut.parameters,
        "parameters_before": whole.parameters,
        "translations_found": found,
        "largest_difference": selftest.difference(before, after),
    }
    write_json(Path(metrics), figures)
    print("\n".join(f"{name}: {value}" for name, value in figures.items()))


def _bring(settings: Encoder) -> Checkpoint:
    if settings.source == "multilingual-e5-small":
        return e5.bring(settings.weights, settings.tokenizer)
    return hub.bring(settings.source, settings.revision)


if __name__ == "__main__":
    run(main)
