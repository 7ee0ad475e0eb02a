"""The open platform's lists: wrapped in an object, and left out where they are empty."""

from collections.abc import Mapping
from typing import Any

from paidang.channels.link.errors import Unreachable
from paidang.channels.link.replies import objects
from paidang.kit.sentence import say


def rows(reply: Mapping[str, Any], of: str, name: str = "") -> list[dict[str, Any]]:
    """The list `name.of`, by default `<of>s.<of>`."""
    wrap = reply.get(name or of + "s") or {}
    if not isinstance(wrap, dict):
        raise Unreachable(say("平台的答复里 {name} 不是列表", name=of))
    return objects(wrap, of)
