"""Draw the rows of RUWA that are labelled: ``python -m tests.quality.sample_ruwa SHEETS``.

A row is a (sentence, target, voice) of a headline or subheading. Small outlets are taken whole;
each of the others has the same number of rows, spread over targets, with the events in proportion:
systematic sampling with a random start (Cochran, "Sampling Techniques", 1977, chapter 8) within
outlet and kind of target, in the order of events. ``probability`` is that of being drawn.
"""

import argparse
import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from pipeline.storage.atomic import write_text
from pipeline.text.duplicates import near_duplicates, normalise

REPOSITORY = Path(__file__).parents[2]
SAMPLE = REPOSITORY / "data/labels/ruwa/sample.jsonl"
SEED = 20261123
ROWS = 1200
WHOLE = ("tass.com", "en.news-front.info")
SHARES = {"russia": 0.5, "ukraine": 0.2, "west": 0.15, "other": 0.15}
DEV = 3  # one of so many articles
NEAR_DUPLICATE = 0.7
SHEET = 150  # rows

Row = dict[str, Any]


def units() -> list[Row]:
    """Every row that can be drawn, each sentence once, without articles that repeat another."""
    articles = pl.read_parquet(REPOSITORY / "data/articles/articles.parquet")
    known = articles.filter(pl.col("duplicate_of") == "").unnest("article")
    known = known.filter(pl.col("article_id").str.starts_with("ruwa-"))
    sentences = pl.read_parquet(REPOSITORY / "data/sentences/sentences.parquet").select(
        "article_id", "sentence_index", "text", begin="start", stop="end"
    )
    mentions = pl.read_parquet(REPOSITORY / "data/sentences/mentions.parquet")
    keys = ["article_id", "sentence_index", "target", "voice"]
    spans = pl.struct("start", "end").sort_by("start")
    rows = (
        mentions.group_by(keys)
        .agg(mentions=spans)
        .join(sentences, on=["article_id", "sentence_index"])
        .join(known.select("article_id", "outlet", "extra"), on="article_id")
        .sort(keys)
    )
    first: dict[str, tuple[str, int]] = {}
    found = []
    for row in rows.iter_rows(named=True):
        place = (row["article_id"], row["sentence_index"])
        if first.setdefault(normalise(row["text"]), place) == place:
            found.append(row | {"event": json.loads(row["extra"])["event"]})
    return found


def draw(rows: Sequence[Row], seed: int) -> list[Row]:
    """``ROWS`` of them, each with its probability of being drawn."""
    rng = np.random.default_rng(seed)
    outlets = sorted({row["outlet"] for row in rows})
    whole = [row for row in rows if row["outlet"] in WHOLE]
    drawn = [row | {"probability": 1.0} for row in whole]
    large = [name for name in outlets if name not in WHOLE]
    for number, name in enumerate(large):
        own = [row for row in rows if row["outlet"] == name]
        quota = (ROWS - len(drawn)) // (len(large) - number)
        drawn += _of_outlet(own, quota, rng)
    return sorted(drawn, key=lambda r: (r["article_id"], r["sentence_index"], r["target"]))


def _of_outlet(rows: Sequence[Row], quota: int, rng: np.random.Generator) -> Iterator[Row]:
    kinds: dict[str, list[Row]] = defaultdict(list)
    for row in rows:
        kinds[row["target"] if row["target"] in SHARES else "other"].append(row)
    scarce = sorted(kinds, key=lambda kind: len(kinds[kind]) / SHARES[kind])
    left, share = quota, sum(SHARES[kind] for kind in kinds)
    for kind in scarce:  # what one kind lacks, the others make up
        count = min(len(kinds[kind]), round(left * SHARES[kind] / share))
        yield from _systematic(kinds[kind], count, rng)
        left, share = left - count, share - SHARES[kind]


def _systematic(rows: Sequence[Row], count: int, rng: np.random.Generator) -> Iterator[Row]:
    order = rng.permutation(len(rows))
    ordered = sorted((rows[n] for n in order), key=lambda row: row["event"])
    start = rng.random()
    for n in range(count):
        at = int((n + start) * len(rows) / count)
        yield ordered[at] | {"probability": count / len(rows)}


def sides(drawn: Sequence[Row]) -> dict[str, str]:
    """The side of each article; what is nearly alike stands on one."""
    side = {
        row["article_id"]: "dev" if _number(row["article_id"]) % DEV == 0 else "test"
        for row in drawn
    }
    owner = {normalise(row["text"]): row["article_id"] for row in drawn}
    for one, two in near_duplicates(sorted(owner), NEAR_DUPLICATE):
        if side[owner[one]] != side[owner[two]]:
            side[owner[one]] = side[owner[two]] = "test"
    return side


def _number(text: str) -> int:
    return int(hashlib.sha256(f"{SEED}:{text}".encode()).hexdigest(), 16)


def record(row: Row, side: str) -> Row:
    """What the repository keeps of a row: no word of its text. Spans count in its sentence."""
    text: str = row["text"]
    return {
        "id": f"{row['article_id']}/{row['sentence_index']}/{row['target']}/{row['voice']}",
        "article_id": row["article_id"],
        "start": row["begin"],
        "end": row["stop"],
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "mentions": [[span["start"], span["end"]] for span in row["mentions"]],
        "target": row["target"],
        "voice": row["voice"],
        "outlet": row["outlet"],
        "event": row["event"],
        "probability": round(row["probability"], 6),
        "split": side,
    }


def marked(row: Row) -> str:
    """The sentence with its mentions in brackets."""
    text: str = row["text"]
    for span in reversed(row["mentions"]):
        a, b = span["start"], span["end"]
        text = f"{text[:a]}[{text[a:b]}]{text[b:]}"
    return text


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the sample, and sheets to label it by, in random order and without the outlets."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("sheets", type=Path, help="a folder outside the repository")
    folder: Path = parser.parse_args(arguments).sheets
    drawn = draw(units(), SEED)
    side = sides(drawn)
    records = [record(row, side[row["article_id"]]) for row in drawn]
    write_text(SAMPLE, "".join(json.dumps(each) + "\n" for each in records))
    order = np.random.default_rng(SEED).permutation(len(drawn))
    for number in range(0, len(order), SHEET):
        lines = [
            "\t".join((records[n]["id"], drawn[n]["target"], marked(drawn[n])))
            for n in order[number : number + SHEET]
        ]
        write_text(folder / f"{number // SHEET}.tsv", "\n".join(lines) + "\n")


if __name__ == "__main__":
    main()
