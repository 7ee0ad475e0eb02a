"""Sign-in by e-mail and password: the one moment at which a row is found before an organisation is known."""

from django.contrib.auth.backends import ModelBackend
from django.http import HttpRequest

from paidang.team.context import knowing
from paidang.team.models import Person


class PasswordBackend(ModelBackend):
    """Looks a person up by the exact e-mail typed; row-level security shows that one row and no other."""

    def authenticate(
        self,
        request: HttpRequest | None,
        username: str | None = None,
        password: str | None = None,
        **kwargs: object,
    ) -> Person | None:
        email = (username or str(kwargs.get("email") or "")).strip().lower()
        if not email or password is None:
            return None
        with knowing("app.email", email):
            person = Person.objects.select_related(None).filter(email=email).first()
            if person is None:
                Person().set_password(password)  # the same time for an unknown address
                return None
            return person if person.check_password(password) and person.is_active else None

    def get_user(self, user_id: int) -> Person | None:
        return Person.objects.filter(pk=user_id, is_active=True).first()
