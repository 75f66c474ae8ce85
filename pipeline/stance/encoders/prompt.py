"""The words that an encoder was trained to read before a text.

They are noted in the encoder's folder, where sentence-transformers looks for them.
"""

import json
from pathlib import Path

FILE = "config_sentence_transformers.json"


def write_prefix(folder: Path, prefix: str) -> None:
    """Notes what is read before a text."""
    prompts = {"prompts": {"query": prefix}, "default_prompt_name": "query"}
    (folder / FILE).write_text(json.dumps(prompts) + "\n", encoding="utf-8")


def prefix_of(folder: Path) -> str:
    """What is read before a text; nothing where the folder does not say."""
    if not (folder / FILE).is_file():
        return ""
    prompts = json.loads((folder / FILE).read_bytes())
    return str(prompts["prompts"].get(prompts["default_prompt_name"], ""))
