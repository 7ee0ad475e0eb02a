"""How the offline page is put together, and what it cannot do."""

import hashlib
import re

import pytest

from paidang.portal import offline

HYPARQUET = offline.SOURCES / "hyparquet"
REACHES_OUT = re.compile(
    r"\b(fetch|XMLHttpRequest|WebSocket|EventSource|sendBeacon|importScripts|import)\b\s*\("
)


def test_the_page_is_one_file_that_names_no_other():
    page = offline.page().content.decode()
    assert len(page) < 300_000
    without_comments = re.sub(r"<!--.*?-->|/\*.*?\*/|^\s*//.*$", "", page, flags=re.S | re.M)
    addresses = re.findall(r"(?:src|href)\s*=\s*[\"']([^\"']+)|url\(([^)]*)\)", without_comments)
    assert addresses == [("data:,", "")]
    assert REACHES_OUT.findall(without_comments) == []


def test_the_policy_allows_its_own_scripts_and_nothing_from_outside():
    page = offline.page()
    assert page.policy.startswith("default-src 'none'; ")
    assert "'unsafe" not in page.policy and "http" not in page.policy and "connect-src" not in page.policy
    assert f'content="{page.policy}"' in page.content.decode()


def test_a_module_stands_before_whoever_needs_it_and_once():
    script = offline.link("worker.js")
    made = re.findall(r"^const (m_\w+) = ", script, re.M)
    assert len(made) == len(set(made)) and made[-1] == "m_worker"
    for name in made:
        first_use = re.search(rf"\}} = {name};", script)
        assert first_use is None or script.index(f"const {name} = ") < first_use.start()


@pytest.mark.parametrize(
    "source", ['import x from "./a.js";', "export default 1;", 'export * from "./a.js";']
)
def test_a_form_that_the_linker_does_not_know_is_refused(source, monkeypatch):
    monkeypatch.setattr(offline, "_source", lambda name: source)
    with pytest.raises(AssertionError):
        offline.link("odd.js")


def test_modules_in_a_circle_are_refused(monkeypatch):
    sources = {"a.js": 'import { b } from "./b.js";', "b.js": 'import { a } from "./a.js";'}
    monkeypatch.setattr(offline, "_source", sources.__getitem__)
    with pytest.raises(AssertionError, match="imports itself"):
        offline.link("a.js")


def test_every_word_that_the_scripts_use_is_in_both_languages():
    words = (offline.SOURCES / "words.js").read_text("utf-8")
    known = set(re.findall(r"^  (\w+): \[", words, re.M))
    used: set[str] = set()
    for path in offline.SOURCES.glob("*.js"):
        source = path.read_text("utf-8")
        used |= set(re.findall(r"\bword\(\"(\w+)\"", source))
        used |= set(re.findall(r"\b(?:reason|wrong|code): \"(\w+)\"", source))
        used |= set(re.findall(r"\bnew Refusal\(\"(\w+)\"", source))
    html = (offline.SOURCES / "page.html").read_text("utf-8")
    used |= set(re.findall(r"data-(?:word|label)=\"(\w+)\"", html))
    assert used - known == {"no_factory_price"}  # a statement's own word for what is held


def test_the_vendored_files_are_the_published_ones():
    listed = dict(
        reversed(line.split("  "))
        for line in (HYPARQUET / "README.md").read_text().splitlines()
        if "  " in line
    )
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in HYPARQUET.iterdir()
        if path.name != "README.md"
    }
    assert found == listed


def test_anybody_may_have_the_page(client, db):
    answer = client.get("/verify/offline")
    assert answer.status_code == 200 and answer.content == offline.page().content
    assert answer.headers["Content-Security-Policy"] == f"{offline.page().policy}; frame-ancestors 'none'"
    assert client.post("/verify/offline").status_code == 405


def test_the_page_that_verifies_on_the_server_offers_it(client, db):
    assert f'href="/verify/offline" download="{offline.FILE_NAME}"' in client.get("/verify").content.decode()
