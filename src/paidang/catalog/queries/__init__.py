"""Reads of this slice, by noun."""

from paidang.catalog.queries.prices import (
    get_declaration,
    get_invoice,
    has_price,
    has_skus,
    known_prices,
    list_agreed,
    list_agreed_prices,
    list_declarations,
    list_invoices,
    list_past_prices,
    list_skus,
    list_waiting_prices,
)

__all__ = [
    "get_declaration",
    "get_invoice",
    "has_price",
    "has_skus",
    "known_prices",
    "list_agreed",
    "list_agreed_prices",
    "list_declarations",
    "list_invoices",
    "list_past_prices",
    "list_skus",
    "list_waiting_prices",
]
