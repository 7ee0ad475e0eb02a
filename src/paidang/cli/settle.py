"""`paidang settle` and `paidang verify` (settlement SPEC §11): no database, no server.

Exit 0: done; 1: `verify` found a difference; 2: bad input.
"""

import json
import signal
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Annotated, Any, NoReturn

import typer

from paidang.kit.money import yuan
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import say
from paidang.settlement.bundle import (
    BadKey,
    Bundle,
    NotABundle,
    add_signature,
    read_private_key,
    read_public_key,
    settle_folder,
    unpack,
    verify_folder,
)
from paidang.settlement.bundle.canonical import NotCanonical, parse_json
from paidang.settlement.engines import DEFAULT_ENGINE, EngineFailed, EngineUnavailable
from paidang.settlement.rules.errors import SHOWN_ERRORS_MAX, BadInput, BadPlace

TERMS_FILE = "terms.json"
# Parquet is packed already: what grows more than this is no bundle.
_UNPACKED_TIMES_MAX = 30

_Engine = Annotated[str, typer.Option(help="python、duckdb 或 spark")]
_Master = Annotated[str | None, typer.Option(help="Spark 集群，如 spark://host:7077；默认本机")]
_Sign = Annotated[Path | None, typer.Option(help="以此 Ed25519 私钥（PEM）签名")]
_Json = Annotated[bool, typer.Option("--json", help="以JSON回答")]


def settle(
    terms: Annotated[Path, typer.Option(help="结算条款 terms.json")],
    facts: Annotated[
        str,
        typer.Option(help="事实文件夹：order_lines.csv 或 .parquet 等；用 spark 时也可为 s3a://… 等地址"),
    ],
    month: Annotated[str, typer.Option(help="结算月，如 2026-09")],
    out: Annotated[Path, typer.Option(help="写出的对账包，须不存在或为空")],
    previous: Annotated[Path | None, typer.Option(help="上期对账包")] = None,
    engine: _Engine = DEFAULT_ENGINE,
    master: _Master = None,
    copies: Annotated[bool, typer.Option(help="另附 statement.pdf 和 statement.xlsx")] = False,
    sign: _Sign = None,
    as_json: _Json = False,
) -> None:
    """结算一个月，写出双方都能核验的对账包。"""
    with _refusals(as_json), _signals_raise():
        bundle = settle_folder(
            terms=_read_terms_file(terms),
            facts=facts,
            month=month,
            out=out,
            previous=previous,
            engine=engine,
            master=master,
            closed_at=datetime.now(SHANGHAI).isoformat(timespec="seconds"),
            copies={} if copies else None,
            sign=sign,
        )
    if as_json:
        notes = [note.as_dict() for note in bundle.notes]
        _print_json(
            {"folder": str(out), "digest": bundle.digest, "statement": bundle.statement, "notes": notes}
        )
    else:
        _print_bundle(bundle)


def verify(
    bundle: Annotated[Path | None, typer.Argument(help="对账包：下载的 .zip，或解开后的文件夹")] = None,
    previous: Annotated[Path | None, typer.Option(help="上期对账包，同上")] = None,
    engine: _Engine = DEFAULT_ENGINE,
    master: _Master = None,
    signer: Annotated[list[Path] | None, typer.Option(help="须有此公钥（PEM）的签名，可多次")] = None,
    sign: _Sign = None,
    page: Annotated[Path | None, typer.Option(help="不验，写出断网也能验的网页（.html）")] = None,
    as_json: _Json = False,
) -> None:
    """重算一个对账包，逐条列出差异；无差异时可加上自己的签名。"""
    if page is not None:
        with _refusals(as_json):
            _write_page(page)
        return
    if bundle is None:
        raise typer.BadParameter("要验哪个对账包？", param_hint="BUNDLE")
    with _refusals(as_json), _signals_raise(), ExitStack() as until_done:
        if sign and bundle.is_file():
            reason = "签名要写进对账包：请先解开，再对文件夹签名"
            raise BadInput([BadPlace(str(bundle), None, None, None, reason)])
        folder = until_done.enter_context(_unpacked(bundle))
        folder_before = until_done.enter_context(_unpacked(previous)) if previous else None
        keys = [read_public_key(key) for key in signer or ()]
        private_key = read_private_key(sign) if sign else None
        result = verify_folder(folder, folder_before, engine, master, keys)
        if private_key is not None and result.is_verified:
            result = add_signature(folder, result, private_key)
    if as_json:
        _print_json(result.as_dict())
    elif result.is_verified:
        typer.echo("verified")
        for key in result.signed_by:
            typer.echo(f"签名：{key}")
    else:
        for difference in result.differences:
            typer.echo(str(difference))
    if not result.is_verified:
        raise typer.Exit(1)


