"""Reads on stock, by what is asked."""

from paidang.stock.queries.levels import list_warehouses, tracks_stock
from paidang.stock.queries.pushes import Push, due_pushes

__all__ = ["Push", "due_pushes", "list_warehouses", "tracks_stock"]
