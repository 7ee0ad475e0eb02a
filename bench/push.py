"""Orders pushed by a shop of one's own over HTTP, until they are facts with stock reserved. One run, one machine.

    .venv/bin/python bench/push.py [--seconds 30] [--rate 300] [--size 1] [--no-kill] [--port 8123]

A whole `paidang serve` (database, workers, gunicorn) in a folder of its own, which is removed at the end. Each message holds
`size` orders and is signed before the clock starts; one that is not answered is sent again. A third of the way the stores'
worker is killed (-9), two thirds of the way one process of the web. At the end every order must be there once.
"""

import argparse
import json
import os
import secrets
import shutil
import signal
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).parents[1]))

SECRET = "whsec_" + "cGFpZGFuZyBiZW5jaCBwYWlkYW5nIGJlbmNo"
SKUS, SENDERS, TICKS = 50, 6, os.sysconf("SC_CLK_TCK")
STORE, HOUSE = "青岚商城", "一号仓"


def make_world(port: int) -> tuple[int, int, str]:
    """Two organisations, one contract, goods for all, a connected shop: its agency, its link, its address."""
    from tests.cast import acting, agree_on, register

    from paidang.intake.tests.goods import declare
    from paidang.stores.actions import Given, connect_store
    from paidang.stores.models import PushAddress

    now = datetime.now(UTC)
    brand = register(name="青岚茶器", kind="brand", code="qinglan")
    agency = register(name="拾舟电商", kind="agency", code="shizhou")
    contract = agree_on(brand=brand, agency=agency)
    goods = (f"{HOUSE},QL-{number:04d},{10**7}" for number in range(SKUS))
    declare(brand.manager, contract, *goods, at=now - timedelta(hours=1))
    with acting(agency.manager):
        link = connect_store(
            person=agency.manager,
            at=now,
            code=contract.code,
            given=Given("shop", STORE, "", {"secret": SECRET}),
        )
        return agency.org.pk, link.pk, f"/push/{PushAddress.objects.get(link=link).code}"


def signed_requests(path: str, start_at: datetime, asked: argparse.Namespace) -> list[bytes]:
    """All messages as they go over the wire, signed for the moment at which each is due: nothing is left to be done then."""
    from standardwebhooks import Webhook as Signer

    signer, paid_at, made = Signer(SECRET), start_at - timedelta(minutes=1), []
    for number in range(0, asked.seconds * asked.rate, asked.size):
        orders = [order(number + n, paid_at) for n in range(asked.size)]
        body, key = json.dumps(orders, ensure_ascii=False), f"msg_{secrets.token_hex(12)}"
        at = start_at + timedelta(seconds=number / asked.rate)
        head = (
            f"POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\ncontent-type: application/json\r\n"
            f"content-length: {len(body.encode())}\r\nwebhook-id: {key}\r\n"
            f"webhook-timestamp: {int(at.timestamp())}\r\nwebhook-signature: {signer.sign(key, at, body)}\r\n\r\n"
        )
        made.append((head + body).encode())
    return made


def order(number: int, paid_at: datetime) -> dict[str, Any]:
    quantity, price = 1 + number % 3, 12_900 + number % SKUS * 10
    at = paid_at.isoformat(timespec="seconds")
    return {
        "type": "order", "id": f"B{number:08d}", "state": "paid", "created_at": at, "modified_at": at, "paid_at": at,
        "paid_fen": quantity * price, "lines": [
            {"id": "1", "sku": f"QL-{number % SKUS:04d}", "quantity": quantity, "unit_price_fen": price}
        ], "receiver": {"name": "王小茶", "phone": f"138{number:08d}", "city": "杭州市", "address": "龙井路 1 号"},
    }  # fmt: skip


