"""Bars and squares that scanners read, as dark stretches a template draws: Code 128 of one row, QR of many."""

from collections.abc import Iterable
from itertools import groupby

import segno
from barcode.codex import Code128


def bars(text: str) -> list[list[int]]:
    """A Code 128 of ASCII text: each bar as [from, width] in modules, then the whole as [its end, 0]."""
    [modules] = Code128(text).build()
    return [*_dark(module == "1" for module in modules), [len(modules), 0]]


def squares(text: str) -> list[list[list[int]]]:
    """A QR code, row by row: each dark stretch as [from, width] in modules."""
    return [_dark(bool(module) for module in row) for row in segno.make(text, error="m", micro=False).matrix]


def _dark(modules: Iterable[bool]) -> list[list[int]]:
    found, at = [], 0
    for is_dark, run in groupby(modules):
        width = len(list(run))
        if is_dark:
            found.append([at, width])
        at += width
    return found
