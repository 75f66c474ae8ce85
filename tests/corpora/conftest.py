from collections.abc import Callable
from typing import Any

import pytest

from pipeline.corpora import Spec


@pytest.fixture(scope="session")
def make_spec() -> Callable[..., Spec]:
    """Builds the spec of a corpus that does not exist."""

    def make(**given: Any) -> Spec:
        defaults = {
            "name": "gazette",
            "kind": "stance",
            "languages": ("en",),
            "licence": "Apache-2.0",
            "citation": "none",
            "labels": "none",
            "size": "none",
            "files": (),
        }
        return Spec(**{**defaults, **given})

    return make
