"""A proposal's money from approval to claim, as the rule counts it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Sum

from paidang.contracts.queries import get_standing
from paidang.contracts.queries.terms import list_days_of_change
from paidang.marketing.models import ClaimedPart, Proposal, ProposalVersion, SpendEntry, Voucher, VoucherPart
from paidang.marketing.queries.proposals import approved_of, bearer_of
from paidang.marketing.rules.counting import Approval, Part, Spend, Tally, countable
from paidang.settlement.models import Reimbursement


@dataclass(frozen=True, slots=True)
class Money:
    """One proposal, its latest version, what was approved, spent, vouched and claimed. Withdrawn spends and vouchers are left out.

    `parts`: by key, a voucher's part with its voucher and spend; `claimed`
    how much of each is.
    """

    proposal: Proposal
    latest: ProposalVersion
    approved: ProposalVersion | None
    bearer: str
    spends: Sequence[SpendEntry]
    vouchers: Sequence[Voucher]
    parts: dict[int, VoucherPart]
    claimed: Mapping[int, int]
    tally: Tally

    @property
    def approved_fen(self) -> int:
        return (self.approved.approved_fen or 0) if self.approved else 0

    @property
    def spent_fen(self) -> int:
        return sum(one.amount_fen for one in self.spends)

    @property
    def vouched_fen(self) -> int:
        return sum(one.amount_fen for one in self.parts.values())

    def open_of(self, spend_id: int) -> int:
        """What of a spend no voucher stands behind."""
        spend = next(one for one in self.spends if one.pk == spend_id)
        return spend.amount_fen - sum(
            part.amount_fen for part in self.parts.values() if part.spend_id == spend_id
        )

    def free_of(self, voucher: Voucher) -> int:
        """What of a voucher stands behind no spend."""
        return voucher.amount_fen - sum(
            part.amount_fen for part in self.parts.values() if part.voucher_id == voucher.pk
        )


def get_money(proposal: Proposal) -> Money:
    """All the money of one proposal."""
    return list_money([proposal])[0]


def list_money(proposals: Sequence[Proposal]) -> list[Money]:
    """The same of many of one contract, with as few queries."""
    if not proposals:
        return []
    ids = [one.pk for one in proposals]
    versions: dict[int, list[ProposalVersion]] = defaultdict(list)
    for version in ProposalVersion.objects.filter(proposal__in=ids).order_by("version"):
        versions[version.proposal_id].append(version)
    bearers = _bearers(proposals, {key: of_one[-1] for key, of_one in versions.items()})
    spends: dict[int, list[SpendEntry]] = defaultdict(list)
    vouchers: dict[int, list[Voucher]] = defaultdict(list)
    parts: dict[int, list[VoucherPart]] = defaultdict(list)
    for spend in SpendEntry.objects.filter(proposal__in=ids, withdrawn_at=None).order_by("spent_on", "pk"):
        spends[spend.proposal_id].append(spend)
    for voucher in (
        Voucher.objects.filter(proposal__in=ids, withdrawn_at=None).defer("content").order_by("pk")
    ):
        vouchers[voucher.proposal_id].append(voucher)
    found = VoucherPart.objects.filter(
        spend__proposal__in=ids, spend__withdrawn_at=None, voucher__withdrawn_at=None
    )
    for part in found.order_by("pk"):
        parts[part.spend_id].append(part)
    claimed = dict(
        ClaimedPart.objects.filter(part__spend__proposal__in=ids)
        .values_list("part")
        .annotate(fen=Sum("amount_fen"))
    )
    return [
        _count(one, versions[one.pk], bearers[one.pk], spends[one.pk], vouchers[one.pk], parts, claimed)
        for one in proposals
    ]


def _bearers(proposals: Sequence[Proposal], latest: Mapping[int, ProposalVersion]) -> dict[int, str]:
    """Who bears the cost of each; what holds is read once for all days between two changes of it."""
    standing = get_standing(proposals[0].contract)
    changes, known, found = list_days_of_change(standing), dict[tuple[int, str], str](), dict[int, str]()
    for one in proposals:
        since = latest[one.pk].since
        key = (bisect_right(changes, since), one.kind)
        if key not in known:
            known[key] = bearer_of(one.kind, since, standing)
        found[one.pk] = known[key]
    return found


def _count(
    proposal: Proposal,
    versions: Sequence[ProposalVersion],
    bearer: str,
    spends: Sequence[SpendEntry],
    vouchers: Sequence[Voucher],
    parts: dict[int, list[VoucherPart]],
    claimed: dict[int, int],
) -> Money:
    approved, latest = approved_of(versions), versions[-1]
    questioned = {one.pk for one in vouchers if one.is_questioned}
    of_spends = [
        Spend(
            one.pk, one.spent_on, one.amount_fen,
            tuple(
                Part(part.pk, part.amount_fen, claimed.get(part.pk, 0), part.voucher_id in questioned)
                for part in parts[one.pk]
            ),
        )
        for one in spends
    ]  # fmt: skip
    approval = Approval(approved.approved_fen or 0, approved.since, approved.until) if approved else None
    ours = {part.pk: part for one in spends for part in parts[one.pk]}
    tally = countable(of_spends, approval, bearer)
    taken = {key: claimed.get(key, 0) for key in ours}
    return Money(proposal, latest, approved, bearer, spends, vouchers, ours, taken, tally)


def list_vouchers(proposal: Proposal) -> list[Voucher]:
    """Every voucher that was brought for it, without the bytes; withdrawn ones too, at the end."""
    found = Voucher.objects.filter(proposal=proposal).defer("content").select_related("brought_by")
    return sorted(found, key=lambda one: (one.withdrawn_at is not None, one.pk))


def list_claims(proposal: Proposal) -> list[Reimbursement]:
    """The reimbursements of a proposal, the newest first."""
    ids = ClaimedPart.objects.filter(part__spend__proposal=proposal).values("reimbursement")
    found = Reimbursement.objects.filter(pk__in=ids).select_related("claimed_by", "reversed_by", "reverses")
    return list(found.order_by("-number"))
