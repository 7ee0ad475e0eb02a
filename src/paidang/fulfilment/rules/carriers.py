"""Who carries a parcel: our codes with their words, and what a platform calls them."""

from collections.abc import Mapping

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
    """What a platform calls the carrier: the code whose words begin like ours, else our words."""
    word = str(CARRIERS[carrier])
    return next((code for code, name in known.items() if str(name)[:2] == word[:2]), word)


def find_carrier(text: str) -> str:
    """Our code for what somebody wrote: the code itself or words that begin like ours; "" for what nobody knows."""
    text = text.strip()
    if text.lower() in CARRIERS:
        return text.lower()
    return next((code for code, word in CARRIERS.items() if len(text) > 1 and str(word)[:2] == text[:2]), "")
