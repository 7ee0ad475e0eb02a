"""A real Chromium, the system's own; without one the journeys fail and say what to install."""

import os
import shutil
from collections.abc import Iterator

import pytest
from django.db import connections
from playwright import sync_api as playwright

CHROMIUM = os.environ.get("PAIDANG_CHROMIUM") or shutil.which("chromium") or shutil.which("google-chrome")
ARGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
    "--no-first-run", "--disable-gpu",
]  # fmt: skip


@pytest.fixture
def browser(monkeypatch: pytest.MonkeyPatch) -> Iterator[object]:
    if not CHROMIUM:
        pytest.fail("浏览器测试需要 Chromium：运行 make browser，或安装系统的 chromium")
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Playwright keeps a loop in this thread
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        yield chromium
        chromium.close()
        connections.close_all()  # under Playwright's loop this thread had a connection of its own
