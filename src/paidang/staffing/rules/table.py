"""A CSV of this slice: its head in Chinese or English, its lines as bare cells; what is wrong with it is a sentence."""

import csv
import io
from collections.abc import Sequence

from paidang.kit.sentence import Sentence, say


class FileFault(ValueError):
    """What is wrong with a file, as a sentence; nothing of it is taken."""

    def __init__(self, said: Sentence) -> None:
        super().__init__(said)
        self.said = said


def read_lines(content: bytes, *heads: Sequence[str]) -> list[tuple[int, list[str]]]:
    """The lines under a head that is one of `heads`, each with its number, all as long as it; empty ones are left out."""
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise FileFault(say("文件不是 UTF-8 编码")) from None
    lines = list(csv.reader(io.StringIO(text)))
    head = tuple(cell.strip() for cell in lines[0]) if lines else ()
    if head not in {tuple(one) for one in heads}:
        raise FileFault(say("第一行要是：{columns}", columns=tuple(heads[-1])))
    found = []
    for number, cells in enumerate(lines[1:], 2):
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) != len(head):
            raise FileFault(say("第 {line} 行读不了：要有 {count} 列", line=number, count=len(head)))
        found.append((number, [cell.strip() for cell in cells]))
    if not found:
        raise FileFault(say("文件里没有数据行"))
    return found
