"""Sign-in by e-mail and password: the one moment at which a row is found before an organisation is known."""

from django.contrib.auth.backends import BaseBackend
from django.http import HttpRequest

from paidang.team.context import knowing
from paidang.team.models import Credential, Person
from paidang.team.queries import find_account


class PasswordBackend(BaseBackend):
    """Looks a person up by the exact e-mail typed; row-level security shows that one account, and then that person's
    password in their own name.
    """

    def authenticate(
        self, request: HttpRequest | None, email: str = "", password: str | None = None, **other: object
    ) -> Person | None:
        """The active person with this address and password. An unknown address takes the same steps and the same time."""
        if not email or password is None:
            return None
        account = find_account(email)
        person_id = account.person_id if account else 0
        with knowing("app.person", str(person_id)):
            found = Credential.objects.select_related("person").filter(person_id=person_id).first()
            if found is None:
                Credential().set_password(password)
                return None
            return found.person if found.check_password(password) and found.person.is_active else None

    def get_user(self, user_id: int) -> Person | None:
        return Person.objects.filter(pk=user_id, is_active=True).first()
