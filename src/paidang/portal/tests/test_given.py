"""What one side gave for one contract serves no other party's goods (TC-6-1): files and copy, whichever slice takes them."""

from datetime import date

import pytest
from tests.cast import BRAND, Party, acting, agree_on, register

from paidang.catalog.models import Product
from paidang.contracts.models import Contract, Given
from paidang.duties.actions import Proof
from paidang.kit.outcome import UnableTo
from paidang.projects.actions import begin_project, submit_delivery
from paidang.projects.tests.projects import number_of
from paidang.studio import actions as studio
from paidang.studio.tests.drawn import bowl
from paidang.studio.tests.pictures import AT
from paidang.team.models import Person

COPY = "青瓷盖碗，取龙泉山泉水洗泥，手拉坯，高温还原焰一次烧成。"
OURS = "签收后七天内不满意可以退货，运费由我们来承担，请放心选购。"


def give(
    contract: Contract, person: Person, *, picture: bytes = b"", words: str = "", key: str = "samples"
) -> None:
    """Hand in what a task of the launch asks for."""
    with acting(person):
        project = begin_project(
            person=person, at=AT, code=contract.code, kind="tmall", starts_on=date(2026, 3, 9)
        )
        submit_delivery(
            person=person, at=AT, code=contract.code, number=project.number, task=number_of(project, key), words=words,
            files=[Proof("实物图.jpg", picture)] if picture else (),
        )  # fmt: skip


def test_files_and_copy_of_one_brand_are_refused_for_another_and_everybodys_own_are_not(
    contract_in_force: Contract, brand: Party, agency: Party, outsider: Party
) -> None:
    lin, picture, own = agency.manager, bowl(), bowl(width=900)
    other = register(name="北陌户外", kind=BRAND, code="beimo")
    theirs = agree_on(brand=other, agency=agency)
    give(theirs, other.manager, picture=picture, words=f"样图\n{COPY}")
    give(theirs, lin, picture=own, words=OURS, key="plan")
    with acting(lin):
        product = Product.objects.create(contract=contract_in_force, title="盖碗")
    told = {"person": lin, "at": AT, "code": contract_in_force.code}

    def hand_in(content: bytes) -> None:
        with acting(lin):
            studio.hand_in(**told, product_id=product.pk, kind="main", name="碗.jpg", content=content)

    def write(text: str) -> None:
        with acting(lin):
            page = studio.begin_page(**told, product_id=product.pk, channel="tmall")
            studio.add_text(**told, page_id=page.pk, text=text)

    for again in (
        lambda: hand_in(picture),
        lambda: write(f"新品上市\n{COPY.replace('，', '， ')}"),
        lambda: give(contract_in_force, lin, picture=picture, key="plan"),
        lambda: give(contract_in_force, lin, words=COPY, key="plan"),
    ):
        with pytest.raises(UnableTo, match="是北陌户外在合同 .* 下给的") as no:
            again()
        assert (no.value.code, no.value.clause) == ("OF_ANOTHER_CONTRACT", "TC-6-1")
    hand_in(own)
    write(OURS)
    write("手工青瓷")
    give(
        contract_in_force, brand.manager, words=COPY
    )  # who does not know of the other contract learns nothing of it
    write(COPY)  # and what this brand gave as well serves its goods

    elsewhere = agree_on(brand=other, agency=outsider)
    give(elsewhere, other.manager, picture=picture, words=COPY)  # its own, to whomever it likes
    with pytest.raises(UnableTo, match="是拾舟电商在合同 .* 下给的"):
        give(elsewhere, other.manager, words=OURS)
    with acting(outsider.manager):
        assert set(Given.objects.values_list("contract_id", flat=True)) == {elsewhere.pk}
