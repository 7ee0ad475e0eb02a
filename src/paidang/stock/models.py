"""Warehouses, their ledger and its balances, what is reserved for each order line, what each store may offer.

Quantities are whole units. `on_hand` is what is fit for sale in the warehouse, what is reserved included; `damaged`
lies there besides. Reservations and entries are written many at a time, so they have no database reference to a line.
"""

from django.db import models
from django.db.models import F, Q

from paidang.contracts.models import Contract
from paidang.orders.models import Store
from paidang.stock.rules.kinds import BY_PEOPLE, KINDS
from paidang.stock.rules.listing import DAYS_MAX
from paidang.team.models import Organisation, Person

SKU_MAX = 255
UNITS_MAX = 10**9


class Warehouse(models.Model):
    """A place where the brand keeps its goods. `owner` is whose goods lie there: the brand's."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=80)
    owner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "name"], name="warehouse_once"),
            models.CheckConstraint(name="warehouse_name", condition=~Q(name="")),
        ]


class StockLevel(models.Model):
    """What a warehouse has of a SKU: the sum of its entries. Orders are followed from `opened_at`, the first count, on."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="levels")
    sku = models.CharField(max_length=SKU_MAX)
    on_hand = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    damaged = models.BigIntegerField(default=0)
    opened_at = models.DateTimeField()
    counted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "sku", "warehouse"], name="stock_level_once"),
            models.CheckConstraint(
                name="stock_level_not_negative", condition=Q(on_hand__gte=0, reserved__gte=0, damaged__gte=0)
            ),
            models.CheckConstraint(name="stock_level_not_oversold", condition=Q(reserved__lte=F("on_hand"))),
            models.CheckConstraint(name="stock_level_sku", condition=~Q(sku="")),
        ]


class StockEntry(models.Model):
    """One line of the ledger, never changed: by how much each balance went up or down, and why.

    `happened_at` is when the goods moved, as far as it is known; `at` when it was booked, `by` nobody for what follows
    from the orders.
    """

    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    warehouse = models.ForeignKey(Warehouse, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.CharField(max_length=SKU_MAX)
    kind = models.CharField(max_length=16, choices=list(KINDS.items()))
    on_hand = models.BigIntegerField(default=0)
    reserved = models.BigIntegerField(default=0)
    damaged = models.BigIntegerField(default=0)
    line_id = models.CharField(max_length=255, blank=True)
    order_id = models.CharField(max_length=255, blank=True)
    import_id = models.BigIntegerField(null=True)
    reason = models.CharField(max_length=500, blank=True)
    happened_at = models.DateTimeField()
    at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+", db_index=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="stock_entry_kind", condition=Q(kind__in=list(KINDS))),
            models.CheckConstraint(
                name="stock_entry_by_people", condition=~Q(kind__in=BY_PEOPLE) | Q(by__isnull=False)
            ),
            models.CheckConstraint(
                name="stock_entry_has_cause", condition=~Q(line_id="") | Q(by__isnull=False)
            ),
        ]
        indexes = [models.Index(fields=["contract", "sku", "id"], name="stock_entry_sku")]


class Reservation(models.Model):
    """What stock has done for an order line: reserved, shipped, taken back, and what it could not cover.

    `short`: paid, not shipped, nothing there. `missing`: shipped, though the books had none: a count is needed.
    """

    pk = models.CompositePrimaryKey("contract_id", "line_id", "sku")
    contract = models.ForeignKey(
        Contract, on_delete=models.PROTECT, related_name="+", db_constraint=False, db_index=False
    )
    line_id = models.CharField(max_length=255)
    sku = models.CharField(max_length=SKU_MAX)
    order_id = models.CharField(max_length=255)
    paid_at = models.DateTimeField()
    warehouse = models.ForeignKey(
        Warehouse, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    reserved = models.BigIntegerField(default=0)
    short = models.BigIntegerField(default=0)
    shipped = models.BigIntegerField(default=0)
    missing = models.BigIntegerField(default=0)
    fit = models.BigIntegerField(default=0, help_text="came back fit for sale")
    damaged = models.BigIntegerField(default=0, help_text="came back unfit for sale")

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="reservation_not_negative",
                condition=Q(reserved__gte=0, short__gte=0, shipped__gte=0, missing__gte=0)
                & Q(fit__gte=0, damaged__gte=0),
            ),
            models.CheckConstraint(
                name="reservation_somewhere",
                condition=Q(warehouse__isnull=False) | Q(reserved=0, shipped=0, fit=0, damaged=0),
            ),
        ]
        indexes = [
            models.Index(fields=["contract", "order_id"], name="reservation_order"),
            models.Index(fields=["contract", "sku"], condition=Q(reserved__gt=0), name="reservation_held"),
            models.Index(
                fields=["contract", "sku"],
                condition=Q(short__gt=0) | Q(missing__gt=0),
                name="reservation_open",
            ),
        ]


