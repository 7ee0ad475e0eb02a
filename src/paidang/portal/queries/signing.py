"""What both sides have accepted still asks for: internal approval, signatures, a word on one on paper."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from paidang.contracts.queries import Room, Signable, Standing, list_rooms, list_signables, list_signatories
from paidang.duties.rules.wording import wording
from paidang.kit.sides import other_side
from paidang.portal.queries.items import ItemMaker
from paidang.portal.rules.worklist import Item

PLACES = (
    "contract_sign",
    "contract_sign_now",
    "contract_sign_options",
    "contract_sign_pdf",
    "contract_approve",
    "approve_now",
    "paper_record",
)


def addresses(signable: Signable) -> dict[str, str]:
    """Where it is signed and approved, by the name of the page or the act."""
    args = [signable.contract.code, signable.number] if signable.amendment else [signable.contract.code]
    return {place: reverse(f"portal:{place}", args=args) for place in PLACES}


def list_signing_items(standings: Sequence[Standing], make: ItemMaker) -> list[Item]:
    """The items of what waits for signatures. Own approval is the organisation's own: the other side's is not in."""
    waiting = list_signables(standings)
    if not waiting:
        return []
    signers = {signatory.person_id for signatory in list_signatories(make.person.org_id)}
    return [item for room in list_rooms(waiting) for item in _items(room, make, signers)]


def _items(room: Room, make: ItemMaker, signers: set[int]) -> Iterator[Item]:
    signable, lang = room.signable, get_language() or "zh"
    contract, urls = signable.contract, addresses(signable)
    own = contract.side_of(make.person.org_id)
    confirm, approve, sign = (
        ("confirm_amendment_paper", "approve_amendment", "sign_amendment")
        if signable.amendment
        else ("confirm_paper", "approve_contract", "sign_contract")
    )
    facts, of = _facts(signable), f"-{signable.number}" if signable.amendment else ""
    if room.paper:
        yield make.item(
            contract, kind=confirm, key=f"paper{of}", side=other_side(room.paper.side), title=wording(confirm, facts, lang),
            url=urls["contract_sign"] + "#paper", raised_at=room.paper.recorded_at,
        )  # fmt: skip
    for side in room.awaited:
        if side == own and room.left:
            step = room.left[0]
            yield make.item(
                contract, kind=approve, key=f"approve{of}", side=side, title=wording(approve, facts, lang),
                url=urls["contract_approve"], able_if=step.may_pass,
                raised_at=max([signable.accepted_at, *(word.at for word in room.said)]),
                effect=_("第 %(n)d 步，共 %(all)d 步") % {"n": step.number, "all": len(room.steps)},
            )  # fmt: skip
            continue
        last = max([signable.accepted_at, *(signing.at for signing in room.signings.values())])
        yield make.item(
            contract, kind=sign, key=f"sign{of}", side=side, title=wording(sign, facts, lang), url=urls["contract_sign"],
            raised_at=last, able_if=(lambda one: one.pk in signers) if side == own else None,
        )  # fmt: skip


def _facts(signable: Signable) -> dict[str, object]:
    amendment = signable.amendment
    if amendment is None:
        return {"title": signable.contract.title}
    return {"number": amendment.number, "title": amendment.title, "day": amendment.effective_on.isoformat()}
