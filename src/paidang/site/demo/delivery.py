"""What the agency does beyond orders in the demo world, each slice by its own file."""

from datetime import datetime

from paidang.site.demo.acting import ActingAs
from paidang.site.demo.incidents import write_incidents
from paidang.site.demo.launch import write_launch
from paidang.site.demo.marketing import write_marketing
from paidang.site.demo.month import STORES
from paidang.site.demo.people import write_people
from paidang.site.demo.promotions import write_promotions
from paidang.site.demo.scores import write_scores
from paidang.site.demo.studio import write_pictures


def write_delivery(code: str, month: str, now: datetime, acting_as: ActingAs) -> None:
    """Everything up to `now`; `month` is the last whole one."""
    write_marketing(code, month, now, acting_as)
    write_pictures(code, now, acting_as)
    write_launch(code, now, acting_as)
    write_promotions(code, month, now, acting_as)
    write_people(code, now, list(STORES.values()), acting_as)
    write_scores(code, month, now, list(STORES.values()), acting_as)
    write_incidents(code, now, acting_as)