class GoodsList(models.Model):
    """A list of sellable goods that the brand handed in, or said to be unchanged (OP-4-B-4). Never changed."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    rows = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    import_id = models.BigIntegerField(null=True)
    declared_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    declared_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["contract", "number"], name="goods_list_number")]


class ListRhythm(models.Model):
    """How often the list of sellable goods is due: proposed by one side, in force once the other agrees; the latest counts."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    every_days = models.PositiveSmallIntegerField()
    side = models.CharField(max_length=1, help_text="whose proposal it is: a, b")
    proposed_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    agreed = models.BooleanField(null=True)
    answered_by = models.ForeignKey(Person, on_delete=models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "number"], name="list_rhythm_number"),
            models.UniqueConstraint(
                fields=["contract"], condition=Q(agreed=None), name="list_rhythm_one_waits"
            ),
            models.CheckConstraint(
                name="list_rhythm_days", condition=Q(every_days__gte=1, every_days__lte=DAYS_MAX)
            ),
            models.CheckConstraint(name="list_rhythm_side", condition=Q(side__in=["a", "b"])),
        ]


class SkuPlan(models.Model):
    """What is kept back of a SKU, and how many days it takes until ordered goods are there."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.CharField(max_length=SKU_MAX)
    safety = models.BigIntegerField()
    lead_days = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "sku"], name="sku_plan_once"),
            models.CheckConstraint(
                name="sku_plan_sane", condition=Q(safety__gte=0, lead_days__gte=1, lead_days__lte=365)
            ),
        ]


class StoreShare(models.Model):
    """How many parts of what is sellable a store may offer; without rows every store has the same part."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+")
    store = models.OneToOneField(Store, on_delete=models.PROTECT, related_name="+")
    parts = models.PositiveIntegerField()

    class Meta:
        constraints = [models.CheckConstraint(name="store_share_sane", condition=Q(parts__lte=1000))]


class SyncWish(models.Model):
    """What a store is to offer of a SKU, and what it was last told: the channel's worker takes what differs from here."""

    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="+", db_index=False)
    store = models.ForeignKey(Store, on_delete=models.PROTECT, related_name="+", db_index=False)
    sku = models.CharField(max_length=SKU_MAX)
    quantity = models.BigIntegerField()
    wished_at = models.DateTimeField()
    pushed_quantity = models.BigIntegerField(null=True)
    pushed_at = models.DateTimeField(null=True)
    drifted_at = models.DateTimeField(
        null=True, help_text="since when the platform offers another number than it was told"
    )
    seen_quantity = models.BigIntegerField(
        null=True, help_text="what it offered when last looked at, if adrift"
    )
    seen_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["contract", "sku", "store"], name="sync_wish_once"),
            models.CheckConstraint(name="sync_wish_not_negative", condition=Q(quantity__gte=0)),
            models.CheckConstraint(
                name="sync_wish_adrift",
                condition=Q(drifted_at__isnull=True, seen_quantity__isnull=True, seen_at__isnull=True)
                | Q(drifted_at__isnull=False, seen_quantity__isnull=False, seen_at__isnull=False),
            ),
        ]
        indexes = [
            models.Index(
                fields=["contract", "sku"], condition=Q(drifted_at__isnull=False), name="sync_wish_adrift"
            ),
            models.Index(
                fields=["contract", "wished_at"],
                condition=Q(pushed_quantity=None) | ~Q(pushed_quantity=F("quantity")),
                name="sync_wish_due",
            ),
        ]
