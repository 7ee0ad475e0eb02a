"""`paidang import KIND FILE...`: files into a contract, by the same way as the page."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paidang.cli.person import signed_in, stop

if TYPE_CHECKING:
    from paidang.intake.models import ImportFile

app = typer.Typer(help="导入文件", no_args_is_help=True)

KINDS = {
    "orders": "订单明细，或京东、淘宝/天猫的导出",
    "refunds": "退款",
    "logistics": "物流费",
    "fees": "平台费用",
    "bills": "平台账单：京东结算单、支付宝账务明细、微信支付交易账单",
    "prices": "零售价（甲方）",
    "costs": "出厂价（甲方）",
    "stock": "可售商品清单、盘点（甲方）",
    "auto": "看表头认",
}
Files = Annotated[list[Path], typer.Argument(help="CSV、XLSX 或装着一个表格的 ZIP", show_default=False)]
Code = Annotated[str, typer.Option("--contract", help="合同编号")]
Email = Annotated[str, typer.Option("--as", help="以谁的名义：邮箱")]
Store = Annotated[str, typer.Option(help="文件里没有店铺名时用")]
AllOrNothing = Annotated[bool, typer.Option("--all-or-nothing", help="有一行不对就一行都不写")]
Truth = Annotated[
    str, typer.Option("--truth", help="出厂价的真实性声明，以您的名义，记入存证（写入出厂价时要有）")
]
Test = Annotated[bool, typer.Option("--test", help="只试读，不写")]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]
ERRORS_SHOWN = 100


def _add(kind: str, words: str) -> None:
    @app.command(kind, help=words)
    def command(
        files: Files,
        code: Code,
        email: Email,
        store: Store = "",
        all_or_nothing: AllOrNothing = False,
        truth: Truth = "",
        test: Test = False,
        as_json: Json = False,
    ) -> None:
        import_files(
            kind,
            files,
            code,
            email,
            store,
            "all_or_nothing" if all_or_nothing else "good_rows",
            truth,
            test,
            as_json,
        )


for _kind, _words in KINDS.items():
    _add(_kind, _words)


def import_files(
    kind: str,
    files: list[Path],
    code: str,
    email: str,
    store: str,
    mode: str,
    truth: str,
    test: bool,
    as_json: bool,
) -> None:
    """Import each file in a transaction of its own. Exit 0: all good; 1: bad rows wait; 2: a file or the request is bad."""
    missing = [file for file in files if not file.is_file()]
    if missing:
        stop(f"没有这个文件：{missing[0]}", as_json)
    results = []
    with signed_in(email, as_json) as person:
        from paidang.kit.outcome import UnableTo

        for file in files:
            try:
                results.append(_import_one(person, file, kind, code, store, mode, truth, test))
            except UnableTo as no:
                stop(str(no), as_json, code=no.code)
    if as_json:
        typer.echo(json.dumps({"files": results}, ensure_ascii=False))
    else:
        for result in results:
            typer.echo("\n".join(_lines(result)))
    if any(result["state"] == "refused" for result in results):
        raise typer.Exit(2)
    raise typer.Exit(1 if any(result["count"] for result in results) else 0)


def _import_one(
    person: Any, file: Path, kind: str, code: str, store: str, mode: str, truth: str, test: bool
) -> dict[str, Any]:
    from django.utils import timezone

    from paidang.intake import actions
    from paidang.intake.rules.states import RECEIVED
    from paidang.team.context import act_as

    with act_as(org_id=person.org_id, person_id=person.pk), file.open("rb") as content:
        received = actions.receive_file(
            person=person,
            at=timezone.now(),
            code=code,
            name=file.name,
            content=content,
            kind=kind,
            store=store,
        )
    try:
        with act_as(org_id=person.org_id, person_id=person.pk):
            done = received
            if received.state == RECEIVED and test:
                done = actions.test_read(person=person, at=timezone.now(), import_id=received.pk)
            elif received.state == RECEIVED:
                done = actions.write_now(
                    person=person, at=timezone.now(), import_id=received.pk, mode=mode, words=truth
                )
            return _as_data(done)
    finally:  # somebody may have halted it on the page
        with act_as(org_id=person.org_id, person_id=person.pk):
            actions.carry_out_halt(at=timezone.now(), import_id=received.pk)


def _as_data(done: "ImportFile") -> dict[str, Any]:
    from itertools import islice

    from django.conf import settings

    from paidang.intake.actions.map_columns import is_mappable
    from paidang.intake.queries import count_report, iter_report

    errors = [
        {
            "file": line.file,
            "row": line.row or None,
            "column": line.column or None,
            "value": line.value,
            "reason": line.reason,
        }
        for line in islice(iter_report(done.pk), ERRORS_SHOWN)
    ]
    return {
        "file": done.name,
        "import": done.pk,
        "format": done.format,
        "state": done.state,
        "label": done.get_state_display(),
        "counts": done.counts,
        "notes": done.notes,
        "errors": errors,
        "count": count_report(done.pk),
        "columns_at": f"{settings.PUBLIC_URL}/imports/{done.pk}/columns" if is_mappable(done) else None,
    }


def _lines(result: dict[str, Any]) -> Iterator[str]:
    counts = result["counts"]
    yield f"{result['file']}：{result['label']}"
    if counts:
        yield (
            f"  {counts['rows']:,} 行：新增 {counts['new']:,}，更新 {counts['changed']:,}，未变 {counts['unchanged']:,}，"
            f"有错 {counts['bad']:,}，低于最低零售价 {counts['breaches']:,}"
        )
    yield from (f"  {note}" for note in result["notes"])
    for error in result["errors"]:
        where = f"第 {error['row']} 行 " if error["row"] else ""
        value = f"“{error['value']}” " if error["value"] else ""
        yield f"  {where}{error['column'] or ''} {value}{error['reason']}"
    if result["state"] == "refused" and result["columns_at"]:
        yield f"  不是平台原文件的，在 {result['columns_at']} 说明一次每一列是什么；以后同样表头的文件，这里也自己会认"
    if result["count"] > len(result["errors"]):
        yield f"  …… 共 {result['count']:,} 处，其余见网页的问题行报告"
