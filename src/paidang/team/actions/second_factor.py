"""The second factor: a one-time code from the person's phone, at sign-in and under every signature."""

import secrets
from datetime import datetime
from typing import NoReturn

import pyotp
from django.db import transaction

from paidang.kit.outcome import UnableTo
from paidang.kit.period import SHANGHAI, day_of
from paidang.kit.sentence import say
from paidang.team.actions.people import check_may, end_sessions, get_member, record
from paidang.team.actions.tries import count_wrong_apart, forget_tries, wrong_tries
from paidang.team.context import knowing
from paidang.team.models import Person, SecondFactor
from paidang.team.queries import factor_key, factor_owner, get_secret
from paidang.team.rules import one_time_codes as codes
from paidang.team.rules import vault


class UnableToConfirm(UnableTo):
    """Codes: SECOND_FACTOR_MISSING, SECOND_FACTOR_ON, SECOND_FACTOR_UNREADABLE, CODE_WRONG, CODE_USED, TOO_MANY_TRIES."""

    code = "CODE_WRONG"


@transaction.atomic
def begin_second_factor(*, person: Person, at: datetime) -> codes.Enrolment:
    """A new secret for the person's app; it counts for nothing until a code of it is confirmed. Again: another one."""
    secret = pyotp.random_base32()
    nonce = secrets.token_bytes(vault.NONCE_BYTES)
    sealed = vault.encrypt(secret, key=factor_key("secret"), owner=factor_owner(person), nonce=nonce)
    factor, is_new = SecondFactor.objects.select_for_update().get_or_create(
        person=person, defaults={"secret": sealed, "begun_at": at}
    )
    if factor.confirmed_at:  # also by a confirmation that came while this one waited for the row
        raise UnableToConfirm(
            say("两步验证已经开启"), code="SECOND_FACTOR_ON", remedy=say("要换手机，请先关掉再重新开启。")
        )
    if not is_new:
        factor.secret, factor.begun_at, factor.last_step = sealed, at, 0
        factor.save(update_fields=["secret", "begun_at", "last_step"])
    record(person, person, at, "person.second_factor_begun")
    return codes.enrolment(secret=secret, account=person.email)


@transaction.atomic
def confirm_second_factor(*, person: Person, at: datetime, code: str) -> list[str]:
    """Turn the second factor on with a first code, and return the ten recovery codes: here and never again.

    Sessions that began with the password alone end; the caller keeps the one at hand.
    """
    factor = SecondFactor.objects.select_for_update().filter(person=person, confirmed_at=None).first()
    if factor is None:
        raise UnableToConfirm(
            say("还没有开始开启两步验证"), code="SECOND_FACTOR_MISSING", remedy=say("请从“开启”开始。")
        )
    _check_tries(person, at)
    _spend(factor, person, at, code)
    recovery = _new_recovery_codes()
    factor.confirmed_at, factor.recovery = at, [_recovery_hash(person, each) for each in recovery]
    factor.save(update_fields=["confirmed_at", "recovery"])
    end_sessions(person)
    record(person, person, at, "person.second_factor_on")
    return recovery


@transaction.atomic
def check_code(*, person: Person, at: datetime, code: str, or_recovery: bool = False) -> None:
    """Raise UnableToConfirm unless this is the person's code of now, never used before; it is used up hereby.

    `or_recovery` also takes a recovery code, for sign-in and removal; a signature wants the phone. What asked for the
    code goes on record, the code itself nowhere. If the caller's transaction fails, the code is as if never used.
    """
    factor = (
        SecondFactor.objects.select_for_update().filter(person=person, confirmed_at__isnull=False).first()
    )
    if factor is None:
        raise UnableToConfirm(
            say("您还没有开启两步验证"),
            code="SECOND_FACTOR_MISSING",
            remedy=say("请在“设置”里开启，用手机上的验证器扫码。"),
        )
    _check_tries(person, at)
    if or_recovery and len(codes.typed(code)) == codes.RECOVERY_LENGTH:
        _spend_recovery(factor, person, at, code)
    else:
        _spend(factor, person, at, code)


@transaction.atomic
def renew_recovery_codes(*, person: Person, at: datetime, code: str) -> list[str]:
    """Ten new recovery codes for a code of now; the old ones are void."""
    check_code(person=person, at=at, code=code)
    recovery = _new_recovery_codes()
    hashes = [_recovery_hash(person, each) for each in recovery]
    SecondFactor.objects.filter(person=person).update(recovery=hashes)
    record(person, person, at, "person.recovery_codes_renewed")
    return recovery


@transaction.atomic
def remove_second_factor(*, person: Person, at: datetime, code: str) -> None:
    """Turn the second factor off, with a code or a recovery code."""
    check_code(person=person, at=at, code=code, or_recovery=True)
    SecondFactor.objects.filter(person=person).delete()
    record(person, person, at, "person.second_factor_off")


