"""What a side holds of the other's when a contract ends: documents, files, copies taken, pictures, accounts (OP-5-B, TC-6-2).

As far as Paidang knows. What somebody keeps outside of it is for the one to say who signs the certificate.
"""

import csv
import hashlib
import io
from collections.abc import Iterator
from dataclasses import dataclass

from paidang.aftersales.models import CaseFile
from paidang.contracts.models import Annex, Contract, ContractText
from paidang.evidence.models import Entry
from paidang.incidents.models import IncidentFile
from paidang.incidents.rules.matters import COPIED, MATTERS, OPENED, TAKEN, matter_of
from paidang.kit.cells import safe_cell
from paidang.kit.clause import clause
from paidang.kit.period import SHANGHAI
from paidang.kit.sentence import Sentence, say
from paidang.marketing.models import Voucher
from paidang.settlement.models import Attachment
from paidang.stores.models import StoreLink
from paidang.studio.models import Version
from paidang.team.models import Person
from paidang.training.models import HandoverItem

DOCUMENTS, FILES, EXPORTS, ASSETS, ACCOUNTS = "documents", "files", "exports", "assets", "accounts"
KINDS: dict[str, Sentence] = {
    DOCUMENTS: say("合同文本和附件"),
    FILES: say("证据和凭证文件"),
    EXPORTS: say("导出、下载的副本"),
    ASSETS: say("图片素材"),
    ACCOUNTS: say("账号和授权"),
}
FILE_NAME = "所持清单.csv"
HEADER = ("类别", "名称", "说明", "摘要")
"""Chinese alone: the list is part of a document of the contract."""


@dataclass(frozen=True, slots=True)
class Held:
    """One thing: `digest` its SHA-256, of a copy the hash of the entry that tells of it; empty where there is none."""

    kind: str
    name: str
    about: str
    digest: str = ""


@clause("OP-5-B", "TC-6-2")
def list_held(contract: Contract, side: str) -> list[Held]:
    """All that a side holds, by kind and in a fixed order."""
    return [
        *_documents(contract),
        *_files(contract, side),
        *_exports(contract, side),
        *(_assets(contract) if side == "b" else ()),
        *_accounts(contract, side),
    ]


def held_csv(held: list[Held]) -> bytes:
    """The list as CSV; the same list gives the same bytes, so that its digest names what was signed."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(
        [str(KINDS[one.kind]), safe_cell(one.name), safe_cell(one.about), one.digest] for one in held
    )
    return text.getvalue().encode("utf-8-sig")


def held_rows(content: bytes) -> list[list[str]]:
    """The rows of such a CSV, without the head."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))[1:]


def held_digest(held: list[Held]) -> str:
    """The digest of the list as CSV."""
    return hashlib.sha256(held_csv(held)).hexdigest()


def _documents(contract: Contract) -> Iterator[Held]:
    for text in ContractText.objects.filter(contract=contract).defer("text", "reading").order_by("number"):
        yield Held(DOCUMENTS, text.file_name, f"第 {text.number} 版", text.sha256)
    for annex in Annex.objects.filter(contract=contract, removed_at=None).defer("content").order_by("pk"):
        yield Held(DOCUMENTS, annex.name, annex.title, annex.sha256)


def _files(contract: Contract, side: str) -> Iterator[Held]:
    """Files that the other side gave."""
    other = contract.agency_id if side == "a" else contract.brand_id
    for one in (
        IncidentFile.objects.filter(contract=contract).exclude(side=side).defer("content").order_by("pk")
    ):
        yield Held(FILES, one.name, "违约证据", one.sha256)
    said = Attachment.objects.filter(contract=contract).exclude(side=side).defer("content")
    for given in said.order_by("pk"):
        yield Held(FILES, given.name, "对账单的异议与调整", given.sha256)
    of_cases = CaseFile.objects.filter(contract=contract, added_by__org=other).defer("content")
    for file in of_cases.order_by("pk"):
        yield Held(FILES, file.name, "售后证据", file.sha256)
    if side == "a":
        for voucher in Voucher.objects.filter(contract=contract).defer("content").order_by("pk"):
            yield Held(FILES, voucher.file_name, f"推广凭证 {voucher.number}", voucher.sha256)


def _exports(contract: Contract, side: str) -> Iterator[Held]:
    """Copies that this side's people took; a look at a page is none."""
    org_id = contract.brand_id if side == "a" else contract.agency_id
    acts = [COPIED, *(act for act in TAKEN if act != OPENED and not act.endswith(("opened", "_seen")))]
    found = Entry.objects.filter(chain_id=contract.chain_id, act__in=acts, org=org_id or 0).order_by("seq")
    people = dict(Person.objects.filter(org_id=org_id).values_list("pk", "name"))
    for entry in found:
        if matter := matter_of(entry.act, entry.facts):
            at = entry.at.astimezone(SHANGHAI).strftime("%Y-%m-%d %H:%M")
            who = people.get(entry.person or 0, "")
            yield Held(
                EXPORTS, str(MATTERS[matter].word), f"{who} {at}，第 {entry.seq} 条存证".strip(), entry.hash
            )


def _assets(contract: Contract) -> Iterator[Held]:
    for one in Version.objects.filter(contract=contract).order_by("pk"):
        yield Held(ASSETS, one.name, f"第 {one.number} 版", one.sha256)


def _accounts(contract: Contract, side: str) -> Iterator[Held]:
    """Stores whose interface the agency is let into, and accounts of the hand-over that it has not handed over."""
    if side != "b":
        return
    for link in StoreLink.objects.filter(contract=contract).order_by("pk"):
        yield Held(ACCOUNTS, link.store, f"{link.platform} 的接口授权")
    for item in HandoverItem.objects.filter(contract=contract, kind="accounts", received_at=None).order_by(
        "pk"
    ):
        yield Held(ACCOUNTS, item.name, "移交清单里还没有移交的账号")
