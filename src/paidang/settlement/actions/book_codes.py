"""The codes that vouchers carry for one's own accounting program, set once by finance."""

import re
from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from paidang.kit.outcome import UnableTo
from paidang.kit.sentence import say
from paidang.settlement.models import BookCodes
from paidang.settlement.queries.book_codes import list_others
from paidang.settlement.rules.account_names import ACCOUNT_NAMES, CUSTOMER, SUPPLIER
from paidang.team.actions import check_may
from paidang.team.models import Person

_CODE = re.compile(r"[0-9A-Za-z_.\-/]{1,20}")


class UnableToSetCodes(UnableTo):
    code = "CODES_NOT_SET"
    status = 422


@transaction.atomic
def set_book_codes(
    *, person: Person, at: datetime, accounts: Mapping[str, str], others: Mapping[int, Mapping[str, str]]
) -> BookCodes:
    """Set the codes of accounts, and of other parties as customer and supplier; an empty one is taken away. Twice is once."""
    check_may(person, "record_payment")
    known = {one.pk for one in list_others(person.org_id)}
    if unknown := sorted(set(accounts) - set(ACCOUNT_NAMES)):
        raise UnableToSetCodes(
            say("没有这个科目：{name}", name=unknown[0][:40]),
            remedy=say("写 {names}。", names=tuple(ACCOUNT_NAMES)),
        )
    if strangers := sorted(set(others) - known):
        raise UnableToSetCodes(
            say("没有和 {id} 号单位的合同", id=strangers[0]), remedy=say("只能填合同对方的编码。")
        )
    kept_accounts = {name: _code(accounts[name]) for name in ACCOUNT_NAMES if accounts.get(name, "").strip()}
    kept_others = {}
    for other, codes in others.items():
        kept = {kind: _code(codes[kind]) for kind in (CUSTOMER, SUPPLIER) if codes.get(kind, "").strip()}
        if kept:
            kept_others[str(other)] = kept
    made, _is_new = BookCodes.objects.update_or_create(
        org_id=person.org_id,
        defaults={"accounts": kept_accounts, "others": kept_others, "set_by": person, "set_at": at},
    )
    return made


def _code(text: str) -> str:
    code = text.strip()
    if not _CODE.fullmatch(code):
        raise UnableToSetCodes(
            say("编码 {code} 不能用", code=code[:60]),
            remedy=say("最多 20 个字母、数字或 . - _ /，与软件里的一样。"),
        )
    return code
