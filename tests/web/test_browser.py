"""The pages in a real browser: no error on the console, nothing that the policy stops, the button works."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import uvicorn
from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]
from playwright.sync_api import Page, expect, sync_playwright

from feedmill.pipeline import Desk
from tests.web.desks import HOSTILE, RUN, SHOWN, STORY, Playing, app_of

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 60_000
"""Milliseconds; machines are shared."""

PATHS = (
    "/search?q=moscow",
    "/close",
    "/sources",
    f"/articles/{SHOWN}/compare",
    "/",
    "/topics/energy",
    "/topics/borderline",
    f"/stories/{STORY}",
    f"/articles/{SHOWN}",
    "/ledger",
    "/login",
    "/feeds/",
)

# Contrast of every text against what it stands on, by the formula of WCAG 2.2; all our colours are opaque.
CONTRAST = """() => {
  const parts = colour => colour.match(/[\\d.]+/g).map(Number);
  const light = ([r, g, b]) => [r, g, b].map(c => (c /= 255) <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)
    .reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = one => { for (let e = one; e; e = e.parentElement) {
    const p = parts(getComputedStyle(e).backgroundColor); if (p.length < 4 || p[3] > 0) return p; }
    return [255, 255, 255]; };
  const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const low = [];
  while (walk.nextNode()) {
    const one = walk.currentNode.parentElement;
    if (!walk.currentNode.data.trim() || !one.checkVisibility()) continue;
    if (['SCRIPT', 'NOSCRIPT'].includes(one.tagName)) continue;
    const [a, b] = [light(parts(getComputedStyle(one).color)), light(ground(one))].sort((x, y) => y - x);
    if ((a + 0.05) / (b + 0.05) < 4.5) low.push(walk.currentNode.data.trim().slice(0, 60));
  }
  return low;
}"""


@contextmanager
def serving(app: Any) -> Iterator[str]:
    with socket.create_server(("127.0.0.1", 0)) as sock:
        server = uvicorn.Server(uvicorn.Config(app, lifespan="off", log_level="error"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [sock]})
        thread.start()
        try:
            yield f"http://127.0.0.1:{sock.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


@contextmanager
def browsing(**wishes: Any) -> Iterator[tuple[Page, list[str]]]:
    """A page, and the complaints that the browser has about anything it is shown."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=list(FLAGS))
        try:
            page = browser.new_context(**wishes).new_page()
            page.set_default_timeout(PATIENCE)
            complaints: list[str] = []
            page.on("console", lambda message: complaints.append(f"{message.type}: {message.text}"))
            page.on("pageerror", lambda fault: complaints.append(str(fault)))
            page.on("dialog", lambda dialog: complaints.append(f"dialog: {dialog.message}"))
            yield page, complaints
        finally:
            browser.close()


@pytest.mark.component("chromium")
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_is_shown_without_complaint_on_a_desk_and_on_a_phone(desk: Desk, scheme: str) -> None:
    with serving(app_of(desk)) as address, browsing(color_scheme=scheme) as (page, complaints):
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 800})
            for path in PATHS:
                page.goto(address + path)
                wide = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
                if path != "/feeds/":  # sandboxed: no script of ours reaches into it
                    assert not page.evaluate(wide), (path, width)
                    assert page.evaluate(CONTRAST) == [], (path, scheme)
        assert complaints == []


@pytest.mark.component("chromium")
def test_the_button_refreshes_and_the_run_is_followed(desk: Desk) -> None:
    control = Playing()
    with serving(app_of(desk, control)) as address, browsing() as (page, complaints):
        page.goto(address)
        page.get_by_role("button", name="Refresh now").click()
        expect(page.locator("#run")).to_have_attribute("data-state", "finished", timeout=PATIENCE)
        expect(page.locator("#run")).to_contain_text("3 seen, 2 read, 1 refused")
        assert complaints == []
    assert control.asked == ["request"]


@pytest.mark.component("chromium")
def test_everything_works_without_script(desk: Desk) -> None:
    with serving(app_of(desk)) as address, browsing(java_script_enabled=False) as (page, complaints):
        page.goto(address)
        page.get_by_role("button", name="Refresh now").click()
        expect(page.locator("#run")).to_have_attribute("data-state", "finished", timeout=PATIENCE)
        assert complaints == []


@pytest.mark.component("chromium")
def test_the_keyboard_is_enough(desk: Desk) -> None:
    with serving(app_of(desk)) as address, browsing() as (page, _):
        page.goto(address)
        page.keyboard.press("Tab")
        skip = page.get_by_role("link", name="Skip to content")
        expect(skip).to_be_focused()
        expect(skip).to_be_in_viewport()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.get_by_role("link", name=HOSTILE).first.focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**/stories/*")


@pytest.mark.component("chromium")
def test_no_page_has_a_serious_fault_of_accessibility(desk: Desk) -> None:
    with serving(app_of(desk, Playing(looks=9))) as address, browsing(bypass_csp=True) as (page, _):
        for path in (*PATHS, "/feeds/index.html", f"/feeds/articles/{SHOWN}.html", f"/runs/{RUN}?file=digest.txt"):
            if path.startswith("/feeds/"):  # sandboxed: read as a file, for no script of anybody runs there
                page.set_content(
                    (desk.settings.paths.feeds / (path.removeprefix("/feeds/") or "index.html")).read_text("utf-8")
                )
            else:
                page.goto(address + path)
            found = Axe().run(page).response["violations"]
            grave = [
                (one["id"], [node["html"] for node in one["nodes"]][:3])
                for one in found
                if one["impact"] in ("serious", "critical")
            ]
            assert grave == [], path


@pytest.mark.component("chromium")
def test_a_file_dropped_onto_the_page_goes_into_the_folder(fresh_desk: Desk) -> None:
    control = Playing()
    with serving(app_of(fresh_desk, control)) as address, browsing() as (page, complaints):
        page.goto(address)
        transfer = page.evaluate_handle("""() => {
          const transfer = new DataTransfer();
          transfer.items.add(new File(["Beijing and Moscow met."], "note.txt", {type: "text/plain"}));
          return transfer; }""")
        page.dispatch_event("h1", "drop", {"dataTransfer": transfer})
        page.wait_for_url("**/runs/*")
        expect(page.locator("#run")).to_have_attribute("data-state", "finished", timeout=PATIENCE)
        expect(page.locator("#run")).to_contain_text("note.txt is not settled yet")  # nobody reads the folder here
        assert complaints == []
    assert (fresh_desk.settings.paths.seeds / "note.txt").read_bytes() == b"Beijing and Moscow met."
    assert control.asked == ["request"]


@pytest.mark.component("chromium")
def test_searching_narrowing_and_choosing_a_file_work_without_script(fresh_desk: Desk, tmp_path: Path) -> None:
    (tmp_path / "chosen.txt").write_text("Beijing and Moscow met.")
    with serving(app_of(fresh_desk)) as address, browsing(java_script_enabled=False) as (page, complaints):
        page.goto(f"{address}/search")
        page.get_by_label("Words, in any language").fill("moscow")
        page.get_by_text("Narrow it").click()
        page.get_by_label("Language", exact=True).select_option("ru")
        page.get_by_role("button", name="Search").click()
        expect(page.locator("article.story")).to_have_count(1)
        page.goto(address)
        page.get_by_label("Drop documents here").set_input_files(tmp_path / "chosen.txt")
        page.get_by_role("button", name="Add to the folder").click()
        page.wait_for_url("**/runs/*")
        assert complaints == []
    assert (fresh_desk.settings.paths.seeds / "chosen.txt").is_file()
