"""What commands print: tables, counts, rejects, and how far they are."""

import sys
from collections.abc import Callable, Iterator
from typing import Any


def print_rejects(rejected: list[Any]) -> None:
    """A line for each reject, on stderr."""
    for reject in rejected:
        where = f"{reject.source}:{reject.line}" if reject.line else reject.source
        print(f"{where}: {reject.reason}: {reject.detail}", file=sys.stderr)


def print_counts(summary: dict[str, Any]) -> None:
    """How many articles were read, kept and rejected, and why."""
    reasons = ", ".join(f"{name} {n}" for name, n in summary["rejected_by_reason"].items())
    line = f"read {summary['read']}, kept {summary['kept']}, rejected {summary['rejected']}"
    print(f"{line} ({reasons})" if reasons else line)


def print_table(columns: list[str], rows: list[list[str]]) -> None:
    """A table, as wide as the terminal; 200 columns where there is none."""
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(*columns, box=box.SIMPLE_HEAD)
    for row in rows:
        table.add_row(*row)
    Console(width=None if sys.stdout.isatty() else 200, highlight=False, markup=False).print(table)


def progress_of(what: str) -> Any:
    """A context in which a function is told (done, total): a bar, or lines without a terminal."""
    import contextlib

    from rich.progress import Progress

    @contextlib.contextmanager
    def shown() -> Iterator[Callable[[int, int], None]]:
        if not sys.stderr.isatty():
            yield lambda done, total: print(f"{done} of {total} {what}", file=sys.stderr)
            return
        from rich.console import Console

        with Progress(console=Console(stderr=True)) as bar:
            task = bar.add_task(what)
            yield lambda done, total: bar.update(task, completed=done, total=total)

    return shown()
