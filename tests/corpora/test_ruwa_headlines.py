import csv
import datetime as dt
import io
import zipfile
from pathlib import Path

from pipeline.corpora import ruwa_headlines
from pipeline.schema import Article, Reject

COLUMNS = ["", "Unnamed: 0", "src", "desc", "title", "ref", "Date", "Site", "Event", "KW"]


def _write(folder: Path, *rows: tuple[str, str]) -> None:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(COLUMNS)
    for number, (title, desc) in enumerate(rows):
        src = f"https://tin.example/{number}"
        writer.writerow(
            [number, number, src, desc, title, "[]", "02/29/2024", "tin.example", "ferry", "[]"]
        )
    with zipfile.ZipFile(folder / "RUWA_01.08.23.csv.zip", "w") as archive:
        archive.writestr("__MACOSX/._RUWA.csv", b"\0\xff")
        archive.writestr("RUWA_04.08.23.csv", text.getvalue().encode())


def test_a_row_is_an_article_of_its_site(tmp_path: Path) -> None:
    _write(tmp_path, ("Ferry late", "Swans sat on the gangway,\n“again”."))
    (article,) = ruwa_headlines.read(tmp_path)
    assert article == Article(
        article_id="ruwa-0",
        outlet="tin.example",
        title="Ferry late",
        published=dt.date(2024, 2, 29),
        url="https://tin.example/0",
        language="en",
        raw="Ferry late\n\nSwans sat on the gangway,\n“again”.",
        extra='{"event": "ferry"}',
    )


def test_a_title_or_a_description_is_enough_and_neither_is_a_reject(tmp_path: Path) -> None:
    _write(tmp_path, ("Ferry late", ""), ("", "Swans."), (" ", ""))
    title, desc, neither = ruwa_headlines.read(tmp_path)
    assert isinstance(title, Article) and title.headline.of(title.raw) == "Ferry late"
    assert isinstance(desc, Article) and len(desc.headline) == 0
    assert isinstance(neither, Reject)
    assert (neither.article_id, neither.line, neither.reason) == ("ruwa-2", 3, "empty-text")
