from pathlib import Path

import torch

from pipeline.stance.networks.network import Network, batch, layers
from pipeline.stance.networks.pieces import Pieces
from pipeline.stance.networks.reader import Reader

ROWS = [Pieces([5, 6, 7], [False, True, False]), Pieces([8, 9, 10, 11, 12], [False] * 5)]


def _network(encoder: Path) -> Network:
    network = Reader.new(encoder).network.eval()
    torch.manual_seed(3)
    for weight in (network.mark, network.stance.shared.weight, network.loaded.own.weight):
        torch.nn.init.normal_(weight)
    return network


def test_a_batch_is_padded_to_its_longest_row() -> None:
    found = batch(ROWS)
    assert found["ids"].tolist() == [[5, 6, 7, 0, 0], [8, 9, 10, 11, 12]]
    assert found["there"].sum(1).tolist() == [3, 5]
    assert found["target"].tolist() == [[0, 1, 0, 0, 0], [0] * 5]


def test_padding_changes_nothing(encoder: Path) -> None:
    network = _network(encoder)
    together, alone = network(**batch(ROWS)), network(**batch(ROWS[:1]))
    for both, one in zip(together, alone, strict=True):
        torch.testing.assert_close(both[:1], one, atol=1e-5, rtol=1e-4)


def test_the_mark_is_seen_by_the_stance_head(encoder: Path) -> None:
    network = _network(encoder)
    here, there = (batch([Pieces([5, 6, 7], mark)]) for mark in ([1, 0, 0], [0, 0, 1]))
    assert not torch.allclose(network(**here)[0], network(**there)[0])


def test_an_answer_to_a_question_is_read_from_the_last_piece(encoder: Path) -> None:
    network = Reader.new(encoder, asked=True).network.eval()
    together, alone = network.pooled(**batch(ROWS)), network.pooled(**batch(ROWS[:1]))
    assert together.shape == (2, network.width)
    torch.testing.assert_close(together[:1], alone, atol=1e-5, rtol=1e-4)
    inputs = batch(ROWS[:1])
    states = network.encoder(inputs["ids"], attention_mask=inputs["there"]).last_hidden_state
    torch.testing.assert_close(alone, states[:, 2], atol=1e-5, rtol=1e-4)


def test_new_heads_give_even_chances(encoder: Path) -> None:
    stance, loaded = Reader.new(encoder).network(**batch(ROWS))
    assert not stance.any() and not loaded.any()


def test_the_target_is_marked_in_a_layer_that_is_there(encoder: Path) -> None:
    network = Reader.new(encoder, marked_layer=40).network
    assert network.marked_layer == len(layers(network.encoder)) - 1


def test_what_lies_below_the_mark_can_be_known_before(deep: Path) -> None:
    network = Reader.new(deep, marked_layer=1).network.eval()
    assert network.marked_layer == 1
    torch.nn.init.normal_(network.mark)
    inputs = batch(ROWS)
    whole = network.pooled(**inputs)
    below = network.below(inputs["ids"], inputs["there"])
    torch.testing.assert_close(network.pooled(**inputs, below=below), whole)
    assert len(layers(network.encoder)) == 2, "no layer is lost"