class Sender(threading.Thread):
    """Sends its share of the messages, each when it is due, over one connection that is kept open and made anew when it breaks."""

    def __init__(self, port: int, requests: Sequence[bytes], due_s: Sequence[float], begun: float) -> None:
        super().__init__(daemon=True)
        self.port, self.requests, self.due_s, self.begun = port, requests, due_s, begun
        self.took_ms: list[float] = []
        self.failed: Counter[str] = Counter()
        self._socket: socket.socket | None = None

    def run(self) -> None:
        for request, due_s in zip(self.requests, self.due_s, strict=True):
            time.sleep(max(0.0, self.begun + due_s - time.monotonic()))
            start = time.monotonic()
            while not self._is_kept(request):
                time.sleep(0.05)
            self.took_ms.append((time.monotonic() - start) * 1000)

    def _is_kept(self, request: bytes) -> bool:
        """Send it, and read the answer, whose body is empty."""
        try:
            if self._socket is None:
                self._socket = socket.create_connection(("127.0.0.1", self.port), timeout=30)
            self._socket.sendall(request)
            answer = b""
            while b"\r\n\r\n" not in answer:
                if not (piece := self._socket.recv(4096)):
                    raise ConnectionResetError
                answer += piece
        except OSError:
            answer = b""
        is_kept = answer.startswith(b"HTTP/1.1 200 ")
        if not is_kept:
            self.failed[answer.split(b"\r\n")[0].decode() or "connection broken"] += 1
        if not is_kept or b"connection: close" in answer.lower():
            self._hang_up()
        return is_kept

    def _hang_up(self) -> None:
        if self._socket is not None:
            self._socket.close()
        self._socket = None


