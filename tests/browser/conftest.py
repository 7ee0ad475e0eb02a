"""A real Chromium, the system's own; without one the journeys fail and say what to install."""

import asyncio
import os
import shutil
import time
from collections.abc import Iterator

import pytest
from django.db import connection, connections
from playwright import sync_api as playwright

NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
"""The first one draws no windows around its pages: less than half the processor time."""
CHROMIUM = os.environ.get("PAIDANG_CHROMIUM") or next(filter(None, map(shutil.which, NAMES)), None)
ARGS = [
    "--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync", "--disable-quic",
    "--no-first-run", "--disable-gpu",
]  # fmt: skip
REQUESTS = """
    select count(*) from pg_stat_activity
    where datname = current_database() and xact_start is not null and backend_type = 'client backend'
    and pid <> pg_backend_pid()
"""


@pytest.fixture(scope="session")
def _chromium() -> Iterator[tuple[playwright.Browser, asyncio.AbstractEventLoop]]:
    """One for all journeys; and Playwright's loop, which tests without a browser must not find in their thread."""
    if not CHROMIUM:
        pytest.fail("浏览器测试需要 Chromium：运行 make browser，或安装系统的 chromium")
    with playwright.sync_playwright() as running:
        chromium = running.chromium.launch(executable_path=CHROMIUM, args=ARGS)
        loop = asyncio.get_running_loop()
        asyncio._set_running_loop(None)
        yield chromium, loop
        asyncio._set_running_loop(loop)
        chromium.close()


@pytest.fixture
def chromium(
    _chromium: tuple[playwright.Browser, asyncio.AbstractEventLoop],
) -> Iterator[playwright.Browser]:
    """For what needs no product, only a browser: no database is asked."""
    chromium, loop = _chromium
    asyncio._set_running_loop(loop)
    yield chromium
    for context in chromium.contexts:
        context.close()
    asyncio._set_running_loop(None)


@pytest.fixture
def browser(
    _chromium: tuple[playwright.Browser, asyncio.AbstractEventLoop], monkeypatch: pytest.MonkeyPatch
) -> Iterator[playwright.Browser]:
    """Nobody has been here before: what people do stays in their own contexts, which end with the test."""
    chromium, loop = _chromium
    monkeypatch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")  # Django sees the loop
    asyncio._set_running_loop(loop)
    yield chromium
    for context in chromium.contexts:
        context.close()
    _wait_for_requests()
    connections.close_all()  # under the loop this thread had a connection of its own
    asyncio._set_running_loop(None)


def _wait_for_requests() -> None:
    """What the pages asked for last is answered before the tables are emptied."""
    with connection.cursor() as cursor:
        for _ in range(200):
            cursor.execute(REQUESTS)
            if cursor.fetchone() == (0,):
                return
            time.sleep(0.1)
