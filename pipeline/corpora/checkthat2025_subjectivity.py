"""CheckThat! 2025: subjective and objective sentences of news in four languages.

Ruggeri et al., "Overview of the CLEF-2025 CheckThat! Lab Task 1 on Subjectivity in News
Articles", CLEF 2025. A subjective sentence is near a loaded one, not the same.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from pipeline.corpora import Record, Spec
from pipeline.schema import LabelledSentence, Reject, Split
from pipeline.storage.fetch import File

_URL = "https://gitlab.com/checkthat_lab/clef2025-checkthat-lab/-/raw/main/task1/data/"
_LANGUAGES = {"english": "en", "german": "de", "italian": "it", "bulgarian": "bg"}
_PARTS: dict[str, Split] = {"train": "train", "dev": "dev", "dev_test": "test"}
_LOADED = {"SUBJ": True, "OBJ": False}
_HASHES = {
    "train_en": "33efc43c5f5ba64edae63c6c5b4f34c6d97cb6e0a312550b41b5cc5ccc1ace69",
    "dev_en": "046d571e1c7de0da681e087a73499263be04369ad76b2d53d39a6278c55e334f",
    "dev_test_en": "c25912bfd1263e6adfe7fdfff822e97e8c794cae5ccee0dd57b0c0cae9e08150",
    "train_de": "09af331d5766a13dead07e78f8ed2d6cf0e0640f9751fb85bb21acdac306ea0d",
    "dev_de": "f82ac7e5a32bbb7823b41973c75e29c062953e30b51e05e24bbc9533c7705300",
    "dev_test_de": "e38322e2c9a2edfd4d35c424cf33480f60ba07a32b323ad63a7900323073bc53",
    "train_it": "50451eae0b605b0a87f480fb32e3f864fe3c35fcaa743bcc9e8ba5637b7a4294",
    "dev_it": "096593332d4e6bb044eb24c78da1581291699e4dfcbdc59eaf2602ca26f39628",
    "dev_test_it": "86ff506f4bd527dbeadc7a388a5d479a496017d9701bd7a68f77afb02713a836",
    "train_bg": "9aa3b8884214ed66706554c8ade18e59e73554b85f7d54da72f73fad7c34276b",
    "dev_bg": "d56cb3dfa491314455d3dfc07777829a156e86878b9946a673171683c01ae236",
    "dev_test_bg": "fbfae10b75af4a12a6ae218657930340f7f57165f51c7810e25374366fc484d7",
}


def _name(folder: str, part: str) -> str:
    return f"{folder}/{part}_{_LANGUAGES[folder]}.tsv"


SPEC = Spec(
    name="checkthat2025-subjectivity",
    kind="loaded",
    languages=tuple(_LANGUAGES.values()),
    licence="CC BY-NC-SA 4.0",
    citation="Ruggeri et al., CLEF 2025",
    labels="SUBJ / OBJ sentences",
    size="3,972 train; 1,934 dev; 1,584 dev-test",
    files=tuple(
        File(name, _URL + name, _HASHES[Path(name).stem])
        for name in (_name(folder, part) for folder in _LANGUAGES for part in _PARTS)
    ),
    labels_map={"SUBJ": "loaded", "OBJ": "plain"},
)


def read(folder: Path) -> Iterator[Record | Reject]:
    """A row for each sentence; the dev-test part is the test, a corpus for each language."""
    for name, language in _LANGUAGES.items():
        for part, split in _PARTS.items():
            path = folder / _name(name, part)
            if path.is_file():
                yield from _read_part(path, language, split)


def _read_part(path: Path, language: str, split: Split) -> Iterator[Record | Reject]:
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        for number, row in enumerate(rows, start=1):
            text, label = (row["sentence"] or "").strip(), row["label"]
            if label not in _LOADED or not text:
                yield Reject(
                    source=path.name,
                    line=number,
                    stage="dataset",
                    reason="bad-field",
                    detail=f"label {label!r}" if text else "no sentence",
                )
                continue
            yield LabelledSentence(
                row_id=f"checkthat2025:{path.stem}:{row['sentence_id']}",
                corpus=f"checkthat2025-{language}",
                split=split,
                group_id=f"checkthat2025:{path.stem}:{row['sentence_id']}",
                language=language,
                text=text,
                loaded=_LOADED[label],
                scheme="checkthat",
            )
