"""What an employer changes on the page: a line edited or left out, or our sums taken for the file's.

Every change is a ``Correction`` row. The header's sums no longer count after one: the sums are worked
anew and shown before filing.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from contributions.files.amounts import BadAmount, baht, from_cell, satang
from contributions.files.checks import block, check_row, clean_name
from contributions.files.headers import choose_terms
from contributions.files.records import Expected, Row
from contributions.models import (
    Correction,
    Filing,
    FilingFinding,
    FilingSection,
    FilingStatus,
    StagedLine,
    TypedLine,
)
from contributions.services import staging, totals
from contributions.services.context import terms_of
from contributions.services.register_checks import check_line
from sso_core import clock
from sso_core.kernel.actor import Actor
from sso_core.kernel.digits import bare
from sso_core.kernel.finding import Finding, Refused
from sso_core.kernel.money import ZERO
from sso_core.kernel.period import Period

# The header's sums, and a rate that our own working replaces.
HEADER_SUMS = tuple(
    f"filing.{code}"
    for code in ("total_count", "total_wages", "total_employee", "total_employer", "total_wrong", "count_bad")
)
WRONG_CONTRIBUTIONS = tuple(
    f"filing.{code}"
    for code in (
        "contribution_wrong", "contribution_above_ceiling", "contribution_below_floor", "rate_wrong", "rate_bad",
    )
)  # fmt: skip


@transaction.atomic
def edit_line(filing_id: int, branch_no: str, line: int, values: Mapping[str, Any], *, by: Actor) -> None:
    """Put what the employer typed in place of a line, and check the line anew."""
    filing = open_filing_row(filing_id)
    _log(filing, "edit", by, branch_no, line, _plain(values))
    _edit(filing, branch_no, line, values)
    _after_change(filing)


@transaction.atomic
def remove_lines(filing_id: int, lines: Iterable[tuple[str, int]], *, by: Actor) -> None:
    """Leave lines out of this filing; the people may be filed later in another one."""
    filing = open_filing_row(filing_id)
    for branch_no, line in lines:
        _log(filing, "remove", by, branch_no, line, {})
        _remove(filing, branch_no, line)
    _after_change(filing)


@transaction.atomic
def remove_faulty(filing_id: int, *, by: Actor) -> int:
    """Leave out every line that blocks, so that the good ones can be filed; returns how many."""
    filing = open_filing_row(filing_id)
    faulty = list(
        FilingFinding.objects.filter(filing=filing, severity="block", line__gt=0)
        .exclude(code__in=HEADER_SUMS + WRONG_CONTRIBUTIONS[3:])
        .values_list("branch_no", "line")
        .distinct()
    )
    staged = set(StagedLine.objects.filter(filing_id=filing.pk).values_list("branch_no", "line"))
    remove_lines(filing_id, [place for place in faulty if place in staged], by=by)
    return len(faulty)


@transaction.atomic
def recompute(filing_id: int, *, by: Actor) -> None:
    """Take the contributions and sums that the law gives for the wages of the file."""
    filing = open_filing_row(filing_id)
    _log(filing, "recompute", by, "", 0, {})
    _recompute(filing)
    _after_change(filing)


@transaction.atomic
def settle(filing_id: int, finding_id: int, choice: str) -> None:
    """Note what the employer chose for a warning: it stays listed, with the choice."""
    open_filing_row(filing_id)
    FilingFinding.objects.filter(filing_id=filing_id, pk=finding_id, severity="warn").update(settled=choice)


def choices(filing: Filing) -> list[tuple[str, str, str]]:
    """What was chosen for warnings: code, number and choice."""
    chosen = FilingFinding.objects.filter(filing=filing).exclude(settled="")
    return list(chosen.values_list("code", "national_id", "settled"))


def choose_again(filing: Filing, chosen: Iterable[tuple[str, str, str]]) -> None:
    """Note the choices again on the findings of a filing that was checked anew."""
    for code, number, settled in chosen:
        rows = FilingFinding.objects.filter(filing=filing, code=code, national_id=number, severity="warn")
        rows.update(settled=settled)


def play_back(filing: Filing) -> None:
    """Make the kept corrections again on lines that were read anew."""
    for correction in Correction.objects.filter(filing=filing).order_by("pk"):
        if correction.kind == "edit":
            _edit(filing, correction.branch_no, correction.line, correction.values)
        elif correction.kind == "remove":
            _remove(filing, correction.branch_no, correction.line)
        else:
            _recompute(filing)
        filing.recomputed = True


def open_filing_row(filing_id: int) -> Filing:
    filing = Filing.objects.select_for_update().get(pk=filing_id)
    if filing.status == FilingStatus.CHECKING:
        raise Refused(block("filing_checking", 0, ""))
    if filing.status != FilingStatus.CHECKED:
        raise Refused(block("filing_closed", 0, ""))
    return filing


def _log(filing: Filing, kind: str, by: Actor, branch_no: str, line: int, values: dict[str, Any]) -> None:
    Correction.objects.create(
        filing=filing, kind=kind, branch_no=branch_no, line=line, values=values,
        by_id=by.user_id, by_name=by.name, at=clock.now(),
    )  # fmt: skip


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: str(value) for name, value in values.items()}


def _edit(filing: Filing, branch_no: str, line: int, values: Mapping[str, Any]) -> None:
    row, findings = _typed_row(branch_no, line, values)
    expected = _expected(filing, branch_no)
    if expected is not None and row.wage is not None:
        # The contribution follows from the wage; a typed one is not asked for.
        row = row._replace(contribution=expected.employee(row.wage))
    findings += list(check_row(row, expected))
    others = StagedLine.objects.filter(filing_id=filing.pk, national_id=row.national_id)
    twin = others.exclude(branch_no=branch_no, line=line).first()
    if twin is not None and row.national_id:
        findings.append(block("id_twice", line, "national_id", first_line=twin.line, branch=twin.branch_no))
    told = {
        "national_id": row.national_id[:30],
        "title_code": row.title_code[:10],
        "first_name": row.first_name[:100],
        "last_name": row.last_name[:100],
        "wage": None if row.wage is None else baht(row.wage),
    }
    paid = None if row.contribution is None else baht(row.contribution)
    changed = StagedLine.objects.filter(filing_id=filing.pk, branch_no=branch_no, line=line)
    if not changed.update(**told, contribution=paid):
        raise Refused(block("line_unknown", line, ""))
    _typed_line(filing, branch_no, line).update(**told)
    _forget(filing, branch_no, line)
    _forget_twins(filing, branch_no)
    staging.add_findings(filing, [_at(finding, branch_no) for finding in findings])
    check_line(filing, branch_no, line)


def _typed_line(filing: Filing, branch_no: str, line: int) -> QuerySet[TypedLine]:
    """The line as typed, from which the staged one is made anew; none where a file was sent."""
    return TypedLine.objects.filter(filing=filing, branch_no=branch_no, line=line)


def _typed_row(branch_no: str, line: int, values: Mapping[str, Any]) -> tuple[Row, list[Finding]]:
    findings: list[Finding] = []
    wage: int | None = None
    try:
        wage = from_cell(values.get("wage", ""))
    except BadAmount as bad:
        findings.append(block(bad.code, line, "wage", found=str(values.get("wage", ""))))
    found = str(values.get("national_id", "")).strip()
    try:
        national_id = bare(found) if found else ""
    except ValueError:
        national_id = found
    name = {part: clean_name(str(values.get(part, ""))) for part in ("first_name", "last_name")}
    title = str(values.get("title_code", "")).strip()
    return Row(line, branch_no, national_id, title, **name, wage=wage, contribution=None), findings


def _expected(filing: Filing, branch_no: str) -> Expected | None:
    section = FilingSection.objects.filter(filing=filing, branch_no=branch_no).first()
    table = terms_of(Period.of(filing.period))
    terms, _ = choose_terms(table, rate=None, province=section.province if section else None)
    return terms.expected() if terms else None


def _remove(filing: Filing, branch_no: str, line: int) -> None:
    StagedLine.objects.filter(filing_id=filing.pk, branch_no=branch_no, line=line).delete()
    _typed_line(filing, branch_no, line).delete()
    _forget(filing, branch_no, line)
    _forget_twins(filing, branch_no)


def _recompute(filing: Filing) -> None:
    for branch_no in FilingSection.objects.filter(filing=filing).values_list("branch_no", flat=True):
        expected = _expected(filing, branch_no)
        if expected is None:
            continue
        wrong = StagedLine.objects.filter(
            filing_id=filing.pk, branch_no=branch_no, wage__isnull=False,
            line__in=FilingFinding.objects.filter(
                filing=filing, branch_no=branch_no, field="contribution"
            ).values("line"),
        )  # fmt: skip
        for row in list(wrong):
            StagedLine.objects.filter(filing_id=filing.pk, branch_no=branch_no, line=row.line).update(
                contribution=baht(expected.employee(satang(row.wage or ZERO)))
            )
    FilingFinding.objects.filter(filing=filing, code__in=WRONG_CONTRIBUTIONS).delete()
    FilingFinding.objects.filter(filing=filing, field="contribution", severity="block").delete()


def _forget(filing: Filing, branch_no: str, line: int) -> None:
    FilingFinding.objects.filter(filing=filing, branch_no=branch_no, line=line).delete()


def _forget_twins(filing: Filing, branch_no: str) -> None:
    """Drop "the same id twice" where the twin is gone."""
    for finding in FilingFinding.objects.filter(filing=filing, code="filing.id_twice"):
        same = StagedLine.objects.filter(filing_id=filing.pk, national_id=finding.national_id)
        if finding.national_id and same.count() < 2:
            finding.delete()


def _after_change(filing: Filing) -> None:
    """The header's sums are ours from now on."""
    FilingFinding.objects.filter(filing=filing, code__in=HEADER_SUMS).delete()
    filing.recomputed, filing.changed_at = True, clock.now()
    filing.save(update_fields=["recomputed", "changed_at"])
    totals.refresh(filing)


def _at(finding: Finding, branch_no: str) -> Finding:
    return Finding(
        finding.code, finding.severity, finding.field, {**finding.params, "at_branch": branch_no},
        finding.section, finding.line,
    )  # fmt: skip
