"""The pages in a real browser: no error on the console, nothing that the policy stops, the button works."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
import uvicorn
from playwright.sync_api import Page, expect, sync_playwright

from feedmill.pipeline import Desk
from tests.web.desks import HOSTILE, SHOWN, STORY, Playing, app_of

FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
)  # fmt: skip
PATIENCE = 60_000
"""Milliseconds; machines are shared."""

PATHS = (
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
