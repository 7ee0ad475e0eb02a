"""A month in Tryton's commission module: an invoice for each order, posted; a commission on each line. In memory.

Tryton counts a commission on what was invoiced; prices of the day, refunds, charges and a share of profit are not its
business, so that the commission alone is reckoned: 30 percent of the lines' revenue. Prints it, in fen, with the processor
seconds of the invoices alone: to set an empty company up takes half a minute.
"""

import datetime as dt
import json
import sys
import time
from decimal import Decimal
from pathlib import Path

import pandas as pd
from proteus import Model
from trytond.modules.account.tests.tools import create_chart, create_fiscalyear, get_accounts
from trytond.modules.account_invoice.tests.tools import create_payment_term, set_fiscalyear_invoice_sequences
from trytond.modules.company.tests.tools import create_company, get_company
from trytond.tests.tools import activate_modules

END = pd.Timestamp("2026-10-01", tz="Asia/Shanghai")
DAY = dt.datetime.now(dt.UTC).date()  # Tryton warns of invoices due in the past


def set_up():
    """Company, accounts, a product, an agent with a plan of 30 percent."""
    activate_modules("commission", create_company, create_chart)
    year = set_fiscalyear_invoice_sequences(create_fiscalyear(today=(DAY, DAY)))
    year.click("create_period")
    accounts = get_accounts()
    category = Model.get("product.category")(name="Goods", accounting=True)
    category.account_expense, category.account_revenue = accounts["expense"], accounts["revenue"]
    category.save()
    [unit] = Model.get("product.uom").find([("name", "=", "Unit")])
    products = []
    for name in ("Commission", "Goods"):
        template = Model.get("product.template")(
            name=name, default_uom=unit, type="service", list_price=Decimal(0)
        )
        template.account_category = category
        template.save()
        products.append(template.products[0])
    plan = Model.get("commission.plan")(
        name="30 percent", commission_product=products[0], commission_method="posting"
    )
    plan.lines.new().formula = "amount * 0.3"
    plan.save()
    term = create_payment_term()
    term.save()
    Party = Model.get("party.party")
    agency, buyer = Party(name="Agency", supplier_payment_term=term), Party(name="Buyer")
    agency.save()
    buyer.save()
    agent = Model.get("commission.agent")(
        party=agency, type_="agent", plan=plan, currency=get_company().currency
    )
    agent.save()
    return products[1], term, agent, buyer


def main():
    folder = Path(sys.argv[1])
    lines = pd.read_parquet(folder / "order_lines.parquet")
    lines = lines[lines["completed_at"] < END]
    product, term, agent, buyer = set_up()
    start = time.process_time()
    Invoice = Model.get("account.invoice")
    for _order, group in lines.groupby("order_id"):
        invoice = Invoice(type="out", party=buyer, payment_term=term, agent=agent, invoice_date=DAY)
        for line in group.itertuples():
            sold = invoice.lines.new()
            sold.product, sold.quantity = product, 1
            sold.unit_price = Decimal(int(line.unit_price * line.quantity - line.merchant_discount)) / 100
        invoice.save()
        invoice.click("post")
    found = Model.get("commission").find([])
    due = sum(each.amount for each in found) * 100
    print(json.dumps({"due_b": int(due), "seconds": time.process_time() - start, "commissions": len(found)}))


main()
