"""A proposal's money from approval to claim, as the rule counts it."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Q, QuerySet, Sum

from paidang.contracts.queries import Standing, get_standing
from paidang.contracts.queries.terms import list_days_of_change
from paidang.marketing.models import ClaimedPart, Proposal, ProposalVersion, SpendEntry, Voucher, VoucherPart
from paidang.marketing.queries.proposals import approved_of, bearer_of
from paidang.marketing.rules.counting import Approval, Part, Spend, Tally, countable
from paidang.settlement.models import Reimbursement

NAMED_MAX = 100
"""So many proposals are named one by one to the database."""


@dataclass(frozen=True)
class Sums:
    """One proposal, its latest version, what was approved, and what its money comes to. Withdrawn spends and vouchers are left out."""

    proposal: Proposal
    latest: ProposalVersion
    approved: ProposalVersion | None
    bearer: str
    spent_fen: int
    vouched_fen: int
    tally: Tally

    @property
    def approved_fen(self) -> int:
        return (self.approved.approved_fen or 0) if self.approved else 0


@dataclass(frozen=True)
class Money(Sums):
    """The same with each spend and voucher.

    `parts`: by key, a voucher's part with its voucher and spend; `claimed`
    how much of each is.
    """

    spends: Sequence[SpendEntry]
    vouchers: Sequence[Voucher]
    parts: dict[int, VoucherPart]
    claimed: Mapping[int, int]

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


def get_money(proposal: Proposal, standing: Standing | None = None) -> Money:
    """All the money of one proposal; `standing` of its contract, where it is at hand."""
    return list_money([proposal], standing)[0]


def list_money(proposals: Sequence[Proposal], standing: Standing | None = None) -> list[Money]:
    """The same of many of one contract, with as few queries."""
    if not proposals:
        return []
    claimed = _claimed(proposals)
    found = SpendEntry.objects.filter(_among(proposals), withdrawn_at=None).order_by("spent_on", "pk")
    spends = {spend.pk: spend for spend in found}
    brought = Voucher.objects.filter(_among(proposals), withdrawn_at=None).defer("content").order_by("pk")
    vouchers = {voucher.pk: voucher for voucher in brought}
    parts: dict[int, dict[int, VoucherPart]] = defaultdict(dict)
    behind = defaultdict[int, list[Part]](list)
    for part in _parts_of(proposals):
        parts[spends[part.spend_id].proposal_id][part.pk] = part
        is_questioned = vouchers[part.voucher_id].is_questioned
        behind[part.spend_id].append(
            Part(part.pk, part.amount_fen, claimed.get(part.pk, 0), is_questioned)
        )  # fmt: skip
    counted, spent, vouched = defaultdict(list), defaultdict(list), defaultdict(list)
    for spend in spends.values():
        spent[spend.proposal_id].append(spend)
        counted[spend.proposal_id].append(
            Spend(spend.pk, spend.spent_on, spend.amount_fen, behind[spend.pk])
        )  # fmt: skip
    for voucher in vouchers.values():
        vouched[voucher.proposal_id].append(voucher)
    return [
        Money(
            **vars(one),
            spends=spent[one.proposal.pk],
            vouchers=vouched[one.proposal.pk],
            parts=(ours := parts[one.proposal.pk]),
            claimed={key: claimed.get(key, 0) for key in ours},
        )
        for one in _list_sums(proposals, counted, standing)
    ]


def list_sums(proposals: Sequence[Proposal]) -> list[Sums]:
    """What the money of many proposals of one contract comes to, without a row for each spend and voucher."""
    return _list_sums(proposals, _spends(proposals, _claimed(proposals))) if proposals else []


def _list_sums(
    proposals: Sequence[Proposal], spends: Mapping[int, Sequence[Spend]], standing: Standing | None = None
) -> list[Sums]:
    versions: dict[int, list[ProposalVersion]] = defaultdict(list)
    for version in ProposalVersion.objects.filter(_among(proposals)).order_by("version"):
        versions[version.proposal_id].append(version)
    latest = {key: of_one[-1] for key, of_one in versions.items()}
    bearers = _bearers(proposals, latest, standing or get_standing(proposals[0].contract))
    return [_count(one, versions[one.pk], bearers[one.pk], spends.get(one.pk, ())) for one in proposals]


def _among(proposals: Sequence[Proposal], of: str = "") -> Q:
    """What belongs to them, `of` how it is named there; of many proposals all that is the contract's, to be sorted out after."""
    if len(proposals) > NAMED_MAX:
        return Q(contract=proposals[0].contract_id)
    return Q(**{f"{of}proposal__in": [one.pk for one in proposals]})


