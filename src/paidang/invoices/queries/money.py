"""What buyers paid for the items of their orders, and how much of it stands on invoices."""

from collections.abc import Collection, Iterable

from django.db import connection

from paidang.invoices.models import BuyerInvoice, GoodsTax, InvoicedItem, InvoiceRow
from paidang.invoices.rules.amounts import Balance, Item, RedDue, red_due
from paidang.invoices.rules.states import FAILED

_LINES = """
    select l.line_id, l.sku, l.quantity, l.unit_price_fen * l.quantity - l.merchant_discount_fen, l.platform_discount_fen,
      coalesce((select array_agg(r.amount_fen order by r.refunded_at, r.refund_id) from orders_refund r
        where r.contract_id = l.contract_id and r.line_id = l.line_id), '{{}}')
    from orders_orderline l where l.contract_id = %s and {which} order by l.line_id"""
_POSTAGE = """
    select c.charge_id, -c.amount_fen from orders_logisticscharge c
    where c.contract_id = %s and c.kind = 'postage' and {which} order by c.charge_id"""


def list_items(contract_id: int, order_id: str) -> list[Item]:
    """The items of one order: its lines, then what the buyer paid for postage."""
    return _items(contract_id, "l.order_id = %s", "c.order_id = %s", order_id)


def _items(contract_id: int, lines: str, charges: str, value: str | list[str]) -> list[Item]:
    with connection.cursor() as cursor:
        cursor.execute(_LINES.format(which=lines), [contract_id, value])
        found = [
            Item(line, sku, quantity, revenue - platform, revenue, tuple(lost))
            for line, sku, quantity, revenue, platform, lost in cursor.fetchall()
        ]
        cursor.execute(_POSTAGE.format(which=charges), [contract_id, value])
        found += [Item(charge, "", 1, fen, fen) for charge, fen in cursor.fetchall()]
    return found


def get_balances(contract_id: int, items: Collection[str], *, lock: bool = False) -> dict[str, Balance]:
    """What of each item was invoiced and taken back; locked in the order of their names."""
    found = InvoicedItem.objects.filter(contract_id=contract_id, item__in=list(items)).order_by("item")
    if lock:
        found = found.select_for_update()
    return {one.item: _balance(one) for one in found}


def _balance(one: InvoicedItem) -> Balance:
    return Balance(one.issued_fen, one.issued_tax_fen, one.red_fen, one.red_tax_fen, one.rate)


# By each way in which less can be left of the buyer's money: a refund; postage that was corrected; a line that was.
_RED = """
    with issued as (
        select item, sku, issued_fen - red_fen as fen from invoices_invoiceditem
        where contract_id = %(contract)s and issued_fen > red_fen and (%(among)s::varchar[] is null or item = any(%(among)s::varchar[])))
    select item from issued i where exists (
        select from orders_refund r where r.contract_id = %(contract)s and r.line_id = i.item)
    union select item from issued i join orders_logisticscharge c on c.contract_id = %(contract)s and c.charge_id = i.item
        where i.sku = '' and -c.amount_fen < i.fen
    union select item from issued i join orders_orderline l on l.contract_id = %(contract)s and l.line_id = i.item
        where i.sku <> '' and l.unit_price_fen * l.quantity - l.merchant_discount_fen - l.platform_discount_fen < i.fen"""


def list_red_due(contract_id: int, *, among: Collection[str] | None = None) -> dict[int, RedDue]:
    """The invoices of which something is to be taken back, by id: refunds came after they were issued. `among`: of these items."""
    with connection.cursor() as cursor:
        cursor.execute(_RED, {"contract": contract_id, "among": None if among is None else list(among)})
        names = [name for (name,) in cursor.fetchall()]
    if not names:
        return {}
    items = _items(contract_id, "l.line_id = any(%s)", "c.charge_id = any(%s)", names)
    due = red_due(items, get_balances(contract_id, names)).by_item
    standing = standing_invoices(contract_id, due)
    by_invoice: dict[int, dict[str, int]] = {}
    for item, fen in due.items():
        by_invoice.setdefault(standing[item], {})[item] = fen
    return {invoice: RedDue(items) for invoice, items in by_invoice.items()}


def standing_invoices(contract_id: int, items: Iterable[str]) -> dict[str, int]:
    """The invoice on which each item stands: the latest that was issued for it and is no red letter itself."""
    rows = (
        InvoiceRow.objects.filter(contract_id=contract_id, item__in=list(items), invoice__reverses=None)
        .exclude(invoice__state=FAILED)
        .order_by("invoice_id")
        .values_list("item", "invoice_id")
    )
    return dict(rows)


def get_rates(contract_id: int) -> dict[str, GoodsTax]:
    """The rates that the brand gave, by SKU; that for all others under the empty one."""
    return {one.sku: one for one in GoodsTax.objects.filter(contract_id=contract_id)}


def rates_of(items: Iterable[Item], known: dict[str, GoodsTax]) -> tuple[dict[str, int], list[str]]:
    """The rate of each item, and the SKUs of which nobody has given any. Postage has the highest of its order's goods."""
    rates, missing = {}, []
    postage = []
    for one in items:
        if not one.sku:
            postage.append(one.item)
        elif found := known.get(one.sku) or known.get(""):
            rates[one.item] = found.rate
        elif one.kept_fen > 0:
            missing.append(one.sku)
        else:
            rates[one.item] = 0
    highest = max(rates.values(), default=None)
    for item in postage:
        if highest is not None:
            rates[item] = highest
    return rates, sorted(set(missing))


def list_invoices_of(contract_id: int, order_id: str) -> list[BuyerInvoice]:
    """All invoices of an order, the first one first."""
    return list(
        BuyerInvoice.objects.filter(contract_id=contract_id, request__order_id=order_id)
        .select_related("request", "issued_by", "reverses")
        .defer("content")
        .order_by("pk")
    )
