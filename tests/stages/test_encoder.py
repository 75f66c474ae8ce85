import json
from pathlib import Path

import pytest

from pipeline.errors import IntegrityError, MissingError
from pipeline.params import Params
from pipeline.stages import encoder
from pipeline.stance.encoders import selftest
from tests.stance.encoders.tiny import tiny


def settings(params: Params, **changes: object) -> Params:
    return params.model_copy(update={"encoder": params.encoder.model_copy(update=changes)})


def test_a_folder_of_ones_own_becomes_the_encoder(params: Params, tmp_path: Path) -> None:
    tiny().write(tmp_path / "own")
    mine = settings(params, source=str(tmp_path / "own"), least_neighbours=0.0)
    encoder.main(mine, str(tmp_path / "out"), str(tmp_path / "metrics.json"))
    metrics = json.loads((tmp_path / "metrics.json").read_text())
    assert metrics["pieces"] == metrics["pieces_before"] - 2  # 世 and 界
    assert metrics["largest_difference"] == 0.0
    vectors = selftest.vectors(tmp_path / "out", "")
    assert vectors["en"].shape == (6, 4)
    first = {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()}
    encoder.main(mine, str(tmp_path / "out"), str(tmp_path / "metrics.json"))
    assert {path.name: path.read_bytes() for path in (tmp_path / "out").iterdir()} == first


def test_an_encoder_that_finds_no_translations_is_refused(params: Params, tmp_path: Path) -> None:
    tiny().write(tmp_path / "own")
    mine = settings(params, source=str(tmp_path / "own"))
    with pytest.raises(IntegrityError, match="least_neighbours"):
        encoder.main(mine, str(tmp_path / "out"), str(tmp_path / "metrics.json"))
    assert not (tmp_path / "out").exists()


def test_an_encoder_that_is_nowhere_is_missing(
    params: Params, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    mine = settings(params, source="nobody/no-encoder")
    with pytest.raises(MissingError, match="no hub has it"):
        encoder.main(mine, str(tmp_path / "out"), str(tmp_path / "metrics.json"))


def test_neighbours_are_counted_over_all_pairs_of_languages() -> None:
    import numpy as np

    one = np.eye(3, dtype=np.float32)
    swapped = one[[1, 0, 2]]
    assert selftest.neighbours({"en": one, "pl": one}, ["en", "pl"]) == 1.0
    found = {"en": one, "pl": one, "de": swapped}
    assert selftest.neighbours(found, ["en", "pl", "de"]) == pytest.approx((2 + 4 / 3) / 6)