def _spends(proposals: Sequence[Proposal], claimed: Mapping[int, int]) -> dict[int, list[Spend]]:
    """The spends of each proposal with the parts of vouchers behind them, as the rule counts them."""
    parts = defaultdict[int, list[Part]](list)
    asked = "spend_id", "pk", "amount_fen", "voucher__questioned_at", "voucher__cleared_at"
    for spend_id, pk, fen, questioned_at, cleared_at in _parts_of(proposals).values_list(*asked):
        is_questioned = questioned_at is not None and cleared_at is None
        parts[spend_id].append(Part(pk, fen, claimed.get(pk, 0), is_questioned))
    found = defaultdict[int, list[Spend]](list)
    spends = SpendEntry.objects.filter(_among(proposals), withdrawn_at=None)
    for proposal_id, pk, day, fen in spends.values_list("proposal_id", "pk", "spent_on", "amount_fen"):
        found[proposal_id].append(Spend(pk, day, fen, parts[pk]))
    return found


def _parts_of(proposals: Sequence[Proposal]) -> QuerySet[VoucherPart]:
    """The parts of vouchers behind the spends of proposals, in their order."""
    found = VoucherPart.objects.filter(
        _among(proposals, "spend__"), spend__withdrawn_at=None, voucher__withdrawn_at=None
    )
    return found.order_by("pk")


def _claimed(proposals: Sequence[Proposal]) -> dict[int, int]:
    """How much of each part of a voucher was claimed."""
    found = ClaimedPart.objects.filter(_among(proposals, "part__spend__")).values_list("part")
    return dict(found.annotate(fen=Sum("amount_fen")))


def _bearers(
    proposals: Sequence[Proposal], latest: Mapping[int, ProposalVersion], standing: Standing
) -> dict[int, str]:
    """Who bears the cost of each; what holds is read once for all days between two changes of it."""
    changes, known, found = list_days_of_change(standing), dict[tuple[int, str], str](), dict[int, str]()
    for one in proposals:
        since = latest[one.pk].since
        key = (bisect_right(changes, since), one.kind)
        if key not in known:
            known[key] = bearer_of(one.kind, since, standing)
        found[one.pk] = known[key]
    return found


def _count(
    proposal: Proposal, versions: Sequence[ProposalVersion], bearer: str, spends: Sequence[Spend]
) -> Sums:
    approved, latest = approved_of(versions), versions[-1]
    approval = Approval(approved.approved_fen or 0, approved.since, approved.until) if approved else None
    spent, vouched = sum(one.amount_fen for one in spends), sum(one.vouched_fen for one in spends)
    return Sums(proposal, latest, approved, bearer, spent, vouched, countable(spends, approval, bearer))


def list_vouchers(proposal: Proposal) -> list[Voucher]:
    """Every voucher that was brought for it, without the bytes; withdrawn ones too, at the end."""
    found = Voucher.objects.filter(proposal=proposal).defer("content").select_related("brought_by")
    return sorted(found, key=lambda one: (one.withdrawn_at is not None, one.pk))


def list_claims(proposal: Proposal) -> list[Reimbursement]:
    """The reimbursements of a proposal, the newest first."""
    ids = ClaimedPart.objects.filter(part__spend__proposal=proposal).values("reimbursement")
    found = Reimbursement.objects.filter(pk__in=ids).select_related("claimed_by", "reversed_by", "reverses")
    return list(found.order_by("-number"))
