"""Setting what came by stores' interfaces against the bills: once a minute for a contract, not with each batch of orders.

To compare all orders of a contract with all its bills takes seconds where they are a million; a batch comes every moment.
"""

from datetime import datetime

from paidang.contracts.models import Contract
from paidang.intake.models import ImportFile
from paidang.orders.actions import reconcile_bills


def reconcile_waiting(contract: Contract, *, at: datetime) -> None:
    """Do it for all that waits for it by now; what comes meanwhile waits for the next time."""
    ImportFile.objects.filter(awaits_reconciling=True, contract=contract).update(awaits_reconciling=False)
    reconcile_bills(contract.pk)
