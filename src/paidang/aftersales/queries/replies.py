"""The texts for buyers as they are, and as they were."""

from paidang.aftersales.models import ReplyText


def list_replies(contract_id: int) -> list[ReplyText]:
    """The latest version of each text that is not taken away, by title."""
    found = (
        ReplyText.objects.filter(contract_id=contract_id).order_by("number", "-version").distinct("number")
    )
    kept = [reply for reply in found.select_related("edited_by") if reply.text]
    return sorted(kept, key=lambda reply: (reply.title, reply.number))


def list_versions(contract_id: int, number: int) -> list[ReplyText]:
    """Every version of a text, the latest first."""
    found = ReplyText.objects.filter(contract_id=contract_id, number=number)
    return list(found.select_related("edited_by").order_by("-version"))