def tree(*roots: int) -> dict[int, list[str]]:
    """The processes below these, by number, with their fields of /proc/…/stat after the name."""
    stats, below = {}, set(roots)
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                stats[int(entry.name)] = (entry / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
    for _ in range(6):
        below |= {pid for pid, fields in stats.items() if int(fields[1]) in below}
    return {pid: stats[pid] for pid in below if pid in stats}


class Processor:
    """Seconds of processor time since it was made, by part: of those that were killed, at whoever had started them."""

    PARTS = {"gunicorn": "web", "site.worker stores": "taking in", "site.worker": "other jobs"}

    def __init__(self, serve: int, postmaster: int) -> None:
        self.serve, self.postmaster = serve, postmaster
        self.before = self._now()

    def used(self) -> dict[str, float]:
        return {part: seconds - self.before.get(part, 0.0) for part, seconds in self._now().items()}

    def _now(self) -> dict[str, float]:
        found = {"client": time.process_time(), "database": self._of(tree(self.postmaster))}
        below = tree(self.serve)
        found["killed"] = sum(map(int, below[self.serve][13:15])) / TICKS
        for pid, fields in below.items():
            if int(fields[1]) == self.serve:
                part = next(
                    (name for word, name in self.PARTS.items() if word in command_of(pid)), "database"
                )
                found[part] = found.get(part, 0.0) + (0 if part == "database" else self._of(tree(pid)))
        return found

    def _of(self, below: dict[int, list[str]]) -> float:
        return sum(sum(map(int, fields[11:15])) for fields in below.values()) / TICKS


def command_of(pid: int) -> str:
    return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()


def kill_one(serve: int, word: str, *, below: bool) -> None:
    """Kill the process of serve that has this word in its command; `below`: a child of it instead."""
    for pid, fields in tree(serve).items():
        command = command_of(pid)
        if word in command and int(fields[1]) == serve:
            children = [child for child in tree(pid) if child != pid]
            os.kill(children[0] if below else pid, signal.SIGKILL)
            print(f"  killed: {command.strip()[:80]}")
            return


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--seconds", type=int, default=30)
    parser.add_argument("--rate", type=int, default=300, help="orders per second")
    parser.add_argument("--size", type=int, default=1, help="orders in a message")
    parser.add_argument("--kill", action=argparse.BooleanOptionalAction, default=True)
    parser.add_argument("--port", type=int, default=8123)
    asked = parser.parse_args()
    folder = Path(tempfile.mkdtemp(prefix="push-"))
    os.environ |= {"PAIDANG_VAR": str(folder), "DJANGO_SETTINGS_MODULE": "paidang.site.settings"}
    os.environ.pop("DATABASE_URL", None)
    serve = subprocess.Popen(
        [sys.executable, "-m", "paidang.cli.main", "serve", "--no-demo", "--port", str(asked.port)], stdout=subprocess.PIPE, text=True
    )  # fmt: skip
    try:
        assert serve.stdout
        for line in serve.stdout:
            if "Ctrl-C" in line:
                break
        import django

        django.setup()
        measure(serve.pid, int((folder / "pg" / "postmaster.pid").read_text().split()[0]), asked)
    finally:
        serve.send_signal(signal.SIGTERM)
        serve.wait(60)
        shutil.rmtree(folder, ignore_errors=True)


def measure(serve: int, postmaster: int, asked: argparse.Namespace) -> None:
    from paidang.stores.models import PushedMessage
    from paidang.team.context import act_as

    org_id, link_id, path = make_world(asked.port)

    def waiting() -> int:
        with act_as(org_id=org_id):
            return sum(PushedMessage.objects.filter(state="waiting").values_list("documents", flat=True))

    requests = signed_requests(path, datetime.now(UTC), asked)
    due_s = [number * asked.size / asked.rate for number in range(len(requests))]
    sent, backlog = len(requests) * asked.size, 0
    kills = [("site.worker stores", False), ("gunicorn", True)] if asked.kill else []
    processor, start = Processor(serve, postmaster), time.monotonic()
    senders = [Sender(asked.port, requests[n::SENDERS], due_s[n::SENDERS], start) for n in range(SENDERS)]
    for sender in senders:
        sender.start()
    looked = start
    while any(sender.is_alive() for sender in senders):
        time.sleep(0.5)
        now = time.monotonic()
        if kills and now - start > asked.seconds * (3 - len(kills)) / 3:
            kill_one(serve, kills[0][0], below=kills.pop(0)[1])
        if now - looked > 5:
            looked, now_waiting = now, waiting()
            backlog = max(backlog, now_waiting)
            told = sum(len(sender.took_ms) for sender in senders) * asked.size
            print(f"  {now - start:.0f} s: {told:,} acknowledged, {now_waiting:,} wait", flush=True)
    sent_s, left = time.monotonic() - start, waiting()
    while waiting():
        time.sleep(0.5)
    all_s, used = time.monotonic() - start, processor.used()
    took = sorted(ms for sender in senders for ms in sender.took_ms)
    failed: Counter[str] = sum((sender.failed for sender in senders), Counter())
    print(f"orders sent {sent:,} in {len(took):,} messages, sent again {failed.total()} {dict(failed) or ''}")
    print(f"acknowledged: {sent / sent_s:,.0f} orders/s over {sent_s:.0f} s (asked {asked.rate}/s)")
    print(
        f"answer: median {statistics.median(took):.0f} ms, p95 {took[int(len(took) * 0.95)]:.0f} ms, longest {took[-1]:.0f} ms"
    )
    print(
        f"reserved: {sent / all_s:,.0f} orders/s over {all_s:.0f} s; backlog at most {max(backlog, left):,}, at the end {left:,}"
    )
    parts = ", ".join(f"{part} {1000 * seconds / sent:.2f}" for part, seconds in used.items())
    print(f"processor: {1000 * sum(used.values()) / sent:.2f} ms per order ({parts})")
    check(org_id, sent)


def check(org_id: int, sent: int) -> None:
    """None lost, none doubled, all reserved."""
    from django.db.models import Sum

    from paidang.orders.models import OrderLine
    from paidang.stock.models import Reservation
    from paidang.stores.models import PushedMessage, StoreOrder
    from paidang.team.context import act_as

    with act_as(org_id=org_id):
        found = {
            "lines": OrderLine.objects.count(),
            "orders": OrderLine.objects.values("order_id").distinct().count(),
            "heads": StoreOrder.objects.count(),
            "reservations": Reservation.objects.count(),
        }
        units = OrderLine.objects.aggregate(n=Sum("quantity"))["n"]
        reserved = Reservation.objects.aggregate(n=Sum("reserved"))["n"]
        left = PushedMessage.objects.exclude(state="taken").count()
    print(f"found {found}, units {units:,}, reserved {reserved:,}, messages not taken {left}")
    if set(found.values()) != {sent} or units != reserved or left:
        raise SystemExit("lost or doubled")
    print("none lost, none doubled")


if __name__ == "__main__":
    main()
