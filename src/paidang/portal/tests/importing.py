"""Files handed in on the pages, good and mixed, and what the worker would do with them."""

from types import SimpleNamespace

from django.core.files.uploadedfile import SimpleUploadedFile
from procrastinate.contrib.django.models import ProcrastinateJob
from tests.cast import acting

from paidang.intake import tasks
from paidang.intake.models import QuarantineRow
from paidang.orders.models import OrderLine

HEADER = "line_id,order_id,channel,store,sku,quantity,unit_price,merchant_discount,platform_discount,paid_at,shipped_at,completed_at,gift\n"


def line(order: str, *, quantity: object = 1, price: object = 11_300) -> str:
    return f"{order}-CUP,{order},jd,京东旗舰店,CUP,{quantity},{price},0,0,2026-03-05T10:00:00+08:00,,,false\n"


DONE: set[int] = set()
GOOD = HEADER + line("A1") + line("A2")
MIXED = HEADER + line("B1") + line("B2", quantity=0) + line("B3", price="=1+1")


def read(client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status
    return answer.content.decode()


def work() -> None:
    """Do what the worker would do now."""
    context = SimpleNamespace(job=SimpleNamespace(attempts=0))
    jobs = ProcrastinateJob.objects.filter(status="todo", queue_name=tasks.QUEUE)
    for job in list(jobs.exclude(pk__in=DONE).order_by("id")):
        DONE.add(job.pk)
        {"intake.read": tasks.read, "intake.write": tasks.write}[job.task_name](context, **job.args)


def upload(client, contract, *files: tuple[str, str], **more):
    uploads = [SimpleUploadedFile(name, content.encode()) for name, content in files]
    return client.post("/imports/upload", {"contract": contract.code, "files": uploads, **more})


def hand_in(client, contract, content: str, *, mode: str = "") -> str:
    """Upload one file, have it read and, with a mode, written; answer its address."""
    url = upload(client, contract, ("lines.csv", content))["Location"]
    work()
    if mode:
        assert client.post(f"{url}/write", {"mode": mode})["Location"] == url
        work()
    return url


def stored(person) -> list[str]:
    with acting(person):
        return list(OrderLine.objects.order_by("order_id").values_list("order_id", flat=True))


# Bad rows


def bad_rows(person) -> list[QuarantineRow]:
    with acting(person):
        return list(QuarantineRow.objects.order_by("row_number"))
