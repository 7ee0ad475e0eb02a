"""Pure functions: which parcels make a wave, what a scan does to a parcel, what a parcel's freight comes to."""
