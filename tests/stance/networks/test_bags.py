import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from pipeline.stance.networks import bags

TABLE = np.arange(20, dtype=np.float16).reshape(10, 2)
ZONE = st.lists(st.lists(st.integers(0, 9), max_size=5), min_size=3, max_size=3)


@given(ZONE, ZONE)
def test_a_zone_is_the_mean_of_its_pieces_vectors(
    one: list[list[int]], two: list[list[int]]
) -> None:
    found = bags.means(TABLE, [one, two])
    assert found.shape == (3, 4)
    for row in range(3):
        for zone, half in ((one, found[row, :2]), (two, found[row, 2:])):
            wanted = TABLE[zone[row]].astype(float).mean(axis=0) if zone[row] else np.zeros(2)
            np.testing.assert_allclose(half, wanted, rtol=1e-9)


def test_no_texts_have_no_means() -> None:
    assert bags.means(TABLE, [[], []]).shape == (0, 4)
