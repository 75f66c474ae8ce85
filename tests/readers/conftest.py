from collections.abc import Callable
from pathlib import Path

import pytest

from pipeline import readers
from pipeline.readers.rows import RowSettings
from pipeline.schema import Article, Reject
from pipeline.storage.rejects import Tally


@pytest.fixture(scope="session")
def read() -> Callable[..., tuple[list[Article], list[Reject]]]:
    """Reads files; the articles and the rejects apart."""

    def both(*paths: Path | str, **settings: object) -> tuple[list[Article], list[Reject]]:
        tally = Tally()
        stream = readers.read([str(path) for path in paths], RowSettings(**settings))
        return list(tally.sift(stream)), tally.rejects

    return both