@transaction.atomic
def reset_second_factor(*, person: Person, at: datetime, person_id: int) -> Person:
    """Turn off the second factor of somebody of one's own organisation who lost the phone; their open sessions end."""
    check_may(person, "manage_people")
    member = get_member(person, person_id)
    if member.pk == person.pk:
        raise UnableToConfirm(
            say("不能重置自己的两步验证"),
            code="ONESELF",
            remedy=say("请用验证码或备用码关掉，或请本单位的另一位经理来做。"),
        )
    with knowing("app.person", str(member.pk)):  # the row is visible in its owner's name alone
        gone, _each = SecondFactor.objects.filter(person=member).delete()
    if not gone:
        raise UnableToConfirm(
            say("{name} 没有开启两步验证", name=member.name),
            code="SECOND_FACTOR_MISSING",
            remedy=say("请刷新页面。"),
        )
    end_sessions(member)
    record(member, person, at, "person.second_factor_reset")
    return member


def _secret(factor: SecondFactor) -> str:
    try:
        return get_secret(factor)
    except vault.Unreadable:
        raise UnableToConfirm(
            say("两步验证的密钥读不出来：拍档的安装密钥换过"),
            code="SECOND_FACTOR_UNREADABLE",
            remedy=say("请本单位的经理重置您的两步验证，再重新开启。"),
        ) from None


def _spend(factor: SecondFactor, person: Person, at: datetime, code: str) -> None:
    """Use up the step of a right code. An earlier step than the last used one is gone, too."""
    steps = codes.matching_steps(_secret(factor), code, at)
    if not steps:
        _count_wrong(person, at)
    if steps[-1] <= factor.last_step:
        raise UnableToConfirm(
            say("这个验证码已经用过"), code="CODE_USED", remedy=say("请等手机上出现下一个，至多 30 秒。")
        )
    factor.last_step = steps[-1]
    factor.save(update_fields=["last_step"])
    forget_tries(_tries_key(person))


def _spend_recovery(factor: SecondFactor, person: Person, at: datetime, code: str) -> None:
    asked = _recovery_hash(person, code)
    if asked not in factor.recovery:
        _count_wrong(person, at)
    factor.recovery = [each for each in factor.recovery if each != asked]
    factor.save(update_fields=["recovery"])
    record(person, person, at, "person.recovery_code_used", {"left": len(factor.recovery)})
    forget_tries(_tries_key(person))


def _new_recovery_codes() -> list[str]:
    return [
        codes.recovery_code([secrets.choice(codes.RECOVERY_ALPHABET) for _ in range(codes.RECOVERY_LENGTH)])
        for _ in range(codes.RECOVERY_CODES)
    ]


def _recovery_hash(person: Person, code: str) -> str:
    return vault.keyed_hash(codes.typed(code), key=factor_key("recovery"), owner=factor_owner(person))


# Wrong tries


def _tries_key(person: Person) -> str:
    """By person, not by secret: a new secret gives no tries back."""
    return vault.keyed_hash("second factor", key=factor_key("tries"), owner=factor_owner(person))


def _check_tries(person: Person, at: datetime) -> None:
    wait = codes.wait_until(wrong_tries(_tries_key(person)), at)
    if wait is None:
        return
    tries, until = wait
    if tries == codes.TRIES_A_DAY:
        raise UnableToConfirm(
            say("一天之内已错 {tries} 次，{until} 之后可再试", tries=tries, until=_clock(until, at)),
            code="TOO_MANY_TRIES",
            remedy=say("若不是您自己在试，密码已被别人知道：请向本单位的经理要一个新链接，换掉它。"),
        )
    raise UnableToConfirm(
        say("已错 {tries} 次，{until} 之后可再试", tries=tries, until=_clock(until, at)),
        code="TOO_MANY_TRIES",
        remedy=say("请核对手机的时间是否自动校准。"),
    )


def _clock(moment: datetime, at: datetime) -> str:
    """The time of day in Shanghai, with the day unless it is today's."""
    is_today = day_of(moment) == day_of(at)
    return f"{moment.astimezone(SHANGHAI):{'%H:%M:%S' if is_today else '%m-%d %H:%M:%S'}}"


def _count_wrong(person: Person, at: datetime) -> NoReturn:
    """Count a wrong try and refuse."""
    count_wrong_apart(_tries_key(person), at)
    wrong = wrong_tries(_tries_key(person))
    wait = codes.wait_until(wrong, at)
    raise UnableToConfirm(
        say("验证码不对"),
        code="CODE_WRONG",
        remedy=say("{until} 之后可再试。", until=_clock(wait[1], at))
        if wait
        else say("请填手机上现在显示的 6 位数字；还可以试 {left} 次。", left=codes.tries_left(wrong, at)),
    )
