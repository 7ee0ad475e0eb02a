"""Take the pictures of the README from a running demo: `.venv/bin/python docs/screens/take.py http://127.0.0.1:8000 FONTS`.

FONTS is a folder with Inter and Noto Sans and Serif CJK in regular and bold, as Debian's fonts-inter and fonts-noto-cjk
have them: without the bold faces headings and amounts are drawn too thin.
"""

import os
import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

HERE = Path(__file__).parent
ARGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--disable-quic",
]
PICTURES = (  # name, who, page, width, theme
    ("today-1440-light", "lin", "/", 1440, "light"),
    ("contract-1440-light", "lin", "/contracts/{code}", 1440, "light"),
    ("orders-1440-dark", "lin", "/orders", 1440, "dark"),
    ("statement-1440-light", "shen", "/contracts/{code}/statements/{month}", 1440, "light"),
    ("statement-390-light", "shen", "/contracts/{code}/statements/{month}", 390, "light"),
)
PEOPLE = {"lin": "lin@shizhou.example", "shen": "shen@qinglan.example"}


def main(base: str, fonts: str) -> None:
    """Sign in as the demo's people and take each picture anew."""
    os.environ["FONTCONFIG_FILE"] = _only(fonts)
    with sync_playwright() as running:
        browser = running.chromium.launch(executable_path=shutil.which("chromium"), args=ARGS)
        for name, who, path, width, theme in PICTURES:
            height = 900 if width > 500 else 844
            context = browser.new_context(
                viewport={"width": width, "height": height}, locale="zh-CN", color_scheme=theme
            )
            page = context.new_page()
            page.goto(f"{base}/signin")
            page.fill("[name=email]", PEOPLE[who])
            page.fill("[name=password]", "paidang-demo")
            page.click("button.main")
            page.wait_for_load_state()
            page.goto(f"{base}/statements")
            month = page.locator("a[href*='/statements/20']").first.get_attribute("href") or ""
            code = month.split("/contracts/")[1].split("/")[0]
            path = path.format(code=code, month=month.rsplit("/", 1)[1].split("?")[0])
            page.goto(base + path)
            page.screenshot(path=HERE / f"{name}.png")
            context.close()
        browser.close()


def _only(fonts: str) -> str:
    """A font configuration with these faces alone, so that the pictures are the same on every machine."""
    folder = Path(tempfile.mkdtemp())
    (folder / "fonts.conf").write_text(
        f'<?xml version="1.0"?><fontconfig><dir>{fonts}</dir><cachedir>{folder}/cache</cachedir></fontconfig>'
    )
    return str(folder / "fonts.conf")


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
