"""What the register hands out: frozen values, never model rows."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from registration.models import Branch, Coverage, Employer, Employment, PayoutDestination, Person
from sso_core.kernel.branch_no import HEAD_OFFICE


@dataclass(frozen=True, slots=True)
class PersonView:
    id: int
    national_id: str
    title_code: str
    title: str
    first_name: str
    last_name: str
    full_name: str
    birth_date: date | None
    sex: str
    nationality: str
    died_on: date | None
    phone: str
    email: str
    address: str
    province: str
    office: str
    is_verified: bool
    merged_into: int | None = None
    latin_name: str = ""
    phone_confirmed_at: datetime | None = None
    email_confirmed_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EmployerView:
    id: int
    account_no: str
    kind: str
    tax_id: str
    name: str
    email: str
    phone: str
    office: str
    registered_on: date
    closed_on: date | None
    directors: tuple[str, ...] = ()
    obliged_since: date | None = None


@dataclass(frozen=True, slots=True)
class BranchView:
    id: int
    account_no: str
    branch_no: str
    name: str
    address: str
    province: str
    opened_on: date | None = None
    closed_on: date | None = None
    subdistrict: str = ""
    postcode: str = ""

    @property
    def is_head_office(self) -> bool:
        return self.branch_no == HEAD_OFFICE


@dataclass(frozen=True, slots=True)
class EmploymentView:
    """``is_checked`` when DOPA confirmed the person; ``fault`` is the code of what it found wrong."""

    id: int
    person_id: int
    person_name: str
    national_id: str
    account_no: str
    employer_name: str
    branch_no: str
    starts_on: date
    ends_on: date | None
    reason: str
    reason_label: str
    wage: Decimal | None
    is_checked: bool
    fault: str = ""


@dataclass(frozen=True, slots=True)
class CoverageView:
    """``extended_until`` is set when rights last although the status has ended."""

    section: int
    option: int | None
    since: date
    until: date | None
    end_reason: str
    extended_until: date | None = None


@dataclass(frozen=True, slots=True)
class Destination:
    """``since`` is when it counts from; ``returned_at`` when a bank sent money back from there."""

    kind: str
    bank_code: str
    account: str
    name: str
    state: str = "active"
    since: datetime | None = None
    returned_at: datetime | None = None


def person_view(p: Person) -> PersonView:
    return PersonView(
        p.pk, p.national_id, p.title_code, p.title, p.first_name, p.last_name, p.full_name, p.birth_date, p.sex,
        p.nationality, p.died_on, p.phone, p.email, p.address, p.province, p.office, p.verified_at is not None,
        p.merged_into_id, p.latin_name, p.phone_confirmed_at, p.email_confirmed_at,
    )  # fmt: skip


def employer_view(e: Employer) -> EmployerView:
    return EmployerView(
        e.pk, e.account_no, e.kind, e.tax_id, e.name, e.email, e.phone, e.office, e.registered_on, e.closed_on,
        tuple(e.directors), e.obliged_since,
    )  # fmt: skip


def branch_view(b: Branch) -> BranchView:
    return BranchView(
        b.pk,
        b.employer.account_no,
        b.branch_no,
        b.name,
        b.address,
        b.province,
        b.opened_on,
        b.closed_on,
        b.subdistrict,
        b.postcode,
    )


def employment_view(e: Employment) -> EmploymentView:
    return EmploymentView(
        e.pk, e.person_id, e.person.full_name, e.person.national_id, e.branch.employer.account_no,
        e.branch.employer.name, e.branch.branch_no, e.starts_on, e.ends_on, e.reason,
        e.get_reason_display() if e.reason else "", e.wage, e.person.verified_at is not None,
        (getattr(e, "fault", None) or "") if e.person.verified_at is None else "",
    )  # fmt: skip


def coverage_view(c: Coverage, extended_until: date | None = None) -> CoverageView:
    return CoverageView(c.section, c.option, c.starts_on, c.ends_on, c.end_reason, extended_until)


def destination_view(d: PayoutDestination) -> Destination:
    return Destination(d.kind, d.bank_code, d.account, d.account_name, d.state, d.since, d.returned_at)