def _write_page(path: Path) -> None:
    """The page by which a brand verifies in a browser alone (ADR 0030); a file that is there stays as it is."""
    from paidang.portal.offline import page

    try:
        with path.open("xb") as file:
            file.write(page().content)
    except FileExistsError:
        raise BadInput([BadPlace(str(path), None, None, None, "此文件已存在，不会覆盖")]) from None


@contextmanager
def _unpacked(bundle: Path) -> Iterator[Path]:
    """The bundle's folder: its own, or one beside a packed bundle for as long as it is verified."""
    if bundle.is_dir():
        yield bundle
        return
    if not bundle.is_file():
        raise BadInput([BadPlace(str(bundle), None, None, None, "没有这个对账包")])
    # Beside it: there is room for large months there, and Spark's executors share that disk.
    with TemporaryDirectory(prefix=".paidang-verify-", dir=bundle.absolute().parent) as temporary:
        folder = Path(temporary) / "bundle"
        folder.mkdir()
        try:
            with bundle.open("rb") as packed:
                unpack(packed, folder, bytes_max=_UNPACKED_TIMES_MAX * bundle.stat().st_size + 2**20)
        except NotABundle as why:
            raise BadInput([BadPlace(str(bundle), None, None, None, str(why))]) from None
        yield folder


def _read_terms_file(path: Path) -> Any:
    try:
        return parse_json(path.read_bytes())
    except OSError:
        reason = "缺少此文件，或无法读取"
    except NotCanonical as why:
        reason = str(why)
    raise BadInput([BadPlace(TERMS_FILE, None, None, None, reason)])


@contextmanager
def _refusals(as_json: bool) -> Iterator[None]:
    """Print what is wrong with the input, and leave with 2."""
    try:
        yield
    except BadInput as refused:
        _refuse(refused, as_json)
    except BadKey as why:
        _refuse(BadInput([BadPlace(str(why.path), None, None, None, str(why))]), as_json)
    except (EngineUnavailable, EngineFailed) as why:
        _refuse(BadInput([BadPlace("", None, "engine", None, str(why))]), as_json)
    except OSError as why:
        file = why.filename2 or why.filename or "文件"
        reason = say("没有读写它的权限") if isinstance(why, PermissionError) else why.strerror or str(why)
        _refuse(BadInput([BadPlace(str(file), None, None, None, reason)]), as_json)


def _refuse(refused: BadInput, as_json: bool) -> NoReturn:
    if as_json:
        _print_json(refused.as_dict())
    else:
        shown = refused.errors[:SHOWN_ERRORS_MAX]
        for error in shown:
            typer.echo(str(error), err=True)
        if len(refused.errors) > len(shown):
            typer.echo(f"……共{len(refused.errors)}处", err=True)
    raise typer.Exit(2)


@contextmanager
def _signals_raise() -> Iterator[None]:
    """Let every signal that asks us to end raise, so that what is half done is cleared away first."""
    received: list[int] = []

    def leave(number: int, frame: FrameType | None) -> NoReturn:
        received.append(number)
        raise SystemExit(128 + number)

    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = {number: signal.signal(number, leave) for number in numbers}
    try:
        yield
    except RuntimeError:
        if received:  # DuckDB turns what a signal raises into an error of its own
            raise SystemExit(128 + received[0]) from None
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def _print_json(answer: dict[str, Any]) -> None:
    typer.echo(json.dumps(answer, ensure_ascii=False, indent=1))


def _print_bundle(bundle: Bundle) -> None:
    statement = bundle.statement
    for note in bundle.notes:
        typer.echo(f"注意：{note}", err=True)
    amount = yuan(statement["amount_due"])
    payer = {
        "a": f"甲方（品牌）应付乙方 {amount}",
        "b": f"乙方（服务方）应付甲方 {amount}",
        None: "双方互不付款",
    }
    typer.echo(f"{statement['month']} 已结算：{payer[statement['payer']]}")
    typer.echo(f"对账包 {bundle.folder}，摘要 {bundle.digest}")
