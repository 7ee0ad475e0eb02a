"""The offline page in a browser whose network is off, bundles as a person has them, and what the page says of each."""

import io
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

from tests.browser.people import PATIENCE_MS

ENDED = "[data-outcome]:not([data-outcome=waiting])"


@dataclass(frozen=True)
class Outcome:
    """What became of one file: `agrees`, `differs` or `refused`; the places of its differences; all that is said."""

    word: str
    places: frozenset[tuple[str | None, str | None, str | None]]
    said: str

    @property
    def files(self) -> set[str | None]:
        return {file for file, _row, _column in self.places}


def open_page(chromium, path: Path, **options):
    """The page as it lies on the disk. `page.asked` collects every address it asks for, `page.complaints` its errors."""
    context = chromium.new_context(offline=True, **{"locale": "zh-CN", **options})
    page = context.new_page()
    page.set_default_timeout(PATIENCE_MS)
    page.asked, page.complaints = [], []
    page.on("request", lambda request: page.asked.append(request.url))
    page.on("pageerror", lambda error: page.complaints.append(str(error)))
    page.goto(path.as_uri())
    return page


def verify(page, *bundles: bytes) -> list[Outcome]:
    """Give the page the files, all at once, and wait for what it says of each, in their order."""
    before = page.locator(ENDED).count()
    named = [{"name": "bundle.zip", "mimeType": "application/zip", "buffer": each} for each in bundles]
    page.set_input_files("#file", named)
    page.wait_for_function(
        "([ended, count]) => document.querySelectorAll(ended).length === count",
        arg=[ENDED, before + len(bundles)],
    )
    told = page.eval_on_selector_all(
        "#results > section",
        """(panels) => panels.map((panel) => ({
            word: panel.dataset.outcome,
            said: panel.innerText,
            places: [...panel.querySelectorAll("li")].map((li) => [li.dataset.file, li.dataset.row, li.dataset.column]),
        }))""",
    )
    newest_last = reversed(told[: len(bundles)])
    return [
        Outcome(each["word"], frozenset(map(tuple, each["places"])), each["said"]) for each in newest_last
    ]


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def contents(folder: Path) -> dict[str, bytes]:
    """A bundle's files by their names."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
