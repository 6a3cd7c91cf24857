"""What officers decide of a person's record: numbers, names, family, death, and two records that are one person."""

from datetime import date

from registration.models import DeathSource, Kinship, Person
from registration.services import deaths, family, foreigners, insured_facts, merging
from sso_core.cases.public import CasePanel, CaseType, CaseView, Check, Fact
from sso_core.kernel import thai_id
from sso_core.kernel.thai_calendar import format_date
from sso_core.messaging.public import sentence

OURS = "ทะเบียน"


def _merge_panel(case: CaseView) -> CasePanel:
    """Both records side by side, and what speaks against."""
    told = case.payload
    source, target = (Person.objects.get(pk=told[key]) for key in ("source", "target"))
    parting = told["what"] == "part"
    labels = ("แยกคืนเป็น", "จากระเบียน") if parting else ("ระเบียนที่เลิกใช้", "ระเบียนที่คงไว้")
    facts = [Fact(label, _in_words(one), OURS) for label, one in zip(labels, (source, target), strict=True)]
    facts.append(Fact("เหตุผล", told["reason"], case.applicant_name))
    if parting or not case.is_open:
        return CasePanel(facts=tuple(facts))
    findings = merging.against(source, target)
    checks = [
        Check(sentence(one, "th"), "failed" if one.blocks else "unknown", "ตรวจกับหลักฐานก่อนอนุมัติ")
        for one in findings
    ]
    blocker = next((sentence(one, "th") for one in findings if one.blocks), "")
    return CasePanel(facts=tuple(facts), checks=tuple(checks), blocker=blocker)


def _in_words(person: Person) -> str:
    born = format_date(person.birth_date) if person.birth_date else "ไม่ทราบ"
    checked = "ตรวจกับทะเบียนราษฎรแล้ว" if person.verified_at else "ยังไม่ได้ตรวจกับทะเบียนราษฎร"
    return f"{person.full_name} · {thai_id.format_id(person.national_id)} · เกิด {born} · {checked}"


def _death_panel(case: CaseView) -> CasePanel:
    told = case.payload
    died_on = format_date(date.fromisoformat(told["died_on"]))
    if told["what"] == "life":
        facts = (Fact("บันทึกการเสียชีวิตที่จะยกเลิก", died_on, OURS),)
    else:
        source = str(dict(DeathSource.choices)[told["source"]])
        facts = (Fact("วันเสียชีวิต", died_on, source),)
    return CasePanel(facts=(*facts, Fact("หลักฐาน", told["evidence"], case.applicant_name)))


def _number_panel(case: CaseView) -> CasePanel:
    told = case.payload
    return CasePanel(
        facts=(
            Fact("เลขเดิม", thai_id.format_id(told["before"]), OURS),
            Fact("เลขใหม่", thai_id.format_id(told["after"]), case.applicant_name),
            Fact("หลักฐาน", told["evidence"], case.applicant_name),
        )
    )


def _family_panel(case: CaseView) -> CasePanel:
    told = case.payload
    facts = [
        Fact("ความสัมพันธ์", str(dict(Kinship.choices)[told["kinship"]]), case.applicant_name),
        Fact("ชื่อ", f"{told['first_name']} {told['last_name']}".strip(), case.applicant_name),
        Fact(
            "เลขประจำตัว",
            thai_id.format_id(told["national_id"]) if told["national_id"] else "ยังไม่มี",
            case.applicant_name,
        ),
    ]
    for key, label in (("birth_date", "วันเกิด"), ("since", "ตั้งแต่"), ("until", "ถึง")):
        if told[key]:
            facts.append(Fact(label, format_date(date.fromisoformat(told[key])), case.applicant_name))
    return CasePanel(facts=(*facts, Fact("หลักฐาน", told["evidence"], case.applicant_name)))


def _facts_panel(case: CaseView) -> CasePanel:
    told = case.payload
    facts = (
        Fact("ชื่อใหม่", f"{told['first_name']} {told['last_name']}", case.applicant_name),
        Fact("เปลี่ยนตั้งแต่", format_date(date.fromisoformat(told["changed_on"])), case.applicant_name),
        Fact("แจ้งเมื่อ", format_date(date.fromisoformat(told["reported_on"])), OURS),
    )
    check = Check("ตรวจกับทะเบียนราษฎร", "unknown", "ถามอีกครั้งเมื่ออนุมัติ", "44")
    return CasePanel(facts=facts, checks=(check,))


RECORD_CASES = (
    CaseType(
        key=insured_facts.CASE_TYPE,
        prefix="FN",
        label_th="เปลี่ยนชื่อลูกจ้าง (สปส.6-10)",
        label_en="Changed name of an employee (form 6-10)",
        sla_days=5,
        panel=_facts_panel,
        on_decided=insured_facts.decided,
        pays=False,
    ),
    CaseType(
        key=family.CASE_TYPE,
        prefix="FM",
        label_th="เพิ่มคนในครอบครัว",
        label_en="Adding a relative",
        sla_days=5,
        panel=_family_panel,
        on_decided=family.decided,
        pays=False,
    ),
    CaseType(
        key=foreigners.CASE_TYPE,
        prefix="NU",
        label_th="เปลี่ยนเลขประจำตัว",
        label_en="Change of a person's number",
        sla_days=3,
        panel=_number_panel,
        on_decided=foreigners.decided,
        pays=False,
    ),
    CaseType(
        key=merging.CASE_TYPE,
        prefix="MG",
        label_th="รวมหรือแยกระเบียนบุคคล",
        label_en="Merging or parting two records",
        sla_days=5,
        panel=_merge_panel,
        on_decided=merging.decided,
        pays=False,
    ),
    CaseType(
        key=deaths.CASE_TYPE,
        prefix="DT",
        label_th="บันทึกการเสียชีวิต",
        label_en="Recording a death",
        sla_days=3,
        panel=_death_panel,
        on_decided=deaths.decided,
        pays=False,
    ),
)
