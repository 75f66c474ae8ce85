"""The page: one self-contained HTML file that makes no request and runs no script.

Texts, titles, outlets and addresses come from articles, so none is trusted: jinja2 escapes
them all, control characters are shown, and only http and https addresses become links. The
same input gives the same bytes.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

import jinja2
import polars as pl
from markupsafe import Markup

from pipeline.report import charts
from pipeline.report.examples import choose
from pipeline.report.tables import TargetTable, target_tables
from pipeline.schema import MAIN_TARGET, STANCES, OutletScore

TEMPLATES = Path(__file__).parent / "templates"

_LINK = re.compile(r"https?://[^\s\x00-\x20\"'<>\\^`{|}]+", re.IGNORECASE)
_CONTROLS = [*range(9), 11, 12, *range(14, 32), *range(127, 160)]
_DIRECTIONS = [*range(0x202A, 0x202F), *range(0x2066, 0x206A)]  # would reorder what is around
_SHOWN = dict.fromkeys([*_CONTROLS, *_DIRECTIONS], "\N{REPLACEMENT CHARACTER}")
_UNNAMED = "(outlet not named)"
_PROVISIONAL = "provisional"
_NOT_PROMOTED = "not promoted"


def render(
    stances: pl.DataFrame,
    articles: pl.DataFrame,
    scores: list[OutletScore],
    facts: Mapping[str, object],
    *,
    examples: int = 3,
    target: str = MAIN_TARGET,
) -> str:
    """The page as HTML.

    Args:
        stances: rows as ``score`` writes them.
        articles: articles as ``score`` writes them.
        scores: by target over the whole period, in both voices.
        facts: what is known besides, any of it missing: ``model`` (classifier, content, version,
            alias, verdict), ``counts`` (the summary of the batch), ``corpora`` (names, or mappings
            with a name), ``metrics`` (by corpus: ``n`` and measures with value, low and high),
            ``cost`` (CPU-seconds for 1,000 sentences),
            ``evidence`` (min_articles, max_width, resamples), ``labels`` (by target), ``title``,
            ``made`` (a time, printed as it is).
        examples: sentences shown for each stance, at most.
        target: the main target.
    """
    known: dict[str, Any] = dict(facts)
    outlets = articles["outlet"].unique().to_list() if not articles.is_empty() else []
    tables = target_tables(scores, outlets, target, known.get("labels"))
    return (
        _environment()
        .get_template("page.html")
        .render(
            facts=known,
            main=tables[0],
            others=tables[1:],
            tables=tables,
            charts=_charts(tables),
            chosen=choose(stances, articles, examples),
            examples=examples,
            stances=STANCES,
            read=_reading(stances, articles),
            reason=not_promoted(known.get("model") or {}),
        )
    )


def not_promoted(model: Mapping[str, Any]) -> str | None:
    """Why the model was not promoted; None where nothing says that it was not."""
    verdict = str(model.get("verdict") or "")
    if model.get("alias") != _PROVISIONAL and not verdict.startswith(_NOT_PROMOTED):
        return None
    reason = verdict.removeprefix(_NOT_PROMOTED).removeprefix(":").strip()
    return reason or "no reason was recorded"


def link(url: str) -> str:
    """``url`` where it may stand as a link, else nothing."""
    return url if _LINK.fullmatch(url) and url == shown(url) else ""


def shown(value: object) -> object:
    """``value`` with its control characters replaced one for one, so that offsets hold."""
    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    return value.translate(_SHOWN)


def signed(value: float | None) -> str:
    """A score with its sign and two decimals; a dash where there is none."""
    if value is None:
        return "–"
    text = f"{value:+.2f}"
    return "0.00" if float(text) == 0 else text.replace("-", "−")


def percent(share: float) -> str:
    """A share as a whole percentage."""
    return f"{100 * share:.0f}%"


def counted(number: float | None) -> str:
    """A count with its thousands apart; a dash where it is not known."""
    return "–" if number is None else f"{number:,}"


@cache
def _environment() -> jinja2.Environment:
    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals["unnamed"] = _UNNAMED
    environment.filters |= {
        "link": link,
        "signed": signed,
        "percent": percent,
        "counted": counted,
    }
    return environment


def _charts(tables: Sequence[TargetTable]) -> dict[str, dict[str, Markup]]:
    safe = [table.with_names(lambda name: str(shown(name)) or _UNNAMED) for table in tables]
    far = charts.reach(safe)
    return {
        table.target: {
            "wide": charts.forest(table, reach=far, size="wide"),
            "narrow": charts.forest(table, reach=far, size="narrow"),
        }
        for table in safe
    }


def _reading(stances: pl.DataFrame, articles: pl.DataFrame) -> dict[str, Any]:
    """What the tables themselves say of the batch."""
    if articles.is_empty():
        return {"articles": 0, "rows": 0, "languages": [], "days": None, "models": []}
    languages = (
        articles["language"].value_counts().sort(["count", "language"], descending=[True, False])
    )
    days = articles["published"].drop_nulls()
    return {
        "articles": len(articles),
        "outlets": articles["outlet"].n_unique(),
        "rows": len(stances),
        "languages": languages.rows(),
        "days": (days.min(), days.max()) if len(days) else None,
        "undated": articles["published"].null_count(),
        "models": [] if stances.is_empty() else stances["model"].unique().sort().to_list(),
    }
