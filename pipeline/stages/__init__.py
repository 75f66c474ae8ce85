"""The DVC stages, one thin file each, named as in ``dvc.yaml`` and ``params.yaml``."""

import sys
from collections.abc import Callable
from pathlib import Path

from pipeline import params
from pipeline.errors import StanceError


def run(stage: Callable[..., None]) -> None:
    """Runs ``stage(settings, *arguments)``; a fault is one line and exit status 2."""
    try:
        stage(params.read(Path("params.yaml")), *sys.argv[1:])
    except StanceError as error:
        print(f"stance: {error}", file=sys.stderr)
        sys.exit(2)
