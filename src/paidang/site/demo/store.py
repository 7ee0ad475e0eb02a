"""A living store of the demo world: one of the sandbox's shops, connected as a person would, and called a sandbox by its name."""

from datetime import datetime, timedelta

from paidang.channels.platforms import well_known
from paidang.contracts.models import IN_FORCE
from paidang.contracts.queries import list_contracts
from paidang.orders.models import Store
from paidang.site.demo.cast import AGENCY, BRAND
from paidang.site.demo.world import acting_as
from paidang.stock.actions import share_stores
from paidang.stock.queries.pushes import list_parts
from paidang.stores.actions import Given, connect_store
from paidang.stores.actions.norms import answer_norms, propose_norms, set_front
from paidang.stores.models import StoreLink
from paidang.stores.rules.norms import USUAL
from paidang.stores.rules.states import DISCONNECTED

PLATFORM, STORE = "wechat", "青岚微信小店（沙箱）"
SINCE = timedelta(days=1)
PART = 2
"""Of the stock, beside the parts of the other shops."""


def connect_sandbox(base_url: str, now: datetime) -> None:
    """Connect the store where the sandbox answers now. One that a person has let go stays so."""
    with acting_as(AGENCY.people[0].email) as person:
        known = StoreLink.objects.filter(platform=PLATFORM, store=STORE).select_related("contract").first()
        in_force = (one for one in list_contracts() if one.state == IN_FORCE)
        contract = known.contract if known else next(in_force, None)  # by now there may be newer contracts
        if contract is None:
            return
        if known and (known.state == DISCONNECTED or known.base_url == base_url):
            return
        given = Given(PLATFORM, STORE, base_url, well_known(PLATFORM))
        link = connect_store(person=person, at=now, code=contract.code, given=given, since=now - SINCE)
        set_front(person=person, at=now, link_id=link.pk, url=f"{base_url}/shops/{PLATFORM}")
        if known:
            return
        shop = Store.objects.get(contract=contract, channel=link.channel, name=STORE)
        share_stores(
            person=person, at=now, code=contract.code, parts=list_parts(contract.pk) | {shop.pk: PART}
        )
        propose_norms(person=person, at=now, code=contract.code, norms=USUAL)
    with acting_as(BRAND.people[0].email) as person:
        answer_norms(person=person, at=now, code=contract.code, number=1, agree=True)
