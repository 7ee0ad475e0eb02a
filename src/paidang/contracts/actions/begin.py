"""Beginning a contract: upload its text as a private draft, then share it with the other side."""

import unicodedata
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction

from paidang.contracts.actions.recording import is_agreement, record
from paidang.contracts.models import (
    Contract,
    ContractText,
)
from paidang.contracts.queries import (
    get_contract,
    get_standing,
)
from paidang.evidence.models import Chain
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Organisation, Person
from paidang.team.queries import find_organisation
from paidang.team.rules.roles import AGENCY, BRAND


class UnableToUpload(UnableTo):
    code = "CONTRACT_NOT_UPLOADED"


class UnableToShare(UnableTo):
    code = "CONTRACT_NOT_SHARED"


@transaction.atomic
def upload_contract(
    *,
    person: Person,
    at: datetime,
    file_name: str,
    sha256: str,
    text: str,
    reading: Mapping[str, Any],
    document: int,
    party_a: str,
    once: UUID | None = None,
) -> Contract:
    """Make a draft contract from a text that was read. `document` is the index of the agreement meant.

    The draft is its author's alone until it is shared. A form that is sent twice carries the same `once`, which names
    the contract's chain: the second time gives the first draft. Raises UnableToUpload where the document is no agreement.
    """
    check_may(person, "upload_contract")
    if once and (made := Contract.objects.filter(chain__name=once).first()):
        return made
    documents = reading["documents"]
    if not is_agreement(reading, document):
        raise UnableToUpload(
            say("这份文字里没有可以履行的协议"), remedy=say("请上传合同全文，或从列出的协议里选一份。")
        )
    if party_a not in (BRAND, AGENCY):
        raise UnableToUpload(
            say("没有写明合同里的甲方是谁"), remedy=say("请选：甲方是品牌方，或甲方是代运营。")
        )
    side = {"brand": person.org} if person.org.kind == BRAND else {"agency": person.org}
    try:
        with transaction.atomic():
            chain = Chain.objects.create(orgs=[person.org_id], name=once or uuid4())
    except IntegrityError:  # the same form, sent at the same moment
        return Contract.objects.get(chain__name=str(once))
    contract = Contract.objects.create(
        code=f"C{chain.name.hex[:12]}",
        title=documents[document]["title"][:200] or file_name[:200],
        chain=chain,
        created_at=at,
        **side,
    )
    contract.code = f"PD-{day_of(at).year}-{contract.pk:04d}"
    contract.save(update_fields=["code"])
    ContractText.objects.create(
        contract=contract, number=1, file_name=file_name, sha256=sha256, text=text, document=document,
        reading=reading, party_a=party_a, uploaded_by=person, uploaded_at=at,
    )  # fmt: skip
    record(
        contract,
        person,
        at,
        "contract.uploaded",
        {"text_sha256": sha256, "document": document, "party_a": party_a},
    )
    return contract


@transaction.atomic
def share_contract(
    *, person: Person, at: datetime, code: str, counterparty_code: str, despite_name: bool = False
) -> Contract:
    """Name the other side by its organisation code; from then on both see the contract and all under it.

    Raises UnableToShare where the text names somebody else, unless that is meant: it cannot be taken back.
    """
    check_may(person, "share_contract")
    contract = get_contract(code, lock=True)
    if contract.brand_id and contract.agency_id:
        raise UnableToShare(say("双方都已在这份合同里"), remedy=say("不用再发一次。"))
    other = find_organisation(counterparty_code)
    wanted = AGENCY if contract.brand_id else BRAND
    if other is None:
        raise UnableToShare(
            say("没有机构代码 {code}", code=counterparty_code),
            remedy=say("请向对方要「设置」页上的机构代码。"),
        )
    if other.kind != wanted:
        raise UnableToShare(
            say("{name} 不是代运营", name=other.name)
            if wanted == AGENCY
            else say("{name} 不是品牌方", name=other.name),
            remedy=say("一份合同要一个品牌方和一个代运营。"),
        )
    named = _name_in_text(contract, other)
    if named and not despite_name:
        raise UnableToShare(
            say(
                "合同里写的是 {named}，机构代码 {code} 是 {name}",
                named=named,
                code=counterparty_code,
                name=other.name,
            ),
            code="NAME_DIFFERS",
            remedy=say("发出后不能收回。确实是同一家，请勾选“名称和合同里写的不同也发”再发。"),
        )
    _name_counterparty(contract, other)
    record(contract, person, at, "contract.shared", {"with": other.pk})
    return contract


def _name_in_text(contract: Contract, other: Organisation) -> str:
    """What the text calls the side that the other organisation is to take, if it is another name; else empty."""
    read = get_standing(contract).base.stated
    named = read.stated(read.party_term("party.{}.name", "a" if other.kind == BRAND else "b"))
    bare, ours = _bare(str(named or "")), [_bare(name) for name in (other.name, other.registered_name)]
    return str(named) if bare and not any(name in bare or bare in name for name in ours) else ""


def _bare(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).split())


def _name_counterparty(contract: Contract, other: Organisation) -> None:
    if other.kind == AGENCY:
        contract.agency = other
    else:
        contract.brand = other
    contract.save(update_fields=["brand", "agency"])
    chain = contract.chain
    chain.orgs = [party.pk for party in contract.parties]
    chain.save(update_fields=["orgs"])
