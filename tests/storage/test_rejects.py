import typing
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from pipeline.schema import Reject, RejectReason
from pipeline.storage import rejects

some_rejects = st.builds(
    Reject,
    source=st.text(max_size=9),
    line=st.integers(0, 10**6),
    article_id=st.text(max_size=9),
    stage=st.just("read"),
    reason=st.sampled_from(typing.get_args(RejectReason)),
    detail=st.text(max_size=9),
)


@given(st.lists(some_rejects | st.integers()))
def test_what_is_read_is_kept_or_rejected(stream: list[Reject | int]) -> None:
    tally = rejects.Tally()
    kept = list(tally.sift(stream))
    counts = tally.counts()
    assert kept == [item for item in stream if isinstance(item, int)]
    assert counts["read"] == len(stream) == counts["kept"] + counts["rejected"]
    assert sum(counts["rejected_by_reason"].values()) == counts["rejected"]


@given(st.lists(some_rejects, max_size=5))
def test_rejects_written_and_read_back_are_the_same(tmp_path: Path, written: list[Reject]) -> None:
    rejects.write(tmp_path / "rejects.jsonl", written)
    assert rejects.read(tmp_path / "rejects.jsonl") == written


def test_a_tally_counts_over_several_streams() -> None:
    tally = rejects.Tally()
    bad = Reject(source="a", stage="read", reason="bad-json")
    assert list(tally.sift([1, bad])) + list(tally.sift([2])) == [1, 2]
    assert tally.counts() == {
        "read": 3,
        "kept": 2,
        "rejected": 1,
        "rejected_by_reason": {"bad-json": 1},
    }
