"""What the page tables: for each target, its outlets with their scores in both voices."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from pipeline.outlets.aggregate import INSUFFICIENT
from pipeline.schema import OutletScore

Lean = Literal["critical", "supportive", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class OutletRow:
    """An outlet's scores on one target; None where it has no row in that voice."""

    outlet: str
    own: OutletScore | None = None
    quoted: OutletScore | None = None

    def with_name(self, name: str) -> "OutletRow":
        """The same scores under another name of the outlet."""
        own = replace(self.own, outlet=name) if self.own else None
        quoted = replace(self.quoted, outlet=name) if self.quoted else None
        return OutletRow(outlet=name, own=own, quoted=quoted)

    @property
    def is_scored(self) -> bool:
        """Whether the outlet's own voice has a score: what the chart shows."""
        return self.own is not None and self.own.score is not None

    @property
    def n_articles(self) -> int:
        """How many articles speak of the target in the outlet's own voice."""
        return self.own.n_articles if self.own else 0

    @property
    def verdict(self) -> str:
        """What the outlet's own voice amounts to, in words."""
        return self.own.verdict if self.own else INSUFFICIENT


@dataclass(frozen=True, slots=True, kw_only=True)
class TargetTable:
    """A target's outlets, the most critical first and those without a score last."""

    target: str
    label: str
    rows: tuple[OutletRow, ...]

    @property
    def scored(self) -> tuple[OutletRow, ...]:
        """The outlets that have a score."""
        return tuple(row for row in self.rows if row.is_scored)

    @property
    def unscored(self) -> tuple[OutletRow, ...]:
        """The outlets whose evidence is too thin."""
        return tuple(row for row in self.rows if not row.is_scored)

    @property
    def n_articles(self) -> int:
        """Articles that speak of the target in their outlet's own voice."""
        return sum(row.n_articles for row in self.rows)

    def with_names(self, shown: Callable[[str], str]) -> "TargetTable":
        """The same table with every outlet's name as ``shown`` writes it."""
        return replace(self, rows=tuple(row.with_name(shown(row.outlet)) for row in self.rows))

    def leaning(self, lean: Lean) -> int:
        """How many outlets lean that way."""
        return sum(lean_of(row.own) == lean for row in self.scored if row.own)


def lean_of(score: OutletScore) -> Lean:
    """Which side of zero the whole interval lies on."""
    if score.high is not None and score.high < 0:
        return "critical"
    return "supportive" if score.low is not None and score.low > 0 else "none"


def target_tables(
    scores: Iterable[OutletScore],
    outlets: Iterable[str],
    target: str,
    labels: dict[str, str] | None = None,
) -> tuple[TargetTable, ...]:
    """A table for each target: the main one first, then the most covered first.

    Args:
        scores: by target over the whole period, in both voices.
        outlets: every outlet read; those that never name the main target are listed with it.
        target: the main target, which has a table even where nothing speaks of it.
        labels: what to call a target; its id where there is no label.
    """
    by_target: dict[str, list[OutletScore]] = defaultdict(list)
    for score in scores:
        by_target[score.target].append(score)
    main = _table(target, by_target.pop(target, []), outlets, labels or {})
    others = (_table(other, found, (), labels or {}) for other, found in by_target.items())
    return (main, *sorted(others, key=lambda table: (-table.n_articles, table.target)))


def _table(
    target: str, scores: Sequence[OutletScore], outlets: Iterable[str], labels: dict[str, str]
) -> TargetTable:
    own = {score.outlet: score for score in scores if score.voice == "outlet"}
    quoted = {score.outlet: score for score in scores if score.voice == "quoted"}
    rows = (
        OutletRow(outlet=outlet, own=own.get(outlet), quoted=quoted.get(outlet))
        for outlet in {*own, *quoted, *outlets}
    )
    label = labels.get(target) or target.replace("-", " ").title()
    return TargetTable(target=target, label=label, rows=tuple(sorted(rows, key=_order)))


def _order(row: OutletRow) -> tuple[bool, float, str]:
    score = row.own.score if row.own else None
    return score is None, score or 0.0, row.outlet
