"""Organisations and their people, the second factor and the passkeys of each: who comes in, and how it is known to be them."""

from paidang.team.actions.organisation import UnableToSetName, set_legal_name
from paidang.team.actions.passkeys import UnableToUsePasskey, add_passkey, remove_passkey, use_passkey
from paidang.team.actions.people import (
    UnableToChooseMail,
    UnableToDeactivate,
    UnableToInvite,
    UnableToRegister,
    UnableToSetPassword,
    check_may,
    choose_mail,
    deactivate_person,
    invite_person,
    make_link,
    reactivate_person,
    register_organisation,
    set_password,
)
from paidang.team.actions.second_factor import (
    UnableToConfirm,
    begin_second_factor,
    check_code,
    confirm_second_factor,
    remove_second_factor,
    renew_recovery_codes,
    reset_second_factor,
)

__all__ = [
    "UnableToChooseMail",
    "UnableToConfirm",
    "UnableToDeactivate",
    "UnableToInvite",
    "UnableToRegister",
    "UnableToSetName",
    "UnableToSetPassword",
    "UnableToUsePasskey",
    "add_passkey",
    "begin_second_factor",
    "check_code",
    "check_may",
    "choose_mail",
    "confirm_second_factor",
    "deactivate_person",
    "invite_person",
    "make_link",
    "reactivate_person",
    "register_organisation",
    "remove_passkey",
    "remove_second_factor",
    "renew_recovery_codes",
    "reset_second_factor",
    "set_legal_name",
    "set_password",
    "use_passkey",
]
