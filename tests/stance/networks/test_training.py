import shutil
from pathlib import Path

import pytest
import torch

from pipeline.params import Finetuned, Params
from pipeline.schema import CODEBOOK
from pipeline.stance.networks import training
from pipeline.stance.networks.heads import Head, Schemes
from pipeline.stance.networks.network import Network
from pipeline.stance.networks.pieces import Pieces
from pipeline.stance.networks.reader import Reader
from pipeline.stance.networks.training import Example

SCHEMES = Schemes.of(["other"], [])
STANCE, LOADED = Head(4, 3, SCHEMES.stance), Head(2, 2, SCHEMES.loaded)

EXAMPLES = [
    Example(
        Pieces([5 + n % 7, 6 + n % 5, 9], [False, True, False]),
        stance=STANCE.wanted(SCHEMES.stance[n % 2], n % 3),
        loaded=LOADED.unknown(),
    )
    for n in range(24)
] + [
    Example(
        Pieces([5 + n % 9, 7], [False, False]),
        stance=STANCE.unknown(),
        loaded=LOADED.wanted(CODEBOOK, n % 2),
    )
    for n in range(12)
]


@pytest.fixture
def settings(params: Params) -> Finetuned:
    return params.train.finetuned.model_copy(
        update={"frozen_layers": 0, "epochs": 3, "patience": 5}
    )


def _train(encoder: Path, settings: Finetuned, work: Path) -> dict[str, torch.Tensor]:
    torch.manual_seed(0)
    network: Network = Reader.new(encoder, schemes=SCHEMES).network
    training.train(network, EXAMPLES, EXAMPLES, settings, 7, work)
    return network.state_dict()


def test_interrupted_work_goes_on_to_the_same_weights(
    encoder: Path, settings: Finetuned, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = _train(encoder, settings, tmp_path / "whole")

    class StoppedError(Exception):
        pass

    measured = training._measure
    count = 0

    def stop(found: object) -> dict[str, float]:
        nonlocal count
        count += 1
        if count == 2:
            raise StoppedError
        return measured(found)  # type: ignore[arg-type]

    monkeypatch.setattr(training, "_measure", stop)
    with pytest.raises(StoppedError):
        _train(encoder, settings, tmp_path / "half")
    monkeypatch.setattr(training, "_measure", measured)
    assert list((tmp_path / "half").glob("checkpoint-*"))
    resumed = _train(encoder, settings, tmp_path / "half")
    for name, weight in whole.items():
        assert torch.equal(resumed[name], weight), name


def test_the_word_vectors_and_the_layers_below_the_mark_stay(
    encoder: Path, settings: Finetuned, tmp_path: Path
) -> None:
    before = Reader.new(encoder, schemes=SCHEMES).network.state_dict()
    after = _train(encoder, settings, tmp_path / "work")
    moved = {name for name, weight in after.items() if not torch.equal(weight, before[name])}
    assert "encoder.embeddings.word_embeddings.weight" not in moved
    assert {"mark", "stance.shared.weight", "stance.own.weight", "loaded.shared.weight"} <= moved
    assert any(name.startswith("encoder.encoder.layer.0.") for name in moved)


def test_a_training_tells_how_far_it_is(
    encoder: Path, settings: Finetuned, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    _train(encoder, settings, tmp_path / "work")
    assert "100%" in capsys.readouterr().err


def test_smoothing_softens_the_labels_in_training_alone(encoder: Path) -> None:
    objective = training._Objective(Reader.new(encoder).network, smoothing=0.3)
    logits, wanted = torch.tensor([[[4.0, 0.0, 0.0]]]), torch.tensor([[[1.0, 0.0, 0.0]]])
    objective.train()
    soft = objective._loss(logits, wanted)
    objective.eval()
    hard = objective._loss(logits, wanted)
    assert soft > hard
    assert objective._loss(logits, torch.zeros(1, 1, 3)) == 0


def test_nothing_to_learn_from_changes_nothing(
    encoder: Path, settings: Finetuned, tmp_path: Path
) -> None:
    network = Reader.new(encoder).network
    before = {name: weight.clone() for name, weight in network.state_dict().items()}
    training.train(network, [], [], settings, 1, tmp_path)
    assert all(torch.equal(weight, before[name]) for name, weight in network.state_dict().items())
    shutil.rmtree(tmp_path)
