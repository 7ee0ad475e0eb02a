"""`paidang contract draft`: a template and answers become a contract's text. No database, server or network."""

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from paidang.cli.contract_files import errors, parse_day, refuse
from paidang.kit.outcome import Violation
from paidang.kit.period import SHANGHAI

if TYPE_CHECKING:
    from paidang.contracts.rules.drafting.compose import DraftText
    from paidang.contracts.rules.drafting.model import Template

KINDS = (".txt", ".docx", ".pdf")


def draft(
    template: Annotated[str, typer.Argument(help="模板，见 --list")] = "",
    answers: Annotated[Path | None, typer.Option(help="答案：JSON，约定 → 值；null 清空模板的默认值")] = None,
    out: Annotated[Path | None, typer.Option(help="写到哪里：.txt、.docx 或 .pdf；不给则打印文字")] = None,
    as_of: Annotated[str, typer.Option(help="按哪一天起草，如 2026-09-01；默认今天")] = "",
    show: Annotated[
        bool, typer.Option("--list", help="列出模板；写了模板则列出它问什么、先答了什么")
    ] = False,
    as_json: Annotated[bool, typer.Option("--json", help="错误和结果输出 JSON")] = False,
) -> None:
    """起草一份合同：读回来恰好是写进去的约定，有一处不合就不写文件。"""
    from paidang.contracts.rules.drafting.model import Draft
    from paidang.contracts.rules.drafting.proof import make
    from paidang.contracts.rules.drafting.templates import TEMPLATES, find_template, first_answers

    found = find_template(template)
    if show and not template:
        for one in TEMPLATES:
            typer.echo(f"{one.id:<14}{one.title[0]}：{one.purpose[0]}")
        return
    if found is None:
        names = "、".join(one.id for one in TEMPLATES)
        reason = f"没有模板 {template}" if template else "没有写用哪个模板"
        refuse(errors("TEMPLATE", None, template, f"{reason}；有 {names}"), as_json)
    kind = out.suffix.lower() if out else ".txt"
    if out is not None and kind not in KINDS:
        refuse(errors(out.name, None, out.suffix, "只能写 .txt、.docx 或 .pdf"), as_json)
    day = parse_day(as_of, as_json) or datetime.now(UTC).astimezone(SHANGHAI).date()
    if show:
        _print_questions(found, first_answers(found, day))
        return
    given = _read(answers, as_json) if answers else {}
    made = make(Draft(found, first_answers(found, day) | given))
    if made.violations:
        refuse(_all_errors(made.violations, given, answers.name if answers else found.id), as_json)
    content = _print(made.text, kind, day)
    if out is None:
        typer.echo(content.decode(), nl=False)
        return
    try:
        out.write_bytes(content)
    except OSError as error:
        refuse(errors(out.name, None, None, f"写不了：{error.strerror}"), as_json)
    count = len(made.text.states)
    said = {"file": out.name, "terms": count}
    typer.echo(json.dumps(said, ensure_ascii=False) if as_json else f"{out.name}：{count} 条约定，读回来一致")


def _print_questions(template: "Template", answered: Mapping[str, object]) -> None:
    """What a template asks: the key, what is answered to begin with (JSON), its name, and what there is to choose from."""
    from paidang.contracts.rules.drafting.answers import questions
    from paidang.contracts.rules.drafting.checks import called

    for one in questions(template):
        value = json.dumps(answered.get(one.term), ensure_ascii=False)
        choices = "｜".join(json.dumps(option, ensure_ascii=False) for option in one.options)
        must = "（必填）" if one.required else ""
        typer.echo(f"{one.term}\t{value}\t{called(one.term)}{must}\t{choices}".rstrip())


def _all_errors(violations: Sequence[Violation], given: dict[str, Any], name: str) -> dict[str, Any]:
    """What is wrong, each at the answer where it stands."""
    each = [
        errors(name, str(one.facts["term"]) or None, given.get(str(one.facts["term"])), str(one))["errors"][0]
        for one in violations
    ]
    return {"errors": each, "count": len(each)}


def _print(text: "DraftText", kind: str, day: date) -> bytes:
    from paidang.contracts.rules.drafting.compose import to_text

    at = datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)
    if kind == ".docx":
        from paidang.printing.contract_docx import contract_docx

        return contract_docx(text.to_json(), at)
    if kind == ".pdf":
        from paidang.printing.contract_pdf import contract_pdf

        return contract_pdf(text.to_json(), at)
    return to_text(text).encode()


def _read(path: Path, as_json: bool) -> dict[str, Any]:
    try:
        found = json.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        refuse(errors(path.name, None, None, "没有这个文件"), as_json)
    except OSError as error:
        refuse(errors(path.name, None, None, f"读不了：{error.strerror}"), as_json)
    except ValueError:
        refuse(errors(path.name, None, None, "不是 JSON，或编码不是 UTF-8"), as_json)
    if not isinstance(found, dict):
        refuse(errors(path.name, None, None, "要写成 {约定: 值} 这样的 JSON 对象"), as_json)
    return found
