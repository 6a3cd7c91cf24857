"""What officers see of loading the past."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _

from contributions.models import HistoryControl, HistoryFinding, HistoryLoad
from contributions.services.history import CHECK_RUN, GAPS_RUN, LOAD_RUN, STAGE_RUN
from sso_core.batch.models import BatchRun
from sso_core.batch.public import Progress, progress

KINDS = [STAGE_RUN, CHECK_RUN, LOAD_RUN, GAPS_RUN]
SHOWN = 50


@dataclass(frozen=True, slots=True)
class FindingCount:
    code: str
    words: str
    is_aside: bool
    count: int


def runs_of(load: HistoryLoad) -> list[BatchRun]:
    """The runs of a load as it is read now, in their order."""
    found = BatchRun.objects.filter(kind__in=KINDS, key=f"{load.pk}:{load.attempt}")
    return sorted(found, key=lambda run: KINDS.index(run.kind))


def code_words() -> dict[str, str]:
    """What each finding of a line means."""
    return {
        "record_type": _("ไม่ใช่รายการ D"),
        "line_short": _("บรรทัดสั้นไป"),
        "line_long": _("บรรทัดยาวไป"),
        "field_count": _("จำนวนช่องไม่ครบ"),
        "id_bad": _("เลขประจำตัวไม่ใช่ 13 หลัก"),
        "period_bad": _("อ่านเดือนไม่ได้"),
        "period_outside": _("เดือนอยู่นอกช่วงของไฟล์"),
        "section_bad": _("ไม่ใช่มาตรา 33 หรือ 39"),
        "account_bad": _("เลขที่บัญชีนายจ้างผิด"),
        "branch_bad": _("ลำดับที่สาขาผิด"),
        "amount_bad": _("อ่านจำนวนเงินไม่ได้"),
        "base_zero": _("ฐานค่าจ้างเป็นศูนย์"),
        "paid_on_bad": _("อ่านวันที่จ่ายไม่ได้"),
        "person_unknown": _("ไม่พบเลขนี้ในทะเบียน"),
        "twice": _("เดือนนี้มีซ้ำในไฟล์"),
        "already_there": _("เดือนนี้อยู่ในบัญชีแล้ว"),
        "not_by_law": _("เงินสมทบไม่ตรงกับกฎหมายของเดือน (ลงบัญชีตามที่จ่ายจริง)"),
    }


def progress_of(load: HistoryLoad) -> list[Progress]:
    return [progress(run.pk) for run in runs_of(load)]


def loads() -> QuerySet[HistoryLoad]:
    return HistoryLoad.objects.order_by("-pk")


def controls(load: HistoryLoad, *, only_differing: bool) -> QuerySet[HistoryControl]:
    """Employer-years of a load, the differing ones first."""
    rows = load.controls.order_by("-differs", "year", "account_no")
    return rows.filter(differs=True) if only_differing else rows


def finding_counts(load: HistoryLoad) -> list[FindingCount]:
    words = code_words()
    rows = load.findings.values_list("code", "is_aside").annotate(n=Count("pk")).order_by("-is_aside", "code")
    return [FindingCount(code, words[code], aside, n) for code, aside, n in rows]


def finding_lines(load: HistoryLoad) -> Iterator[tuple[str, ...]]:
    """Every finding with its line, to be downloaded: heading first."""
    words = code_words()
    yield (
        _("ไฟล์"),
        _("บรรทัด"),
        _("ข้อพบ"),
        _("แยกไว้"),
        _("เลขประจำตัว"),
        _("งวด"),
        _("นายจ้าง"),
        _("บรรทัดตามไฟล์"),
    )
    names = [told["name"] for told in load.files]
    rows: QuerySet[HistoryFinding] = load.findings.order_by("file", "line", "code")
    for row in rows.iterator(chunk_size=5000):
        yield (
            names[row.file - 1], str(row.line), words[row.code], _("ใช่") if row.is_aside else _("ไม่"),
            row.national_id, str(row.period or "")[:7], row.account_no, _harmless(row.raw),
        )  # fmt: skip


def _harmless(raw: str) -> str:
    """A line as it came, which a spreadsheet does not take for a formula."""
    return f"'{raw}" if raw[:1] in "=+-@\t" and raw else raw
