"""Contract files on the command line: decode and read them, one clear error for what cannot be read (SPEC §11)."""

import gettext
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import typer

import paidang
from paidang.kit.sentence import say, worded

SUFFIXES = (".txt", ".md", ".html", ".htm", ".docx", ".pdf")
LANGUAGES = ("zh", "en")
T = TypeVar("T")


def read_file(path: Path, lang: str, day: date | None) -> tuple[dict[str, Any], str]:
    """The reading of one file with its text, or its error with none."""
    from paidang.contracts.rules.reading import read_contract
    from paidang.printing.read_text import Unreadable, read_text

    try:
        content = path.read_bytes()
        text = read_text(content, path.name)
    except FileNotFoundError:
        return errors(path.name, None, None, worded(say("没有这个文件"), into(lang))), ""
    except OSError as error:
        words = (
            say("这是文件夹，请给其中的一个文件")
            if path.is_dir()
            else say("打不开：{why}", why=error.strerror or "")
        )
        return errors(path.name, None, None, worded(words, into(lang))), ""
    except Unreadable as error:
        return errors(path.name, None, None, worded(str(error), into(lang))), ""
    sha256 = hashlib.sha256(content).hexdigest()
    return read_contract(text, name=path.name, sha256=sha256, as_of=day, lang=lang).to_json(), text


def into(lang: str) -> Callable[[str], str]:
    """What puts sentences into a language: the catalogue of the pages, read without Django."""
    if lang == "zh":
        return str
    return gettext.translation("django", Path(paidang.__file__).parent / "locale", [lang]).gettext


def files_of(folder: Path, lang: str, as_json: bool) -> list[Path]:
    """The contract files in a folder and below it, by name; a folder without any is refused."""
    files = sorted(path for path in folder.rglob("*") if path.suffix.lower() in SUFFIXES and path.is_file())
    if not files:
        words = say("文件夹里没有合同：要有 {suffixes} 文件", suffixes=" ".join(SUFFIXES))
        refuse(errors(folder.name, None, None, worded(words, into(lang))), as_json)
    return files


def agreements(result: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The documents of a reading that are agreements."""
    return [document for document in result["documents"] if document["kind"] != "not_agreement"]


def errors(file: str, column: str | None, value: object, reason: str) -> dict[str, Any]:
    """One error in the form of SPEC §11."""
    return {
        "errors": [{"file": file, "row": None, "column": column, "value": value, "reason": reason}],
        "count": 1,
    }


def refuse(found: Mapping[str, Any], as_json: bool) -> NoReturn:
    """Say the errors and end with exit code 2."""
    lines = [_place(each) + f"：{each['reason']}" for each in found["errors"]]
    typer.echo(json.dumps(found, ensure_ascii=False) if as_json else "\n".join(lines), err=not as_json)
    raise typer.Exit(2)


def _place(error: Mapping[str, Any]) -> str:
    """Where an error is: the file, and within it the answer that is wrong."""
    column = error["column"]
    return f"{error['file']} {column}" if column and not error["file"].startswith("--") else error["file"]


def check_lang(lang: str, as_json: bool) -> None:
    """Refuse a language that there is not."""
    if lang not in LANGUAGES:
        refuse(errors("--lang", "lang", lang, "只有 zh 和 en"), as_json)


def parse_day(text: str, as_json: bool) -> date | None:
    """The day of `--as-of`, None without one."""
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        refuse(errors("--as-of", "as_of", text, "日期要写成 2026-09-01 这样"), as_json)


def each_done(files: list[Path], work: Callable[[Path], T]) -> Iterator[T]:
    """What some work makes of each file, in their order; of many files in parallel, garbage looked for seldom."""
    from concurrent.futures import ProcessPoolExecutor
    from gc import set_threshold

    if len(files) < 8:
        yield from map(work, files)
        return
    with ProcessPoolExecutor(initializer=set_threshold, initargs=(20_000,)) as pool:
        yield from pool.map(work, files, chunksize=8)
