"""Receiving a file: its bytes are kept first, then its header is looked at."""

import hashlib
import io
from collections.abc import Mapping
from datetime import datetime
from typing import IO

from django.db import transaction

from paidang.channels.custom.plan import fingerprint, read_plan
from paidang.channels.formats import KINDS, Unrecognised, detect
from paidang.channels.reading import FILE_BYTES_MAX, BadFile, open_sheet
from paidang.contracts.models import DRAFT, SETTLED, Contract
from paidang.contracts.queries import get_contract
from paidang.contracts.rules.annexes import safe_name
from paidang.evidence.actions import append
from paidang.intake.actions.turn import wait_for_turn
from paidang.intake.engines.parts import keep_part
from paidang.intake.models import ColumnMapping, ImportFile
from paidang.intake.queries import find_mapping, find_written, open_content
from paidang.intake.rules.states import RECEIVED, REFUSED, UNCHANGED
from paidang.kit.outcome import UnableTo
from paidang.kit.period import day_of
from paidang.kit.sentence import say
from paidang.team.actions import check_may
from paidang.team.models import Person

PART_BYTES = 4 * 2**20
UNKNOWN_HEADER = "unknown_header"
"""Why a file is refused of which a person may say what its columns are."""
DECLARED_BY_BRAND = {"costs": "declare_price", "prices": "declare_price", "stock": "declare_stock"}
"""What the brand alone declares, each with its act."""


class UnableToReceive(UnableTo):
    code = "FILE_NOT_RECEIVED"


def check_may_import(person: Person, format_key: str, act: str = "") -> None:
    """Prices and stock are declared by the brand (OP-3-D, OP-2-A-2, OP-4-B-4), all else is imported by whoever may.

    `act`: what allows it instead, where the facts are no file of anybody's but what that act has decided.
    """
    check_may(person, act or DECLARED_BY_BRAND.get(format_key, "import_facts"))


def record(imported: ImportFile, person: Person, at: datetime, act: str, facts: Mapping[str, object]) -> None:
    """The act's entry in the contract's chain: ids, counts and digests, no cell of the file."""
    append(
        imported.contract.chain_id,
        at=at,
        org_id=person.org_id,
        person_id=person.pk,
        act=act,
        subject=f"import {imported.pk}",
        facts={"sha256": imported.sha256, **facts, **_mapping_facts(imported)},
    )


def _mapping_facts(imported: ImportFile) -> dict[str, object]:
    """By what a person's mapping the file is read, if by any."""
    if not imported.mapping:
        return {}
    return {"mapping_version": imported.mapping["version"], "mapping_sha256": imported.mapping["digest"]}


@transaction.atomic
def receive_file(
    *,
    person: Person,
    at: datetime,
    code: str,
    name: str,
    content: bytes | IO[bytes],
    kind: str = "auto",
    store: str = "",
    channel: str = "",
    act: str = "",
    is_to_write: bool = False,
) -> ImportFile:
    """Keep a file and say what it is. Nothing of it is written to the contract's facts yet.

    The answer's state is `received`; `unchanged` if a file with the same bytes was written before; `refused`, with
    the `problem`, if it cannot be read or is of no known format. `store` and `channel` are for exports that do not
    say themselves which store they come from. `act`: as in `check_may_import`. `is_to_write`: in this transaction.
    """
    contract = get_contract(code)
    if kind not in KINDS:
        raise UnableToReceive(
            say("没有“{kind}”这类文件", kind=kind), remedy=say("可用：{kinds}。", kinds=tuple(KINDS))
        )
    if not (person.may("import_facts") or person.may("declare_price")):
        check_may_import(person, "", act)
    if contract.state == SETTLED:
        raise UnableToReceive(
            say("合同 {code} 已经结清，不再导入", code=code), remedy=say("以前的数据仍可查看和下载。")
        )
    if contract.state == DRAFT:
        raise UnableToReceive(
            say("合同 {code} 还没有生效，不能导入", code=code), remedy=say("请双方先接受合同。")
        )
    if is_to_write:
        wait_for_turn(contract.pk)
    imported = _keep(contract, person, at, name, content)
    imported.store, imported.channel = store.strip(), channel.strip()
    if written := find_written(contract.pk, imported.sha256):
        imported.state, imported.format, imported.mapping = UNCHANGED, written.format, written.mapping
        when = f"{day_of(written.written_at):%m-%d}" if written.written_at else ""
        imported.notes = [say("与 {when} 写入的文件相同，没有变化", when=when)]
    else:
        _recognise(imported, kind)
    if imported.state != REFUSED:
        check_may_import(person, imported.format, act)
    imported.save()
    record(
        imported,
        person,
        at,
        f"intake.{imported.state}",
        {"size": imported.size_bytes, "format": imported.format},
    )
    return imported


def _keep(
    contract: Contract, person: Person, at: datetime, name: str, content: bytes | IO[bytes]
) -> ImportFile:
    """Store the bytes in parts; more than the limit is not read to its end."""
    source = io.BytesIO(content) if isinstance(content, bytes) else content
    imported = ImportFile.objects.create(
        contract=contract,
        name=safe_name(name),
        sha256="",
        size_bytes=0,
        state=RECEIVED,
        received_by=person,
        received_at=at,
    )
    digest, number = hashlib.sha256(), 0
    while part := source.read(PART_BYTES):
        imported.size_bytes += len(part)
        if imported.size_bytes > FILE_BYTES_MAX:
            raise UnableToReceive(
                say("文件超过 {most} MB", most=FILE_BYTES_MAX // 2**20), remedy=say("请按日期分几次导出。")
            )
        digest.update(part)
        keep_part(contract.pk, imported.pk, number, part)
        number += 1
    imported.sha256 = digest.hexdigest()
    return imported


def _recognise(imported: ImportFile, kind: str) -> None:
    try:
        with open_content(imported.pk) as file:
            sheet = open_sheet(file, imported.name)
            found = detect(sheet.header, kind)
    except BadFile as bad:
        refuse(imported, str(bad))
        return
    if not isinstance(found, Unrecognised):
        imported.format = found.key
    elif known := find_mapping(imported.received_by.org_id, fingerprint(sheet.header)):
        use_mapping(imported, known)
    else:
        refuse(imported, found.reason, row=sheet.header_row, column=found.column, code=UNKNOWN_HEADER)


def use_mapping(imported: ImportFile, mapping: ColumnMapping) -> None:
    """Have the file read by what was said of its header; the plan itself is kept with the file."""
    plan = read_plan(mapping.plan)
    imported.format = plan.kind
    imported.mapping = {
        "name": mapping.name, "version": mapping.version, "digest": plan.digest, "plan": plan.as_json(),
    }  # fmt: skip
    mapping.used_at = imported.received_at
    mapping.save(update_fields=["used_at"])


def refuse(
    imported: ImportFile, reason: str, *, row: int | None = None, column: str = "", code: str = ""
) -> None:
    """Note why the file as a whole cannot be read; nothing of it goes in. `code`: what can be done about it."""
    imported.state = REFUSED
    imported.problem = {"row": row, "column": column, "reason": reason} | ({"code": code} if code else {})
