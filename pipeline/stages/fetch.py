"""Brings the corpora's files: ``fetch RAW ABSENT``.

``RAW/index.json`` says which are there; ``ABSENT`` keeps in mind which were not to be had.
"""

import json
import os
from pathlib import Path

from pipeline import corpora
from pipeline.params import Params
from pipeline.stages import run
from pipeline.storage import fetch
from pipeline.storage.atomic import write_json, write_text


def main(params: Params, raw: str, absent: str) -> None:
    """Fetches what ``fetch.corpora`` names, and prints what is there."""
    settings, folder, memory = params.fetch, Path(raw), Path(absent)
    specs = [corpora.get(name).spec for name in settings.corpora]
    wanted = [(spec.name, file) for spec in specs for file in spec.files]
    mirror = os.environ.get("STANCE_CORPORA_MIRROR")
    found = fetch.fetch(
        wanted,
        folder,
        mirror=Path(mirror) if mirror else None,
        timeout=settings.timeout,
        skip=set(memory.read_text().split()) if memory.is_file() else set(),
    )
    before = _present_before(folder / "index.json", set(settings.corpora))
    fetch.demand(found, settings.required, before)
    write_json(folder / "index.json", fetch.index(found))
    keys = (
        fetch.absence_key(item.corpus, item.file, Path(mirror) if mirror else None)
        for item in found
        if item.state == "absent"
    )
    write_text(memory, "".join(f"{key}\n" for key in keys))
    for item in found:
        print(f"{item.state:8} {item.corpus}/{item.file.name}")


def _present_before(index: Path, wanted: set[str]) -> list[str]:
    if not index.is_file():
        return []
    return [
        f"{corpus}/{name}"
        for corpus, files in json.loads(index.read_text()).items()
        if corpus in wanted
        for name, entry in files.items()
        if entry["state"] == "present"
    ]


if __name__ == "__main__":
    run(main)
