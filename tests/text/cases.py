import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

GOLDEN = Path(__file__).parents[1] / "golden"
HOSTILE = {
    "one long line": "слово word " * 90_000,
    "no space": "a" * 1_000_000,
    "spaces": " " * 1_000_000,
    "full stops": ". " * 300_000,
    "opening marks": "«“„‘\"'(" * 60_000,
    "abbreviations": "a. " * 100_000,
    "line ends": "\n" * 300_000,
    "lone surrogates": "\ud800 x. " * 20_000,
    "right to left": "\u202eקרמלין\u200f אמר. " * 20_000,
    "mojibake": "РџСЂ" * 50_000,
    "commas said": "he said, " * 40_000,
    "dashes": "A — " * 100_000,
}


def golden_cases(kind: str) -> Iterator[tuple[str, dict[str, Any]]]:
    """The cases of every file of a kind that is read to the letter, each with a name for pytest."""
    for path in sorted((GOLDEN / kind / "cases").glob("*.toml")):
        for index, case in enumerate(tomllib.loads(path.read_text("utf-8"))["case"]):
            yield f"{path.stem}-{index}", case
