"""Six orders of March on the pages, each in another state."""

from tests.cast import acting, shanghai

from paidang.catalog.rules.declaring import TRUTH
from paidang.intake.actions import receive_file, write_now

AT = shanghai("2026-03-20 09:00")
HEADER = "line_id,order_id,channel,store,sku,quantity,unit_price,merchant_discount,platform_discount,paid_at,shipped_at,completed_at,gift\n"


def line(
    order: str,
    *,
    sku="CUP",
    quantity=1,
    price=11_300,
    off=0,
    store="京东旗舰店",
    paid="2026-03-05",
    shipped="",
    done="",
    n="",
) -> str:
    times = [f"{day}T10:00:00+08:00" if day else "" for day in (paid, shipped, done)]
    return (
        ",".join(
            [
                f"{order}-{sku}{n}",
                order,
                "jd",
                store,
                sku,
                str(quantity),
                str(price),
                str(off),
                "0",
                *times,
                "false",
            ]
        )
        + "\n"
    )


def hand_in(person, contract, name: str, content: str):
    with acting(person):
        received = receive_file(person=person, at=AT, code=contract.code, name=name, content=content.encode())
        return write_now(person=person, at=AT, import_id=received.pk, words=TRUTH)


def read(client, path: str, status: int = 200, **headers) -> str:
    answer = client.get(path, headers=headers)
    assert answer.status_code == status
    return answer.content.decode()


def six_orders(contract_in_force, brand, agency):
    """Six orders: not shipped, under way, done, refunded in part, refunded, done below the floor."""
    hand_in(
        brand.finance,
        contract_in_force,
        "costs.csv",
        "sku,factory_price,valid_from\nCUP,4000,2026-03-01\nPOT,9000,2026-03-01\n",
    )
    hand_in(
        brand.finance,
        contract_in_force,
        "prices.csv",
        "sku,min_retail_price,suggested_price,valid_from\nCUP,9900,11300,2026-03-01\n",
    )
    lines = [
        line("A1", paid="2026-03-09"),
        line("A2", paid="2026-03-08", shipped="2026-03-09"),
        line("A3", paid="2026-03-05", shipped="2026-03-06", done="2026-03-10", quantity=2),
        line("A3", sku="POT", price=22_600, paid="2026-03-05", shipped="2026-03-06", done="2026-03-10"),
        line(
            "A4", paid="2026-03-04", shipped="2026-03-05", done="2026-03-08", quantity=2, store="天猫旗舰店"
        ),
        line("A5", paid="2026-03-03", shipped="2026-03-04", done="2026-03-07"),
        line("A6", paid="2026-03-02", shipped="2026-03-03", done="2026-03-06", off=2_000),
    ]
    hand_in(agency.people["agency_operator"], contract_in_force, "lines.csv", HEADER + "".join(lines))
    refunds = "refund_id,line_id,quantity,amount,cause,restocked,refunded_at\n"
    refunds += "R4,A4-CUP,1,11300,no_reason,true,2026-03-12T10:00:00+08:00\nR5,A5-CUP,1,11300,quality,false,2026-03-12T10:00:00+08:00\n"
    hand_in(agency.people["agency_operator"], contract_in_force, "refunds.csv", refunds)
    charges = "charge_id,order_id,kind,amount,paid_by,charged_at,borne_by\nC3,A3,outbound,820,b,2026-03-06T10:00:00+08:00,shared\n"
    hand_in(agency.people["agency_operator"], contract_in_force, "logistics.csv", charges)
    return contract_in_force


def ids(page: str) -> list[str]:
    return [name for name in ("A1", "A2", "A3", "A4", "A5", "A6") if f'title="{name}"' in page]
