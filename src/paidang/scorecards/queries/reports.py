"""Reports that were issued, and the document of one."""

from paidang.kit.outcome import NotFound
from paidang.kit.sentence import say
from paidang.scorecards.models import IssuedReport


def list_reports(contract_id: int) -> list[IssuedReport]:
    """Those of a contract without their bytes, the latest first."""
    found = IssuedReport.objects.filter(contract_id=contract_id).select_related("issued_by")
    return list(found.defer("document").order_by("-number"))


def get_report(contract_id: int, number: int) -> IssuedReport:
    """One with its bytes; NotFound if the contract has none of that number."""
    found = IssuedReport.objects.filter(contract_id=contract_id, number=number).first()
    if found is None:
        raise NotFound(say("没有第 {number} 份运营报告", number=number), remedy=say("请从评分卡打开。"))
    return found
