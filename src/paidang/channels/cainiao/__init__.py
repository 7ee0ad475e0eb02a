"""Cainiao Link, through which carriers give waybill numbers: get, cancel, trace. Known from other people's clients."""
