"""An input row as an article, whatever file it came from."""

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import SettingsError
from pipeline.schema import Article, Reject, RejectReason, Removed
from pipeline.storage.atomic import sha256_of_value

_OURS = ("id", "outlet", "title", "text", "html", "published", "url", "language")


@dataclass(frozen=True, slots=True)
class RowSettings:
    """How rows are read.

    ``rename`` maps our column to the file's; ``date_format`` is strptime's, empty for ISO 8601;
    a row of more than ``max_bytes`` is rejected.
    """

    rename: Mapping[str, str] = field(default_factory=dict)
    date_format: str = ""
    max_bytes: int = 5_000_000

    def knows(self, columns: Iterable[str]) -> bool:
        """Whether any of the columns can hold a text."""
        wanted = {self.rename.get(name, name) for name in ("text", "title", "html")}
        return not wanted.isdisjoint(columns)


def parse_renames(text: str) -> dict[str, str]:
    """``outlet=Site,text=desc`` as our columns and the file's.

    Raises:
        SettingsError: a part is no pair, or its first half is no column of ours.
    """
    renames = {}
    for part in filter(None, text.split(",")):
        ours, equals, theirs = part.partition("=")
        if not equals or ours.strip() not in _OURS:
            raise SettingsError(f"--map: {part!r} is not one of {', '.join(_OURS)} = a column")
        renames[ours.strip()] = theirs.strip()
    return renames


class BadRow(ValueError):  # noqa: N818 a value in the making, not a fault
    """Why a row is no article; becomes a reject where the row is read."""

    def __init__(self, reason: RejectReason, detail: str) -> None:
        """Holds the reject's reason and detail."""
        super().__init__(detail)
        self.reason, self.detail = reason, detail


def reject(
    path: Path | str, line: int, reason: RejectReason, detail: str = "", article_id: str = ""
) -> Reject:
    """A reject of the reading stage."""
    return Reject(
        source=_printable(str(path)),
        line=line,
        article_id=_printable(article_id),
        stage="read",
        reason=reason,
        detail=_printable(" ".join(detail.split())[:200]),
    )


def _printable(text: str) -> str:
    """``text`` with a question mark for each lone surrogate, which no file can hold."""
    return text.encode("utf-8", "replace").decode()


def article(
    row: Mapping[str, Any],
    path: Path | str,
    line: int,
    settings: RowSettings,
    boxes: Sequence[Removed] = (),
) -> Article | Reject:
    """The article in a row, or why there is none; ``boxes`` count in the row's text."""
    renamed = {ours: row.get(settings.rename.get(ours, ours)) for ours in _OURS}
    taken = {settings.rename.get(ours, ours) for ours in _OURS}
    extra = {str(name): value for name, value in row.items() if name not in taken}
    try:
        return _article(renamed, extra, settings, boxes)
    except BadRow as bad:
        known = renamed["id"] if isinstance(renamed["id"], (str, int)) else ""
        return reject(path, line, bad.reason, bad.detail, str(known))


def _article(
    row: dict[str, Any], extra: dict[str, Any], settings: RowSettings, boxes: Sequence[Removed]
) -> Article:
    if row["html"] and not row["text"]:
        from pipeline.readers import webpage

        page, boxes = webpage.extract(_string(row, "html"))
        page["published"] = _date(page["published"], "")  # never in the rows' own format
        row = {**page, **{name: value for name, value in row.items() if value}}
    title, text = _string(row, "title").strip(), _string(row, "text").strip()
    if not text and not title:
        missing = row["text"] is None and row["title"] is None
        raise BadRow("missing-text" if missing else "empty-text", "neither text nor title")
    raw = "\n\n".join(part for part in (title, text) if part)
    if len(raw.encode()) > settings.max_bytes:
        raise BadRow("too-large", f"over {settings.max_bytes} bytes")
    begin = len(raw) - len(text)
    published = _date(row["published"], settings.date_format)
    outlet, url = _string(row, "outlet").strip(), _string(row, "url").strip()
    return Article(
        article_id=_id(row, outlet, url, published, raw),
        outlet=outlet,
        title=title,
        published=published,
        url=url,
        language=_string(row, "language").strip().lower(),
        raw=raw,
        boxes=tuple(Removed(b.start + begin, b.end + begin, b.reason) for b in boxes),
        extra=_extra(extra),
    )


def _extra(columns: dict[str, Any]) -> str:
    try:
        text = json.dumps(columns, ensure_ascii=False, sort_keys=True, default=str)
    except RecursionError:
        raise BadRow("bad-field", "another column is nested too deep to write") from None
    return _string({"extra": text}, "extra")


def _id(row: dict[str, Any], outlet: str, url: str, published: dt.date | None, raw: str) -> str:
    given = row["id"]
    if given is None or given == "":
        return sha256_of_value([outlet, url, str(published or ""), raw])[:16]
    if isinstance(given, bool) or not isinstance(given, (str, int)):
        raise BadRow("bad-field", f"id is {type(given).__name__}, not a string or a number")
    return _string({"id": str(given)}, "id")


def _string(row: Mapping[str, Any], name: str) -> str:
    value = row.get(name)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadRow("bad-field", f"{name} is {type(value).__name__}, not a string")
    try:
        value.encode()
    except UnicodeEncodeError:
        raise BadRow("bad-encoding", f"{name} is not UTF-8") from None
    return value


def _date(value: object, date_format: str) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return value.date()
    if value is None or isinstance(value, dt.date):
        return value
    if not isinstance(value, str):
        raise BadRow("bad-date", f"published is {value!r}, not a date")
    if not value.strip():
        return None
    try:
        if date_format:
            return dt.datetime.strptime(value.strip(), date_format).date()
        return dt.datetime.fromisoformat(value.strip()).date()
    except ValueError:
        wanted = date_format or "ISO 8601"
        raise BadRow("bad-date", f"published is {value!r}, not {wanted}") from None
