"""A page as the brand signs it: its content in one form, the digest of that, and what is still missing before it may go out."""

import hashlib
import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from paidang.kit.clause import clause
from paidang.kit.outcome import Violation
from paidang.kit.sentence import say
from paidang.studio.rules.superlatives import Superlative, find_superlatives
from paidang.studio.rules.words import DETAIL, MAIN

MAIN_MAX = 5
"""So many main pictures take all the platforms that are listed in `rules.sizes`."""
BLOCKS_MAX = 60

Content = Mapping[str, Any]
"""{product, channel, main: [picture], detail: [picture or text]}; picture: {asset, version, sha256}, text: {text}."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A picture in a page: its number, its newest version and that one's digest (0 and "" while there is none)."""

    asset: int
    version: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Signed:
    """What the brand signed off of a picture: version and digest; 0 and "" for nothing, or not the newest."""

    version: int
    sha256: str


def content_of(product: str, channel: str, blocks: Mapping[str, Sequence[Shown | str]]) -> dict[str, Any]:
    """The content of a page, from its blocks by place in their order."""
    return {
        "product": product,
        "channel": channel,
        **{
            place: [
                {"text": block} if isinstance(block, str)
                else {"asset": block.asset, "version": block.version, "sha256": block.sha256}
                for block in blocks.get(place, ())
            ]
            for place in (MAIN, DETAIL)
        },
    }  # fmt: skip


@clause("PH-2")
def page_digest(content: Content) -> str:
    """SHA-256 of the content as JSON with sorted keys: another picture, word or order is another digest."""
    packed = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(packed.encode()).hexdigest()


def pictures_of(content: Content) -> list[Shown]:
    """Every picture in it, in order, each once."""
    found = {
        block["asset"]: Shown(block["asset"], block["version"], block["sha256"])
        for place in (MAIN, DETAIL)
        for block in content[place]
        if "asset" in block
    }
    return list(found.values())


def superlatives_of(content: Content) -> list[Superlative]:
    """Words of 广告法 第九条 in its texts."""
    return [
        found for block in content[DETAIL] if "text" in block for found in find_superlatives(block["text"])
    ]


@clause("PH-2")
def unfit_to_submit(content: Content) -> list[Violation]:
    """What keeps a page from being shown to the brand: no main picture, or a picture that nobody has handed in."""
    found = []
    if not content[MAIN]:
        found.append(Violation("NO_MAIN_PICTURE", say("还没有主图")))
    found += [
        Violation("PICTURE_NEEDED", say("{picture} 还没有图", picture=code_of(one.asset)))
        for one in pictures_of(content)
        if not one.version
    ]
    return found


@clause("PH-1", "PH-2", "TC-3-2", "OP-2-B-3")
def missing_to_publish(
    content: Content,
    *,
    edition: int,
    is_agreed: bool,
    signed: Mapping[int, Signed],
    without_right: Collection[int],
) -> list[Violation]:
    """Which words of the brand a page lacks before it may go out: of each picture as it stands in it, of the whole page."""
    found = []
    for one in pictures_of(content):
        code = code_of(one.asset)
        if signed.get(one.asset) != Signed(one.version, one.sha256):
            found.append(
                Violation(
                    "PICTURE_NOT_SIGNED",
                    say("{picture} 第 {version} 版没有甲方的书面确认", picture=code, version=one.version),
                )
            )
        if one.asset in without_right:
            found.append(Violation("RIGHT_ENDED", say("{picture} 的授权已到期", picture=code)))
    if not is_agreed:
        found.append(
            Violation("PAGE_NOT_SIGNED", say("整页第 {edition} 稿没有甲方的书面确认", edition=edition))
        )
    return found


def code_of(asset: int) -> str:
    """What people call a picture."""
    return f"T-{asset:04d}"
