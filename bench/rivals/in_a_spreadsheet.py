"""A month as a workbook with a formula in every cell, reckoned by the engine `formulas`. Prints what b is owed, in fen.

Lines, refunds, charges and a table of prices by SKU and month stand side by side on one sheet; which rows count, and
which line a refund is of, was settled before, as a bookkeeper filters an export.
"""

import json
import sys
from pathlib import Path

import formulas
import openpyxl
import pandas as pd

folder, out = Path(sys.argv[1]), Path(sys.argv[2])
END = pd.Timestamp("2026-10-01", tz="Asia/Shanghai")
lines, refunds, costs, logistics = (
    pd.read_parquet(folder / f"{name}.parquet") for name in ("order_lines", "refunds", "costs", "logistics")
)
lines = lines[lines["completed_at"] < END].reset_index(drop=True)
months = costs["valid_from"].str[:7]
book = openpyxl.Workbook()
sheet = book.active
sheet.title = "M"
# Prices as a table of SKU and month, so that one INDEX finds the day's price.
table = costs.assign(month=months).pivot(index="sku", columns="month", values="factory_price")
for row, (sku, prices) in enumerate(table.iterrows(), start=1):
    sheet.cell(row, 20, sku)
    for column, price in enumerate(prices, start=21):
        sheet.cell(row, column, int(price))
last_price = len(table)
paid_month = lines["paid_at"].dt.tz_convert("Asia/Shanghai").dt.month
place = {sku: number for number, sku in enumerate(table.index, start=1)}
row_of = {line_id: number for number, line_id in enumerate(lines["line_id"], start=1)}
for row, line in enumerate(lines.itertuples(), start=1):
    sheet.cell(row, 1, int(line.unit_price))
    sheet.cell(row, 2, int(line.quantity))
    sheet.cell(row, 3, int(line.merchant_discount))
    sheet.cell(row, 4, f"=INDEX($U$1:$AC${last_price},{place[line.sku]},{int(paid_month[row - 1])})")
    sheet.cell(row, 5, f"=A{row}*B{row}-C{row}")
    sheet.cell(row, 6, f"=B{row}*D{row}")
    sheet.cell(row, 7, f"=ROUND(E{row}*0.13/1.13,0)")
    sheet.cell(row, 8, f"=E{row}-F{row}-G{row}")
refunds = refunds[(refunds["refunded_at"] < END) & refunds["line_id"].isin(row_of)].reset_index(drop=True)
for row, refund in enumerate(refunds.itertuples(), start=1):
    back = bool(refund.restocked) or refund.cause in ("quality", "wrong_item")
    sheet.cell(row, 10, -int(refund.amount))
    sheet.cell(row, 11, f"=-{int(refund.quantity)}*D{row_of[refund.line_id]}" if back else 0)
    sheet.cell(row, 12, f"=ROUND(J{row}*0.13/1.13,0)")
    sheet.cell(row, 13, f"=J{row}-K{row}-L{row}")
charges = logistics[logistics["charged_at"] < END].reset_index(drop=True)
for row, charge in enumerate(charges.itertuples(), start=1):
    sheet.cell(row, 15, int(charge.amount))
    sheet.cell(row, 16, int(charge.amount) if charge.paid_by == "b" else 0)
sheet["R1"] = f"=SUM(H1:H{len(lines)})+SUM(M1:M{max(len(refunds), 1)})-SUM(O1:O{len(charges)})"
sheet["R2"] = f"=ROUND(R1*0.3,0)+SUM(P1:P{len(charges)})"
book.save(out / "month.xlsx")
solution = formulas.ExcelModel().loads(str(out / "month.xlsx")).finish().calculate()
print(json.dumps({"due_b": int(solution["'[month.xlsx]M'!R2"].value[0, 0])}))
