"""The law of buyers' invoices: numbers, wishes, amounts, days. Pure."""
