"""Papers that say what the register holds: each with a code by which anybody can prove it genuine."""

from collections.abc import Sequence

from django.db import connection, transaction
from django.utils import translation

from registration import selectors
from registration.labels import branch_words
from registration.models import Certificate, CertificateKind
from registration.rules.insurance import Ground
from sso_core import clock
from sso_core.audit.public import record
from sso_core.documents.public import next_number, render_pdf
from sso_core.kernel import employer_account, thai_id
from sso_core.kernel.actor import Actor
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.places import provinces
from sso_core.kernel.thai_calendar import BE_OFFSET, format_date

Facts = Sequence[tuple[str, str]]
TEMPLATE = "registration/letters/certificate.html"
SERIES = "registration.certificate"


def certify_insured(person_id: int, *, by: Actor) -> Certificate:
    """That the person is insured today, under which section, with whom, for what. Raises ``Refused`` if not."""
    today = clock.today()
    found = selectors.insurance(person_id, today)
    if not found.grounds:
        raise Refused(Finding("not_insured_today", section="33"))
    ground = found.grounds[0]
    return _issue(CertificateKind.INSURED, f"person:{person_id}", _insured_facts(person_id, ground), by=by)


def certify_section(person_id: int, *, by: Actor) -> Certificate:
    """The approval of the Section 39 or 40 that holds today. Raises ``Refused`` where neither does."""
    today = clock.today()
    own = [c for c in selectors.coverages(person_id) if c.section != 33 and c.since <= today]
    held = next((c for c in own if c.until is None or c.until >= today), None)
    if held is None:
        raise Refused(Finding("not_insured_today", section="39"))
    kind = CertificateKind.SECTION39 if held.section == 39 else CertificateKind.SECTION40
    rows = [*_person_facts(person_id), ("มาตรา", _section(held.section, held.option))]
    return _issue(
        kind, f"person:{person_id}", [*rows, ("คุ้มครองตั้งแต่", format_date(held.since, "long"))], by=by
    )


def certify_employer(account_no: str, *, by: Actor) -> Certificate:
    """That the employer is registered. Raises ``Refused`` for a closed account."""
    found = selectors.employer(account_no)
    if found is None or found.closed_on is not None:
        raise Refused(Finding("employer_closed" if found else "employer_unknown", section="34"))
    branches = selectors.branches(account_no)
    head = next((b for b in branches if b.branch_no == employer_account.HEAD_OFFICE), None)
    rows = [
        ("ชื่อนายจ้าง", found.name),
        ("เลขที่บัญชีนายจ้าง", employer_account.format(account_no)),
        ("เลขนิติบุคคลหรือเลขประจำตัว", thai_id.format_id(found.tax_id)),
        ("สำนักงานใหญ่", f"{head.address} {provinces().get(head.province, '')}".strip() if head else "–"),
        ("จำนวนสาขา", f"{len(branches):,}"),
        ("ขึ้นทะเบียนเมื่อ", format_date(found.registered_on, "long")),
    ]
    return _issue(CertificateKind.EMPLOYER, f"employer:{account_no}", rows, by=by)


def _insured_facts(person_id: int, ground: Ground) -> Facts:
    rows = [*_person_facts(person_id), ("มาตรา", _section(ground.section, ground.option))]
    if ground.after:
        assert ground.until is not None
        rows += [("สิ้นสภาพแล้ว คุ้มครองต่อถึง", format_date(ground.until, "long"))]
    else:
        rows += [("เป็นผู้ประกันตนตั้งแต่", format_date(ground.since, "long"))]
    rows += [("นายจ้าง", name) for name in _employers(person_id)]
    with translation.override("th"):
        return [*rows, ("กรณีที่คุ้มครอง", ", ".join(branch_words(ground.branches)))]


def _person_facts(person_id: int) -> Facts:
    person = selectors.person(person_id)
    return [("ชื่อ", person.full_name), ("เลขประจำตัว", thai_id.format_id(person.national_id))]


def _employers(person_id: int) -> list[str]:
    today = clock.today()
    rows = selectors.employments_of(person_id)
    names = [
        e.employer_name for e in rows if e.starts_on <= today and (e.ends_on is None or e.ends_on >= today)
    ]
    return list(dict.fromkeys(names))


def _section(section: int, option: int | None) -> str:
    return f"มาตรา {section}" + (f" ทางเลือก {option}" if option else "")


@transaction.atomic
def _issue(kind: CertificateKind, subject: str, facts: Facts, *, by: Actor) -> Certificate:
    """Print and keep the paper; asked again on the same day with the same facts, it is the same paper."""
    today, told = clock.today(), [list(row) for row in facts]
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtext('certificate'), hashtext(%s))", [subject])
    same = Certificate.objects.filter(kind=kind, subject=subject, issued_on=today, facts=told).first()
    if same is not None:
        return same
    year = today.year + BE_OFFSET
    number = f"{year % 100:02d}CE{next_number(SERIES, year):08d}"
    with translation.override("th"):
        title = str(kind.label)
        document = render_pdf(
            TEMPLATE,
            {"facts": facts, "kind": kind},
            kind=f"registration.{kind}",
            subject=subject,
            reference=number,
            title=title,
            by=by,
        )
    record("certified", by=by, subject=subject, params={"kind": str(kind), "number": number})
    return Certificate.objects.create(
        number=number, kind=kind, subject=subject, facts=told, issued_on=today, document_id=str(document.id)
    )
