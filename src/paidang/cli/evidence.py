"""`paidang evidence verify`: both verdicts on a chain, from its file alone or from the database."""

import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from paidang.evidence.rules.chain import Entry, Head, Verdict
from paidang.evidence.rules.chain import verify as verify_entries
from paidang.evidence.rules.files import CHAIN_FILE, HEADS_FILE, NotAChain, read_chain, read_heads

app = typer.Typer(help="存证", no_args_is_help=True)


class BadInput(Exception):
    """What was asked for cannot be read; one line for the person at the terminal."""


@app.callback()
def main() -> None:
    """存证：谁在什么时候做了什么，一份合同一条链。"""


@app.command()
def verify(
    file: Annotated[Path | None, typer.Argument(help="下载的 evidence.jsonl，或含它的 zip")] = None,
    heads: Annotated[Path | None, typer.Option(help="手里的凭据 heads.json")] = None,
    contract: Annotated[str, typer.Option(help="查数据库里这份合同的链，要配 --as")] = "",
    email: Annotated[str, typer.Option("--as", help="以谁的名义查：邮箱")] = "",
    as_json: Annotated[bool, typer.Option("--json", help="输出 JSON")] = False,
) -> None:
    """验一条链：没有被改过？没有缺？退出码 0 都好，1 有问题，2 输入有误。"""
    try:
        if file and not contract:
            verdict = verify_file(file, heads)
        elif contract and email and not file:
            verdict = _verify_database(contract, email, heads)
        else:
            raise BadInput("请给一个存证文件，或 --contract 编号 --as 邮箱")
    except (BadInput, NotAChain, OSError, UnicodeDecodeError, zipfile.BadZipFile) as problem:
        if as_json:
            typer.echo(
                json.dumps({"error": {"code": "BAD_INPUT", "message": _line(problem)}}, ensure_ascii=False)
            )
        else:
            typer.echo(_line(problem), err=True)
        raise typer.Exit(2) from None
    typer.echo(json.dumps(as_data(verdict), ensure_ascii=False) if as_json else "\n".join(as_lines(verdict)))
    raise typer.Exit(0 if verdict.is_unaltered and verdict.is_complete else 1)


def verify_file(file: Path, heads: Path | None = None) -> Verdict:
    """Verify a downloaded chain; a zip brings its own heads, `heads` adds those in one's hands."""
    held: list[tuple[str, list[Head]]] = []
    lines: Iterable[str]
    if zipfile.is_zipfile(file):
        with zipfile.ZipFile(file) as bundle:
            missing = {CHAIN_FILE, HEADS_FILE} - set(bundle.namelist())
            if missing:
                raise BadInput(f"{file} 里没有 {'、'.join(sorted(missing))}")
            lines = io.StringIO(bundle.read(CHAIN_FILE).decode())
            held.append(read_heads(bundle.read(HEADS_FILE).decode()))
    else:
        lines = _lines_of(file)
    if heads:
        held.append(read_heads(heads.read_text("utf-8")))
    chain, entries = read_chain(lines)
    return _verify(chain, entries, held)


def _verify(chain: str, entries: Iterable[Entry], held: list[tuple[str, list[Head]]]) -> Verdict:
    for name, _heads in held:
        if name != chain:
            raise BadInput("凭据说的是另一条链")
    return verify_entries(
        chain=chain, entries=entries, heads=[head for _name, heads in held for head in heads]
    )


def _lines_of(file: Path) -> Iterator[str]:
    with file.open(encoding="utf-8-sig", newline="\n") as lines:
        yield from lines


def _verify_database(code: str, email: str, heads: Path | None) -> Verdict:
    """In the name of a person, so that only what that person may see is read."""
    import os

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
    import django

    django.setup()
    from paidang.contracts.queries import get_contract
    from paidang.evidence.queries import get_chain, get_heads, iter_entries
    from paidang.kit.outcome import NotFound
    from paidang.team.context import act_as
    from paidang.team.queries import find_person

    with act_as(org_id=None):
        person = find_person(email)
    if person is None:
        raise BadInput(f"没有账号 {email}")
    with act_as(org_id=person.org_id, person_id=person.pk):
        try:
            chain = get_chain(get_contract(code).chain_id)
        except NotFound as problem:
            raise BadInput(str(problem)) from None
        held = [(str(chain.name), get_heads(chain.pk))]
        if heads:
            held.append(read_heads(heads.read_text("utf-8")))
        return _verify(str(chain.name), iter_entries(chain.pk), held)


def as_data(verdict: Verdict) -> dict[str, object]:
    """Both verdicts for machines."""
    return {
        "entries": verdict.entries,
        "unaltered": verdict.is_unaltered,
        "broken_at": verdict.broken_at,
        "reason": verdict.reason or None,
        "complete": verdict.is_complete,
        "complete_to": verdict.complete_to,
        "missing": [asdict(head) for head in verdict.missing],
    }


def as_lines(verdict: Verdict) -> Iterator[str]:
    """Both verdicts for people, never as one."""
    if verdict.is_unaltered:
        yield f"✓ 没有被改过：{verdict.entries:,} 条逐条重算，每条都接得上前一条。"
    else:
        yield f"✗ 被动过：第 {verdict.broken_at:,} 条起不对。{verdict.reason}。"
    if verdict.missing:
        first = verdict.missing[0]
        where = "链里没有这一条" if first.seq > verdict.entries else "链里这一条的摘要不同"
        start = min(first.seq, verdict.entries + 1)
        yield f"✗ 缺了或整条重写：“{first.document}”写着第 {first.seq:,} 条，{where}；第 {start:,} 条起不能信。"
    elif not verdict.is_unaltered:
        upto = (
            f"凭据只证明到第 {verdict.complete_to:,} 条。"
            if verdict.complete_to
            else "没有一份凭据在它之前。"
        )
        yield f"◐ 有没有缺不能说：链被动过，{upto}"
    elif verdict.complete_to:
        after = verdict.entries - verdict.complete_to
        rest = f"之后 {after:,} 条还没有凭据。" if after else ""
        yield f"✓ 没有缺，到第 {verdict.complete_to:,} 条为止：凭据与链一致。{rest}"
    else:
        yield "◐ 有没有缺不能说：没有凭据可比，请用 --heads 给出手里的凭据。"


def _line(problem: Exception) -> str:
    if isinstance(problem, UnicodeDecodeError):
        return "文件不是 UTF-8 文字"
    if isinstance(problem, zipfile.BadZipFile):
        return "zip 打不开"
    return f"打不开 {problem.filename}" if isinstance(problem, OSError) else str(problem)
