"""`paidang close`: a month of many contracts closed at once, by the same way as the page."""

import json
from typing import Annotated, Any

import typer

from paidang.cli.person import signed_in, stop

Month = Annotated[str, typer.Option(help="月份，如 2026-09")]
Email = Annotated[str, typer.Option("--as", help="以谁的名义：邮箱")]
Codes = Annotated[
    list[str] | None, typer.Option("--contract", help="只关这份合同，可写几次；不写：什么都不缺的全部")
]
Json = Annotated[bool, typer.Option("--json", help="输出 JSON")]
WORDS = {"done": "已算出", "unchanged": "没有变化", "parked": "搁下"}


def close(month: Month, email: Email, codes: Codes = None, as_json: Json = False) -> None:
    """Close the month of every contract that lacks nothing, or of those named. Exit 0: all; 1: some are parked; 2: bad input."""
    with signed_in(email, as_json) as person:
        from paidang.kit.outcome import UnableTo
        from paidang.kit.period import NotAMonth

        try:
            results = _close_all(person, month, codes or [])
        except UnableTo as no:
            stop(str(no), as_json, code=no.code)
        except NotAMonth:
            stop(f"“{month}”不是月份。写成 2026-09 这样。", as_json)
    if as_json:
        typer.echo(json.dumps({"month": month, "contracts": results}, ensure_ascii=False))
    else:
        for one in results:
            typer.echo(
                f"{one['contract']}：{WORDS[one['state']]}{'，' if one['reason'] else ''}{one['reason']}"
            )
    raise typer.Exit(1 if any(one["state"] == "parked" for one in results) else 0)


def _close_all(person: Any, month: str, codes: list[str]) -> list[dict[str, str]]:
    """What became of each contract; each is a transaction of its own."""
    from django.utils import timezone

    from paidang.settlement.actions import UnableToStart, start_batch
    from paidang.settlement.queries.batches import list_items
    from paidang.settlement.tasks import carry_out, defer
    from paidang.team.context import act_as

    with act_as(org_id=person.org_id, person_id=person.pk):
        picks = dict.fromkeys(codes or _ready(person, month), "")
        batch, is_new = start_batch(person=person, at=timezone.now(), kind="close", month=month, picks=picks)
        if not is_new:
            raise UnableToStart(f"{batch.asked_by.name} 正在做 {month}", remedy="等它做完，再试。")
        defer(batch)  # should this command be killed, the worker goes on
    carry_out(batch_id=batch.pk, org_id=person.org_id, person_id=person.pk)
    with act_as(org_id=person.org_id, person_id=person.pk):
        return [
            {
                "contract": item.contract.code,
                "state": item.state,
                "reason": "{message}。{remedy}".format(**item.refusal) if item.refusal else "",
            }
            for item, _statement in list_items(batch)
        ]


def _ready(person: Any, month: str) -> list[str]:
    """The contracts that the page ticks, and those closed before: they are computed anew."""
    from django.utils import timezone

    from paidang.contracts.queries import list_contracts
    from paidang.settlement.queries.closing import MADE, READY, list_contract_months

    ours = [one for one in list_contracts() if one.side_of(person.org_id) == "b"]
    found = list_contract_months(ours, month, timezone.now())
    return [one.contract.code for one in found if one.place in (READY, MADE)]
