"""What is kept back, how long goods take to come, and how stores share what is sellable."""

from collections.abc import Mapping
from datetime import datetime

from django.db import transaction

from paidang.contracts.actions.recording import record
from paidang.kit.clause import clause
from paidang.kit.sentence import say
from paidang.orders.models import Store
from paidang.stock.actions.duties import set_stock_duties
from paidang.stock.actions.push import wish
from paidang.stock.actions.recording import UnableToKeepStock, check_may_keep
from paidang.stock.models import UNITS_MAX, SkuPlan, StockLevel, StoreShare
from paidang.stock.queries.levels import lock_shelves
from paidang.team.models import Person

PARTS_MAX = 1000
LEAD_DAYS_MAX = 365


@clause("OP-2-A-3")
@transaction.atomic
def plan_sku(*, person: Person, at: datetime, code: str, sku: str, safety: int, lead_days: int) -> None:
    """Say how many units of a SKU are kept back from the stores, and in how many days ordered goods are there."""
    contract = check_may_keep(person, code, "plan_stock")
    if not lock_shelves(contract.pk, [sku]):
        raise UnableToKeepStock(
            say("{sku} 还没有申报过库存", sku=sku), code="SKU_UNKNOWN", remedy=say("请甲方先申报。")
        )
    if not (0 <= safety <= UNITS_MAX and 1 <= lead_days <= LEAD_DAYS_MAX):
        raise UnableToKeepStock(
            say("安全库存或到货天数不对"), code="PLAN_INCOMPLETE",
            remedy=say("安全库存不小于 0，到货天数 1 至 {most} 天。", most=LEAD_DAYS_MAX),
        )  # fmt: skip
    SkuPlan.objects.update_or_create(
        contract=contract, sku=sku, defaults={"safety": safety, "lead_days": lead_days}
    )
    wish(contract.pk, {sku}, at=at)
    set_stock_duties(contract.pk, at=at)
    record(contract, person, at, "stock.planned", {"sku": sku, "safety": safety, "lead_days": lead_days})


@clause("OP-2-A-3")
@transaction.atomic
def share_stores(*, person: Person, at: datetime, code: str, parts: Mapping[int, int]) -> None:
    """Say how many parts of what is sellable each store, by its id, may offer; a store that is not named offers none."""
    contract = check_may_keep(person, code, "plan_stock")
    stores = {store.pk: store for store in Store.objects.filter(contract=contract).order_by("pk")}
    if (
        not set(parts) <= set(stores)
        or not all(0 <= n <= PARTS_MAX for n in parts.values())
        or not sum(parts.values())
    ):
        raise UnableToKeepStock(
            say("分配没有写对"), code="SHARES_INCOMPLETE",
            remedy=say("每家店铺写 0 至 {most} 份，至少一家有份。", most=PARTS_MAX),
        )  # fmt: skip
    skus = set(StockLevel.objects.filter(contract=contract).values_list("sku", flat=True))
    lock_shelves(contract.pk, skus)  # whoever follows orders now would share out by the old parts
    for pk in stores:
        StoreShare.objects.update_or_create(
            store_id=pk, defaults={"contract": contract, "parts": parts.get(pk, 0)}
        )
    wish(contract.pk, skus, at=at)
    said = [f"{stores[pk].name} {n}" for pk, n in sorted(parts.items())]
    record(contract, person, at, "stock.shared", {"shares": " : ".join(said)})
