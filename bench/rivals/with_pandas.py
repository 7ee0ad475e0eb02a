"""A month in pandas, as an analyst would write it: floats, `round`, everything in memory. Prints what b is owed, in fen."""

import json
import sys
from pathlib import Path

import pandas as pd

folder, out = Path(sys.argv[1]), Path(sys.argv[2])
END = pd.Timestamp("2026-10-01", tz="Asia/Shanghai")
lines, refunds, costs, logistics, fees = (
    pd.read_parquet(folder / f"{name}.parquet")
    for name in ("order_lines", "refunds", "costs", "logistics", "platform_fees")
)
costs["valid_from"] = (
    pd.to_datetime(costs["valid_from"]).dt.tz_localize("Asia/Shanghai").astype(lines["paid_at"].dtype)
)
lines = pd.merge_asof(
    lines.sort_values("paid_at"), costs.sort_values("valid_from"), left_on="paid_at", right_on="valid_from", by="sku"
)  # fmt: skip
refunds = refunds.merge(lines[["line_id", "order_id", "sku", "factory_price", "completed_at"]], on="line_id")
counted = lines[(lines["completed_at"] < END) & lines["factory_price"].notna()].copy()
counted["revenue"] = counted["unit_price"] * counted["quantity"] - counted["merchant_discount"]
counted["cost"] = counted["quantity"] * counted["factory_price"]
refunds = refunds[(refunds["completed_at"] < END) & (refunds["refunded_at"] < END)].copy()
refunds["revenue"] = -refunds["amount"]
back = refunds["restocked"] | refunds["cause"].isin(["quality", "wrong_item"])
refunds["cost"] = (-refunds["quantity"] * refunds["factory_price"]).where(back, 0)
goods = pd.concat([counted.assign(row_id=counted["line_id"]), refunds.assign(row_id=refunds["refund_id"])])
goods["tax"] = (goods["revenue"] * 0.13 / 1.13).round()
goods["profit"] = goods["revenue"] - goods["cost"] - goods["tax"]
charges = logistics[logistics["charged_at"] < END]
profit = goods["profit"].sum() - charges["amount"].sum()
share_b = round(profit * 0.3)
paid_by_b = charges.loc[charges["paid_by"] == "b", "amount"].sum()
goods[["row_id", "order_id", "sku", "revenue", "cost", "tax", "profit"]].to_parquet(out / "rows.parquet")
print(json.dumps({"due_b": int(share_b + paid_by_b)}))
