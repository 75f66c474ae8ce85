import torch

from pipeline.schema import CODEBOOK
from pipeline.stance.networks.heads import Head, Schemes


def _head() -> Head:
    torch.manual_seed(2)
    head = Head(4, 3, Schemes.of(["b", "a", "b"], []).stance)
    for weight in head.parameters():
        torch.nn.init.normal_(weight)
    return head


def test_the_codebook_comes_first_and_each_scheme_once() -> None:
    assert Schemes.of(["b", CODEBOOK, "a", "b"], []) == Schemes((CODEBOOK, "a", "b"), (CODEBOOK,))


def test_schemes_differ_by_their_own_part_alone() -> None:
    head, features = _head(), torch.randn(5, 4)
    found = head(features)
    assert found.shape == (5, 3, 3)
    own = head.own(features).view(5, 3, 3)
    torch.testing.assert_close(found - own, head.shared(features).unsqueeze(1).expand(5, 3, 3))


def test_a_new_head_is_undecided() -> None:
    assert not Head(4, 2, ["a"])(torch.randn(2, 4)).any()


def test_a_scheme_that_was_not_taught_is_asked_by_the_codebook() -> None:
    head = _head()
    assert [head.number(name) for name in (CODEBOOK, "a", "b", "c")] == [0, 1, 2, 0]


def test_a_label_is_wanted_by_its_own_scheme_alone() -> None:
    head = _head()
    assert head.wanted("b", 2).nonzero().tolist() == [[2, 2]]
    assert not head.unknown().any() and head.unknown().shape == (3, 3)
