"""From a paid order to a parcel that left: pick waves, checking by scanner, waybills, freight, what went wrong (OP-3-E)."""
