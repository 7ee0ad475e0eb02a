"""What the product knows of that a hand-over should list: proposed by name, put on the list by people alone."""

from paidang.aftersales.models import Case
from paidang.contracts.models import Contract
from paidang.kit.clause import clause
from paidang.kit.sentence import Sentence
from paidang.orders.models import OrderLine, Store
from paidang.portal.rules import handover_names as names
from paidang.portal.rules.handover_names import name_of
from paidang.projects.models import Paper
from paidang.projects.queries.projects import applies_now
from paidang.projects.rules.templates import DOCUMENTS, TITLES
from paidang.studio.models import Asset, Page
from paidang.studio.rules.words import APPROVED, PUBLISHED
from paidang.training.queries.handover import list_items

Known = tuple[str, Sentence]


@clause("TC-3-5")
def list_known(contract: Contract) -> list[Known]:
    """Kind (`training.rules.words.ITEM_KINDS`) and name of each thing that the list does not have; names in Chinese, as
    the protocol is. Where a number in a name has grown since, the thing is proposed anew."""
    listed = {(item.kind, item.name) for item in list_items(contract)}
    found = [*_accounts(contract), *_assets(contract), *_documents(contract), *_data(contract)]
    return [one for one in found if one not in listed]


def _accounts(contract: Contract) -> list[Known]:
    stores = Store.objects.filter(contract=contract).order_by("name").values_list("name", flat=True)
    return [("accounts", name_of(names.ACCOUNTS, store=name)) for name in stores]


def _assets(contract: Contract) -> list[Known]:
    pictures = Asset.objects.filter(contract=contract, state=APPROVED).count()
    pages = Page.objects.filter(contract=contract, state=PUBLISHED).count()
    named = (
        (pictures, name_of(names.PICTURES, count=pictures)),
        (pages, name_of(names.PAGES, count=pages)),
    )
    return [("assets", name) for count, name in named if count]


def _documents(contract: Contract) -> list[Known]:
    papers = Paper.objects.filter(contract=contract).values("kind").distinct().count()
    applying = [(key, applies_now(contract, key)) for key in DOCUMENTS]
    return [
        ("documents", name_of(names.CONTRACT, code=contract.code)),
        *([("documents", name_of(names.PAPERS, count=papers))] if papers else []),
        *(
            ("procedures", name_of(names.PROCEDURE, title=TITLES[key], version=row.version))
            for key, row in applying
            if row
        ),
    ]


def _data(contract: Contract) -> list[Known]:
    named = (
        (OrderLine.objects.filter(contract=contract).exists(), name_of(names.ORDERS)),
        (Case.objects.filter(contract=contract).exists(), name_of(names.CASES)),
    )
    return [("data", name) for is_there, name in named if is_there]
