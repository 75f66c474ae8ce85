"""README's tables, written from the measures: ``python -m pipeline.report.readme``.

A table stands between ``<!-- name -->`` and ``<!-- /name -->``; a test sees that it is fresh.
"""

import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from pipeline.schema import MAIN_TARGET
from pipeline.storage.atomic import write_text

_CLASSIFIERS = ("majority", "blind", "tfidf", "frozen", "static", "finetuned")

Load = Callable[[str], dict[str, Any]]


def outlets(load: Load) -> str:
    """The outlets on the main target, own voice, the most critical first."""
    scores: dict[str, Any] = load("reports/outlets.json")[MAIN_TARGET]
    rows = [
        [name, f"{row['n_articles']:,}", *_score(row)]
        for name, row in sorted(scores.items(), key=lambda item: item[1]["score"] or 9)
    ]
    return _table(["outlet", "articles", "score", "95 % interval"], rows)


def figures(load: Load) -> str:
    """The classifiers side by side on each test set."""
    measures = {name: load(f"reports/test/{name}/metrics.json") for name in _CLASSIFIERS}
    costs = [load(f"reports/dev/{name}/cost.json") for name in _CLASSIFIERS]
    seconds = [f"{cost['cpu_seconds_per_1000']:.3g} s" for cost in costs]
    errors = [
        [
            "calibration error, all rows",
            head,
            "",
            *(f"{m['ece'][head]:.3f}" for m in measures.values()),
        ]
        for head in ("stance", "loaded")
    ]
    rows = [*_figures(measures), *errors, ["CPU, 1,000 sentences", "both", "", *seconds]]
    return _table(["test set", "labels", "rows", *_CLASSIFIERS], rows)


def teacher(load: Load) -> str:
    """The tuned encoder and the larger network, on the test sets that they share row for row."""
    names = ("finetuned", "teacher")
    paths = ("reports/test/finetuned/metrics.json", "teacher/test/metrics.json")
    ours, theirs = (load(path) for path in paths)
    rows = [
        [
            corpus,
            head,
            f"{said['n']:,}",
            *(_interval(m[head][corpus]["macro_f1"]) for m in (ours, theirs)),
        ]
        for head in ("stance", "loaded")
        for corpus, said in theirs[head].items()
        if said["n"] == ours[head][corpus]["n"]
    ]
    return _table(["test set", "labels", "rows", *names], rows)


def framing(load: Load) -> str:
    """The outlets of the labelled headlines: by their labels, and by the tuned encoder."""
    found: dict[str, Any] = load("reports/test/finetuned/metrics.json")["framing"]
    rows = [
        [name, f"{row['n']:,}", *(_signed(row[key]) for key in ("labels", "model", "excess"))]
        for name, row in sorted(found.items(), key=lambda item: item[1]["labels"]["value"])
    ]
    return _table(["outlet", "rows", "by the labels", "by `finetuned`", "excess"], rows)


def render(text: str, load: Load) -> str:
    """README's text with its tables made afresh; ``load`` reads a measures file by its path."""
    for make in (outlets, figures, teacher, framing):
        name = make.__name__
        pattern = rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)"
        text = re.sub(pattern, lambda m, make=make: f"{m[1]}{make(load)}{m[2]}", text, flags=re.S)  # type: ignore[misc]
    return text


def _figures(measures: dict[str, dict[str, Any]]) -> Iterator[list[str]]:
    first = measures[_CLASSIFIERS[0]]
    for head in ("stance", "loaded"):
        for corpus, whole in first[head].items():
            cells = [_interval(measures[name][head][corpus]["macro_f1"]) for name in _CLASSIFIERS]
            yield [corpus, head, f"{whole['n']:,}", *cells]


def _interval(found: dict[str, float]) -> str:
    return f"{100 * found['value']:.1f} [{100 * found['low']:.1f}, {100 * found['high']:.1f}]"


def _signed(found: dict[str, float]) -> str:
    return f"{found['value']:+.2f} [{found['low']:+.2f}, {found['high']:+.2f}]"


def _score(row: dict[str, Any]) -> list[str]:
    if row["score"] is None:
        return ["–", "insufficient evidence"]
    return [f"{row['score']:+.2f}", f"[{row['low']:+.2f}, {row['high']:+.2f}]"]


def _table(columns: list[str], rows: list[list[str]]) -> str:
    lines = [columns, ["---"] * len(columns), *rows]
    return "".join(f"| {' | '.join(cells)} |\n" for cells in lines)


if __name__ == "__main__":
    readme = Path("README.md")
    write_text(
        readme,
        render(
            readme.read_text(encoding="utf-8"),
            lambda path: json.loads(Path(path).read_text(encoding="utf-8")),
        ),
    )
