"""The tokens: dark is written twice, and no other file names a colour."""

import re
from pathlib import Path

STATIC = Path(__file__).parent.parent / "static" / "paidang"


def _declarations(block: str) -> dict[str, str]:
    return dict(re.findall(r"([\w-]+):\s*([^;]+);", block))


def _block(css: str, opening: str) -> str:
    start = css.index(opening) + len(opening)
    return css[start : css.index("}", start)]


def test_dark_by_choice_and_dark_by_machine_are_equal():
    css = (STATIC / "tokens.css").read_text()
    chosen = _declarations(_block(css, '[data-theme="dark"] {'))
    assert len(chosen) > 40
    assert chosen == _declarations(_block(css, ":root:not([data-theme]) {"))


def test_dark_names_every_colour_of_light():
    css = (STATIC / "tokens.css").read_text()
    light = _declarations(_block(css, ':root, [data-theme="light"] {'))
    assert light.keys() == _declarations(_block(css, '[data-theme="dark"] {')).keys()


def test_only_the_tokens_name_colours():
    for file in sorted((STATIC / "css").glob("*.css")):
        screen = re.sub(r"@media print \{.*\n\}", "", file.read_text(), flags=re.DOTALL)
        assert not re.search(r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])|\brgba?\(", screen), file.name


def test_every_token_that_is_used_exists():
    known = set(re.findall(r"(--[\w-]+):", (STATIC / "tokens.css").read_text()))
    for file in sorted((STATIC / "css").glob("*.css")):
        css = file.read_text()
        used, own = set(re.findall(r"var\((--[\w-]+)", css)), set(re.findall(r"(--[\w-]+):", css))
        assert used <= known | own, f"{file.name}: {used - known - own}"


def test_nothing_comes_from_elsewhere():
    for file in STATIC.rglob("*"):
        if file.suffix in {".css", ".js"}:
            assert "//" not in re.sub(r"(?m)(^|\s)//.*$", "", file.read_text()), file.name
