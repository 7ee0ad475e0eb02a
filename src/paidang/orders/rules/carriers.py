"""Who carries a parcel: our codes with their words, and what a platform calls them."""

from collections.abc import Iterable, Mapping

from paidang.kit.sentence import Sentence, say

OWN = "own"

CARRIERS: dict[str, Sentence] = {
    "sf": say("顺丰速运"),
    "zto": say("中通快递"),
    "yto": say("圆通速递"),
    "sto": say("申通快递"),
    "yunda": say("韵达快递"),
    "jd": say("京东快递"),
    "ems": say("邮政 EMS"),
    "deppon": say("德邦快递"),
    OWN: say("自己送货"),
}


def platform_code(carrier: str, known: Mapping[str, str]) -> str:
    """What a platform calls our carrier: the code whose words begin like ours, else our words; what is not ours stays.

    >>> platform_code("sf", {"467": "顺丰速运"}), platform_code("9999", {"467": "顺丰速运"})
    ('467', '9999')
    """
    if carrier not in CARRIERS:
        return carrier
    word = str(CARRIERS[carrier])
    return next((code for code, name in known.items() if str(name)[:2] == word[:2]), word)


def our_code(text: str, platforms: Iterable[Mapping[str, str]]) -> str:
    """Our code for a carrier that somebody named by ours, by words, or by a platform's code; what nobody knows stays.

    >>> our_code("467", [{"467": "顺丰速运"}]), our_code("圆通", []), our_code("9999", [])
    ('sf', 'yto', '9999')
    """
    text = text.strip()
    named = next((str(known[text]) for known in platforms if text in known), text)
    return find_carrier(named) or text


def find_carrier(text: str) -> str:
    """Our code for what somebody wrote: the code itself or words that begin like ours; "" for what nobody knows."""
    text = text.strip()
    if text.lower() in CARRIERS:
        return text.lower()
    return next((code for code, word in CARRIERS.items() if len(text) > 1 and str(word)[:2] == text[:2]), "")
