"""The brand's goods by warehouse: a ledger that is only ever added to, what is reserved for whom, what each store may offer."""
