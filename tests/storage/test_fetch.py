import hashlib
import time
from pathlib import Path

import pytest

from pipeline.errors import IntegrityError, MissingError
from pipeline.storage import fetch
from pipeline.storage.fetch import File

CONTENT = b"The ferry was late.\n"
SHA = hashlib.sha256(CONTENT).hexdigest()
TIMEOUT = 0.3


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The hosts that were asked; every one is there, and files are got from the disk."""
    hosts: list[str] = []

    def probe(host: str, timeout: float, answered: set[str]) -> None:
        hosts.append(host)
        answered.add(host)

    monkeypatch.setattr(fetch, "_probe", probe)
    return hosts


Wanted = list[tuple[str, File]]


def _wanted(*urls: str) -> Wanted:
    return [("gazette", File(f"{n}.txt", url, SHA)) for n, url in enumerate(urls)]


def _fetch(
    wanted: Wanted, raw: Path, mirror: Path | None = None, skip: set[str] | None = None
) -> list[fetch.Found]:
    return fetch.fetch(wanted, raw, mirror=mirror, timeout=TIMEOUT, skip=skip or set())


def _put(path: Path, content: bytes = CONTENT) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def test_the_mirror_is_asked_before_the_network(tmp_path: Path, asked: list[str]) -> None:
    _put(tmp_path / "mirror" / "gazette" / "0.txt")
    (found,) = _fetch(_wanted("https://tin.example/0"), tmp_path / "raw", tmp_path / "mirror")
    assert found.state == "present"
    assert (tmp_path / "raw" / "gazette" / "0.txt").read_bytes() == CONTENT
    assert asked == []


def test_what_the_mirror_has_not_is_brought_from_the_network(
    tmp_path: Path, asked: list[str]
) -> None:
    url = _put(tmp_path / "host" / "0.txt").as_uri()
    (found,) = _fetch(_wanted(url), tmp_path / "raw", tmp_path / "mirror")
    assert found.state == "present"
    assert (tmp_path / "raw" / "gazette" / "0.txt").read_bytes() == CONTENT
    assert len(asked) == 1


def test_what_is_there_is_left_alone(tmp_path: Path, asked: list[str]) -> None:
    path = _put(tmp_path / "raw" / "gazette" / "0.txt")
    before = path.stat().st_mtime_ns
    (found,) = _fetch(_wanted("https://tin.example/0"), tmp_path / "raw")
    assert found.state == "present"
    assert path.stat().st_mtime_ns == before
    assert asked == []


@pytest.mark.parametrize("where", ["mirror", "network"])
def test_bytes_with_another_hash_are_refused_and_not_kept(
    tmp_path: Path, asked: list[str], where: str
) -> None:
    mirror = tmp_path / "mirror"
    url = _put(tmp_path / "host" / "0.txt", b"other").as_uri()
    if where == "mirror":
        _put(mirror / "gazette" / "0.txt", b"other")
    with pytest.raises(IntegrityError, match=f"sha256 is .*, expected {SHA[:12]}…; remove or"):
        _fetch(_wanted(url), tmp_path / "raw", mirror)
    assert [path for path in (tmp_path / "raw").rglob("*") if path.is_file()] == []


def test_a_file_that_changed_is_brought_anew(tmp_path: Path, asked: list[str]) -> None:
    path = _put(tmp_path / "raw" / "gazette" / "0.txt", b"half of it")
    url = _put(tmp_path / "host" / "0.txt").as_uri()
    assert _fetch(_wanted(url), tmp_path / "raw")[0].state == "present"
    assert path.read_bytes() == CONTENT


def test_a_file_that_changed_and_cannot_be_brought_anew_is_refused(
    tmp_path: Path, asked: list[str]
) -> None:
    _put(tmp_path / "raw" / "gazette" / "0.txt", b"half of it")
    url = (tmp_path / "nowhere").as_uri()
    with pytest.raises(IntegrityError, match=r"0\.txt: sha256 is"):
        _fetch(_wanted(url), tmp_path / "raw")


def test_hosts_that_hang_are_given_up_together_within_the_timeout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetch, "_probe", lambda host, timeout, answered: time.sleep(5))
    wanted = _wanted(*(f"https://host{number}.example/x" for number in range(5)))
    start = time.monotonic()
    found = _fetch(wanted, tmp_path / "raw")
    assert time.monotonic() - start < 3 * TIMEOUT
    assert [item.state for item in found] == ["absent"] * 5
    assert not (tmp_path / "raw").exists()


def test_a_host_that_does_not_have_the_file_leaves_it_absent(
    tmp_path: Path, asked: list[str]
) -> None:
    (found,) = _fetch(_wanted((tmp_path / "nowhere").as_uri()), tmp_path / "raw")
    assert found.state == "absent"


def test_each_host_is_asked_once(tmp_path: Path, asked: list[str]) -> None:
    urls = [_put(tmp_path / "host" / name).as_uri() for name in "abc"]
    _fetch(_wanted(*urls), tmp_path / "raw")
    assert len(asked) == 1


def test_what_was_absent_is_kept_in_mind_and_not_asked_for_again(
    tmp_path: Path, asked: list[str]
) -> None:
    wanted = _wanted("https://tin.example/0")
    key = fetch.absence_key(*wanted[0], None)
    (found,) = _fetch(wanted, tmp_path / "raw", skip={key})
    assert found.state == "absent"
    assert asked == []


def test_what_is_kept_in_mind_is_taken_from_the_mirror_all_the_same(
    tmp_path: Path, asked: list[str]
) -> None:
    wanted, mirror = _wanted("https://tin.example/0"), tmp_path / "mirror"
    _put(mirror / "gazette" / "0.txt")
    skip = {fetch.absence_key(*wanted[0], mirror)}
    assert _fetch(wanted, tmp_path / "raw", mirror, skip)[0].state == "present"


def test_an_absence_is_forgotten_when_the_spec_or_the_mirror_changes() -> None:
    file = File("0.txt", "https://tin.example/0", SHA)
    keys = {
        fetch.absence_key("gazette", file, None),
        fetch.absence_key("gazette", file, Path("/mirror")),
        fetch.absence_key("herald", file, None),
        fetch.absence_key("gazette", File("0.txt", "https://tin.example/1", SHA), None),
        fetch.absence_key("gazette", File("0.txt", "https://tin.example/0", "0" * 64), None),
    }
    assert len(keys) == 5


def _found(state: fetch.State, name: str = "0.txt") -> fetch.Found:
    return fetch.Found("gazette", File(name, "https://tin.example/0", SHA), state)


def test_a_required_corpus_that_is_not_there_is_missing() -> None:
    fetch.demand([_found("present"), _found("absent", "1.txt")], ["gazette"], [])
    with pytest.raises(MissingError, match="required corpus gazette is not there; see"):
        fetch.demand([_found("absent")], ["gazette"], [])


def test_a_file_that_was_there_and_is_gone_is_missing() -> None:
    fetch.demand([_found("present")], [], ["gazette/0.txt"])
    with pytest.raises(MissingError, match=r"gazette/0\.txt was there and is gone; bring it back"):
        fetch.demand([_found("absent")], [], ["gazette/0.txt"])


def test_the_index_says_what_is_there_in_the_same_bytes() -> None:
    found = [_found("present"), _found("absent", "1.txt")]
    assert fetch.index(found) == {
        "gazette": {
            "0.txt": {"state": "present", "sha256": SHA},
            "1.txt": {"state": "absent", "sha256": SHA},
        }
    }
