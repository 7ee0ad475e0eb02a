"""Making items of the worklist: each with the people whose role lets them do it, and the one it was given to."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from paidang.contracts.models import Contract
from paidang.duties.queries import list_assigned, list_standing
from paidang.portal.rules.worklist import ACT_OF_KIND, Item
from paidang.team.models import Person
from paidang.team.queries import list_people_of


def name_of(contract: Contract, person: Person) -> str:
    """A contract as its reader thinks of it: by the other side, by its title while there is none."""
    other = contract.brand if contract.side_of(person.org_id) == "b" else contract.agency
    return other.name if other else contract.title


def names_of(contracts: Sequence[Contract], person: Person) -> dict[int, str]:
    """The names of several contracts by their ids: with the title where the other side is the same, with the number where that is the same as well."""
    names = {contract.pk: name_of(contract, person) for contract in contracts}
    for more in ("title", "code"):
        shared = {name for name, n in Counter(names.values()).items() if n > 1}
        for contract in contracts:
            if names[contract.pk] in shared and getattr(contract, more) != names[contract.pk]:
                names[contract.pk] += f" · {getattr(contract, more)}"
    return names


def may_do(person: Person, kind: str) -> bool:
    """Whether the person's role lets them do what a duty of this kind asks for."""
    act = ACT_OF_KIND.get(kind)
    return person.is_active and (act is None or person.may(act))


class ItemMaker:
    """Makes items for one reader; looks people and assignments up once for all of them."""

    def __init__(self, person: Person, contracts: Sequence[Contract], today: date) -> None:
        self.person = person
        self.names = names_of(contracts, person)
        ids = [contract.pk for contract in contracts]
        self._assigned, self._standing = list_assigned(ids), list_standing(ids, on=today)
        sides = [org_id for contract in contracts for org_id in (contract.brand_id, contract.agency_id)]
        self._people = list_people_of({org_id for org_id in sides if org_id})

    def item(
        self,
        contract: Contract,
        *,
        kind: str,
        key: str,
        side: str,
        able_if: Callable[[Person], bool] | None = None,
        **fields: Any,
    ) -> Item:
        """The item of one duty; `fields` are those of `Item` that are not about people.

        `able_if` says who may do it where that is not a matter of roles.
        """
        org_id = contract.brand_id if side == "a" else contract.agency_id
        is_able = able_if or (lambda one: may_do(one, kind))
        able = [one for one in self._people[org_id] if one.is_active and is_able(one)] if org_id else []
        given = self._assigned.get((contract.pk, key, side))
        chosen = given.person if given else self._standing.get((contract.pk, side, kind))
        to = chosen if chosen and any(one.pk == chosen.pk for one in able) else None
        return Item(
            kind=kind,
            key=key,
            side=side,
            mine=contract.side_of(self.person.org_id) == side,
            contract_id=contract.pk,
            code=contract.code,
            contract=self.names[contract.pk],
            able=tuple(one.pk for one in able),
            given_to=to.pk if to else 0,
            who=to.name if to else _who([one.name for one in able], kind),
            **fields,
        )


def _who(names: Sequence[str], kind: str) -> str:
    """Who may do it: one by name, `等 n 人` for more; nobody in particular where anybody may."""
    if len(names) <= 1 or kind not in ACT_OF_KIND:
        return names[0] if names and kind in ACT_OF_KIND else ""
    return _("%(name)s 等 %(n)d 人") % {"name": names[0], "n": len(names)}
