"""The page in a real browser: nothing in it runs, and nothing is asked of the network."""

import shutil
import subprocess
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from pipeline.report.page import render

pytestmark = pytest.mark.browser
CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "chrome"))), None)


@pytest.fixture
def canary():
    """A server on loopback and the paths that were asked of it."""
    asked = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_error(404)

        def log_message(self, *_):
            pass

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", asked
        server.shutdown()


def opened(path, profile):
    command = [
        *(CHROMIUM, "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run"),
        *("--disable-background-networking", f"--user-data-dir={profile}", "--dump-dom"),
    ]
    done = subprocess.run(  # noqa: S603 the browser that is installed
        [*command, path.as_uri()], capture_output=True, text=True, timeout=120, check=True
    )
    return done.stdout


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_page_opens_from_disk_runs_nothing_and_asks_for_nothing(tmp_path, batch, said, canary):
    address, asked = canary
    take = "document.title='taken'"
    evil = f'<img src={address}/img onerror="{take}"><script>{take}</script>'
    made = batch(
        [said(outlet=f"Paper {evil}", title=evil, text=f"Russia {i} {evil}") for i in range(4)]
    )
    page = tmp_path / "report.html"
    page.write_text(render(made.stances, made.articles, made.scores, {}), encoding="utf-8")
    seen = opened(page, tmp_path / "profile")
    assert "<title>How news outlets present Russia</title>" in seen
    assert seen.count("<svg") > 2
    assert "<img" not in seen
    assert asked == []


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_policy_alone_would_stop_a_script_and_an_image(tmp_path, batch, said, canary):
    address, asked = canary
    made = batch([said(outlet="Paper")])
    page = tmp_path / "report.html"
    smuggled = f"<script>document.title='taken'</script><img src={address}/img></main>"
    html = render(made.stances, made.articles, made.scores, {}).replace("</main>", smuggled)
    page.write_text(html, encoding="utf-8")
    seen = opened(page, tmp_path / "profile")
    assert "<title>How news outlets present Russia</title>" in seen
    assert asked == []
