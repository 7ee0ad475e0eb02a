"""What contracts that both sides have accepted still ask for: internal approval, signatures, a word on one on paper."""

from collections.abc import Iterator, Sequence

from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from paidang.contracts.models import DRAFT
from paidang.contracts.queries import Room, Standing, list_rooms, list_signatories
from paidang.duties.rules.wording import wording
from paidang.portal.queries.items import ItemMaker
from paidang.portal.rules.worklist import Item


def list_signing_items(standings: Sequence[Standing], make: ItemMaker) -> list[Item]:
    """The items of those that wait for signatures. Own approval is the organisation's own: the other side's is not in."""
    waiting = [one for one in standings if one.contract.state == DRAFT and one.is_accepted]
    if not waiting:
        return []
    signers = {signatory.person_id for signatory in list_signatories(make.person.org_id)}
    rooms = list_rooms(waiting).values()
    return [item for room in rooms for item in _items(room, make, signers)]


def _items(room: Room, make: ItemMaker, signers: set[int]) -> Iterator[Item]:
    contract, lang = room.standing.contract, get_language() or "zh"
    own = contract.side_of(make.person.org_id)
    accepted_at = max(word.at for word in room.standing.accepted_by.values())
    facts = {"title": contract.title}
    page = reverse("portal:contract_sign", args=(contract.code,))
    if room.paper:
        side = "b" if room.paper.side == "a" else "a"
        yield make.item(
            contract, kind="confirm_paper", key="paper", side=side, title=wording("confirm_paper", facts, lang),
            url=page + "#paper", raised_at=room.paper.recorded_at,
        )  # fmt: skip
    for side in room.awaited:
        if side == own and room.left:
            step = room.left[0]
            yield make.item(
                contract, kind="approve_contract", key="approve", side=side, title=wording("approve_contract", facts, lang),
                url=reverse("portal:contract_approve", args=(contract.code,)), able_if=step.may_pass,
                raised_at=max([accepted_at, *(word.at for word in room.said)]),
                effect=_("第 %(n)d 步，共 %(all)d 步") % {"n": step.number, "all": len(room.steps)},
            )  # fmt: skip
            continue
        last = max([accepted_at, *(signing.at for signing in room.signings.values())])
        yield make.item(
            contract, kind="sign_contract", key="sign", side=side, title=wording("sign_contract", facts, lang), url=page,
            raised_at=last, able_if=(lambda one: one.pk in signers) if side == own else None,
        )  # fmt: skip
