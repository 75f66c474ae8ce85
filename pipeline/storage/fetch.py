"""Bringing the corpora's files: from the mirror where there is one, else from the network.

Every file is known by its sha256 and refused if it differs. What was found absent is kept in
mind, so that a later run does not wait for the same hosts again.
"""

import shutil
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from http.client import HTTPException
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

from pipeline.errors import IntegrityError, MissingError
from pipeline.storage.atomic import replacing, sha256_of, sha256_of_value

State = Literal["present", "absent"]


@dataclass(frozen=True, slots=True)
class File:
    """A file of a corpus: its name below the corpus's folder, where it is, and its hash."""

    name: str
    url: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Found:
    """Whether a corpus's file is there."""

    corpus: str
    file: File
    state: State


def fetch(
    wanted: Sequence[tuple[str, File]],
    raw: Path,
    *,
    mirror: Path | None,
    timeout: float,
    skip: set[str],
) -> list[Found]:
    """Brings files into ``raw/<corpus>/``; which are there afterwards.

    Args:
        wanted: pairs of a corpus and a file of it.
        raw: the folder that holds one for each corpus.
        mirror: a folder laid out alike that is looked into first.
        timeout: seconds in which a host has to answer at all.
        skip: keys (``absence_key``) of files known to be absent, for which no host is asked.

    Raises:
        IntegrityError: a file's bytes are not those that its spec names.
    """
    missing = [
        (name, file)
        for name, file in wanted
        if not _take_local(raw / name / file.name, file, mirror and mirror / name / file.name)
        and absence_key(name, file, mirror) not in skip
    ]
    hosts = _answering({urlsplit(file.url).netloc for _, file in missing}, timeout)
    for name, file in missing:
        if urlsplit(file.url).netloc in hosts:
            _download(file, raw / name / file.name, timeout)
    return [Found(name, file, _state(raw / name / file.name, file)) for name, file in wanted]


def absence_key(corpus: str, file: File, mirror: Path | None) -> str:
    """Names an absence: it changes with the file's spec and with the mirror."""
    return sha256_of_value([corpus, asdict(file), str(mirror) if mirror else None])


def index(found: Iterable[Found]) -> dict[str, dict[str, dict[str, str]]]:
    """What is there, by corpus and file; the same bytes for the same files, without times."""
    by_corpus: dict[str, dict[str, dict[str, str]]] = {}
    for item in found:
        entry = {"state": item.state, "sha256": item.file.sha256}
        by_corpus.setdefault(item.corpus, {})[item.file.name] = entry
    return by_corpus


def demand(found: Iterable[Found], required: Iterable[str], before: Iterable[str]) -> None:
    """Sees that no corpus is missing which has to be there.

    Args:
        found: what is there now.
        required: corpora of which at least one file must be there.
        before: ``corpus/file`` of what was there at the last run.

    Raises:
        MissingError: one is not.
    """
    here = {f"{item.corpus}/{item.file.name}" for item in found if item.state == "present"}
    for name in required:
        if not any(path.startswith(f"{name}/") for path in here):
            raise MissingError(f"fetch: required corpus {name} is not there; see stance corpora")
    for path in before:
        if path not in here:
            raise MissingError(
                f"fetch: {path} was there and is gone; bring it back, or take the corpus out of "
                "fetch.corpora"
            )


def _take_local(path: Path, file: File, copy: Path | None) -> bool:
    if path.is_file() and sha256_of(path) == file.sha256:
        return True
    if copy is None or not copy.is_file():
        return False
    with replacing(path) as aside:
        shutil.copyfile(copy, aside)
        _check(aside, file, str(copy))
    return True


def _state(path: Path, file: File) -> State:
    if not path.is_file():
        return "absent"
    _check(path, file, str(path))
    return "present"


def _check(path: Path, file: File, where: str) -> None:
    got = sha256_of(path)
    if got != file.sha256:
        raise IntegrityError(
            f"{where}: sha256 is {got[:12]}…, expected {file.sha256[:12]}…; remove or renew it"
        )


def _answering(hosts: set[str], timeout: float) -> set[str]:
    """The hosts that answer within ``timeout`` seconds, all asked at once."""
    answered: set[str] = set()
    # Daemon threads: a name look-up that hangs must not hold the program at its end.
    probes = [
        threading.Thread(target=_probe, args=(host, timeout, answered), daemon=True)
        for host in hosts
    ]
    for probe in probes:
        probe.start()
    deadline = time.monotonic() + timeout
    for probe in probes:
        probe.join(max(0.0, deadline - time.monotonic()))
    return set(answered)


def _probe(host: str, timeout: float, answered: set[str]) -> None:
    request = urllib.request.Request(f"https://{host}/", method="HEAD")
    try:
        with urllib.request.urlopen(request, timeout=timeout):  # noqa: S310 https by the line above
            answered.add(host)
    except urllib.error.HTTPError as error:
        if error.code < 500:
            answered.add(host)
    except (OSError, HTTPException):
        return


def _download(file: File, path: Path, timeout: float) -> None:
    try:
        with (
            replacing(path) as aside,
            urllib.request.urlopen(file.url, timeout=10 * timeout) as answer,  # noqa: S310 a spec's
            aside.open("wb") as out,
        ):
            shutil.copyfileobj(answer, out)
            out.flush()
            _check(aside, file, file.url)
    except (OSError, HTTPException):
        return  # absent, as the index will say
