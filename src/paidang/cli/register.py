"""`paidang register`: a new organisation with its first manager, who then invites the others in the web."""

import os
from typing import Annotated

import typer


def register(
    name: Annotated[str, typer.Argument(help="机构名称，如 青岚茶器")],
    kind: Annotated[str, typer.Option(help="brand（品牌方）或 agency（代运营）")],
    code: Annotated[str, typer.Option(help="机构代码，对方发合同时要填")],
    manager: Annotated[str, typer.Option(help="第一位经理的姓名")],
    email: Annotated[str, typer.Option(help="经理的邮箱，用来登录")],
    address: Annotated[str, typer.Option(help="网页的地址")] = "http://127.0.0.1:8000",
) -> None:
    """登记一个机构，打印经理设密码用的一次性链接。"""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "paidang.site.settings")
    import django
    from django.utils import timezone

    django.setup()
    from paidang.kit.outcome import UnableTo
    from paidang.portal.views.link import address_of
    from paidang.team.actions import make_link, register_organisation
    from paidang.team.context import act_as

    at = timezone.now()
    try:
        person = register_organisation(
            at=at, name=name, kind=kind, code=code, manager_name=manager, manager_email=email
        )
        with act_as(org_id=person.org_id, person_id=person.pk):
            _, link = make_link(person=person, at=at, person_id=person.pk)
    except UnableTo as refused:
        typer.echo(str(refused), err=True)
        raise typer.Exit(2) from None
    typer.echo(f"{name} 已登记，机构代码 {code}。请把这个一次性链接交给{manager}：")
    typer.echo(address.rstrip("/") + address_of(link))
