"""Brings the larger network that ``make teacher`` tunes: ``teacher FOLDER``."""

from pathlib import Path

from pipeline.params import Params
from pipeline.stages import run
from pipeline.stance.encoders import gguf, hub
from pipeline.storage.atomic import replacing_folder


def main(params: Params, folder: str) -> None:
    """Writes a Hugging Face folder."""
    settings = params.teacher
    packed = settings.source == "smollm2-135m-instruct"
    found = (
        gguf.bring(settings.weights) if packed else hub.bring(settings.source, settings.revision)
    )
    with replacing_folder(Path(folder)) as aside:
        found.write(aside)
    print(f"{settings.source}: {found.parameters:,} parameters")


if __name__ == "__main__":
    run(main)
