"""The employer changes single people of a submitted month, or takes a whole filing back (SSA s.47)."""

import json
import secrets
from collections.abc import Sequence
from decimal import Decimal
from hashlib import sha256

from django.db import transaction

from contributions.files.checks import block
from contributions.models import (
    Bill,
    BillStatus,
    Cause,
    Filing,
    FilingFormat,
    FilingKind,
    FilingSection,
    FilingStatus,
)
from contributions.services import amending, differences
from contributions.services.amending import NewWage, Query
from contributions.services.differences import Why
from contributions.services.locking import lock_month
from contributions.services.rebilling import rebill
from contributions.services.waiting import own_bill
from registration.public import employer, provinces_on
from sso_core import clock
from sso_core.audit.public import record
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Refused
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period
from sso_core.law.public import current

MOST = 200
HIGHEST_WAGE = Decimal(10_000_000)


def preview(account: str, period: Period, wages: Sequence[NewWage]) -> Query:
    """What these new wages would change, nothing written. Raises ``Refused``."""
    places = provinces_on(account, period.last)
    _refuse_unfit(account, period, wages, places)
    return amending.named(account, period, wages, places)


def _refuse_unfit(account: str, period: Period, wages: Sequence[NewWage], places: dict[str, str]) -> None:
    if not wages:
        raise Refused(block("nothing_changes", 0, ""))
    if len(wages) > MOST:
        raise Refused(block("too_many_changes", 0, "", most=MOST))
    if len({one.national_id for one in wages}) < len(wages):
        raise Refused(block("person_named_twice", 0, "national_id"))
    for number, one in enumerate(wages, 1):
        if not (ZERO <= one.wage <= HIGHEST_WAGE) or one.wage != round(one.wage, 2):
            raise Refused(block("wage_unfit", number, "wage", national_id=one.national_id))
        if one.branch_no not in places:
            raise Refused(block("branch_unknown", number, "branch", branch=one.branch_no))
    standing = amending.stands(account, period, [one.national_id for one in wages])
    for number, one in enumerate(wages, 1):
        if one.national_id not in standing:
            raise Refused(block("person_not_filed", number, "national_id", national_id=one.national_id))


@transaction.atomic
def change_people(
    account: str, period: Period, wages: Sequence[NewWage], *, seen: Decimal | None, by: Actor
) -> Filing:
    """File the new wages of single people: submitted at once, with only the difference. Raises ``Refused``.

    ``seen`` is the difference that the employer was shown.
    """
    lock_month(account, period)
    query = preview(account, period, wages)
    amending.refuse_changed(query.summed(), seen)
    filing = _filing(account, period, wages, by)
    query.fill()
    why = Why(Cause.AMENDED, f"filing:{filing.pk}", by, filing=filing, **amending.known_then(account, period))
    (written,) = differences.write(period, [account], why, even_empty=True)
    rebill(written.adjustment, written.parts)
    record(
        "contributions.filing_amended",
        by=by,
        subject=f"employer:{account}",
        params={"filing": filing.reference},
    )
    return filing


def _filing(account: str, period: Period, wages: Sequence[NewWage], by: Actor) -> Filing:
    found = employer(account)
    if found is None:
        raise Refused(block("employer_unknown", 0, "account"))
    told = json.dumps([[one.branch_no, one.national_id, str(one.wage)] for one in wages]) + secrets.token_hex(
        8
    )
    now = clock.now()
    filing = Filing.objects.create(
        account_no=account,
        employer_name=found.name,
        period=period.first,
        kind=FilingKind.CHANGES,
        format=FilingFormat.TYPED,
        sha256=sha256(told.encode()).hexdigest(),
        status=FilingStatus.SUBMITTED,
        wages=ZERO,
        employee=ZERO,
        employer=ZERO,
        government=ZERO,
        law_hash=current().hash,
        uploaded_by_id=by.user_id,
        uploaded_by=by.name,
        uploaded_at=now,
        submitted_by_id=by.user_id,
        submitted_by=by.name,
        submitted_at=now,
    )
    places = provinces_on(account, period.last)
    FilingSection.objects.bulk_create(
        FilingSection(filing=filing, branch_no=branch, province=places[branch])
        for branch in sorted({one.branch_no for one in wages})
    )
    return filing


def is_paid(filing: Filing) -> bool:
    """Whether the lines of a filing were paid or set off: then an officer takes it back, not the employer."""
    return (
        filing.cleared_on is not None
        or Bill.objects.filter(own_bill(filing), status=BillStatus.PAID).exists()
    )


def may_withdraw(filing: Filing) -> bool:
    """Whether there is something of the filing that can be taken back."""
    return filing.status == FilingStatus.SUBMITTED and filing.lines > 0 and _stands(filing)


def _stands(filing: Filing) -> bool:
    return amending.of_filing(filing).summed().people > 0


@transaction.atomic
def withdraw(filing_id: int, *, reason: str, by: Actor, through_office: bool = False) -> Filing:
    """Take a whole filing back: its people's month comes to 0. Taken back before, nothing happens.

    After payment only through an officer's case. Raises ``Refused``.
    """
    filing = Filing.objects.select_for_update(of=("self",)).get(pk=filing_id)
    period = Period.of(filing.period)
    lock_month(filing.account_no, period)
    if filing.status != FilingStatus.SUBMITTED or not filing.lines:
        raise Refused(block("nothing_to_withdraw", 0, ""))
    if not reason.strip():
        raise Refused(block("reason_needed", 0, "reason"))
    if is_paid(filing) and not through_office:
        raise Refused(block("withdraw_paid", 0, ""))
    if not amending.of_filing(filing).fill():
        return filing
    why = Why(
        Cause.WITHDRAWN,
        f"filing:{filing.pk}",
        by,
        reason.strip(),
        filing,
        **amending.known_then(filing.account_no, period),
    )
    for written in differences.write(period, [filing.account_no], why):
        rebill(written.adjustment, written.parts)
    record(
        "contributions.filing_withdrawn",
        by=by,
        subject=f"employer:{filing.account_no}",
        params={"filing": filing.reference, "reason": reason.strip()},
    )
    return filing
