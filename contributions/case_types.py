"""What is decided of an employer that owes, as kinds of case; and the kind by which its collection is shared out."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from contributions import difference_cases, search_cases  # noqa: F401  register their own
from contributions.models import CollectionCase
from contributions.rules import collection_terms as terms
from contributions.selectors import collection as read
from contributions.services import collection_requests as requests
from contributions.services import instalments, seizing
from contributions.services.collection_letters import overdue
from contributions.services.collection_sharing import COLLECTION_TYPE
from registration.public import employer_recipient
from sso_core import clock
from sso_core.cases.public import CasePanel, CaseType, CaseView, Check, Decision, Fact, Letter, register
from sso_core.kernel.finding import Refused
from sso_core.kernel.thai_calendar import format_date
from sso_core.law.public import current
from sso_core.messaging.public import Recipient, sentence

TOLD, OURS, LAW = "นายจ้างแจ้ง", "ระบบ", "กฎหมาย"


def _case(opened: CaseView) -> CollectionCase:
    return CollectionCase.objects.get(pk=opened.payload["collection"])


def _debt_facts(case: CollectionCase) -> list[Fact]:
    owed = read.owed(case)
    return [
        Fact("เรื่องเร่งรัดหนี้", case.reference, OURS),
        Fact("ขั้น", case.get_stage_display(), OURS),
        Fact("เงินสมทบค้างที่ทราบยอด", f"{owed.contribution:,.2f} บาท", OURS),
        Fact("เงินเพิ่มถึงวันนี้", f"{owed.surcharge:,.2f} บาท", OURS),
        Fact("เดือนที่ยังไม่ทราบยอด", f"{owed.unknown} เดือน", OURS),
    ]


def _instalments_panel(opened: CaseView) -> CasePanel:
    case, told = _case(opened), opened.payload
    first = max(date.fromisoformat(told["first_due"]), clock.today() + instalments.DAY)
    facts = [
        *_debt_facts(case),
        Fact("ขอผ่อน", f"{told['count']} งวด", TOLD),
        Fact("เหตุผล", told["why"], TOLD),
    ]
    try:
        owed, parts = instalments.divided(case, told["count"], first)
    except Refused as refused:
        why = sentence(refused.findings[0], "th")
        return CasePanel(facts=tuple(facts), checks=(Check("ตกลงผ่อนได้", "failed", why, "49"),), blocker=why)
    facts += [
        Fact("งวดแรก", f"{format_date(parts[0].due_on)} {parts[0].amount:,.2f} บาท", OURS),
        Fact("งวดสุดท้าย", f"{format_date(parts[-1].due_on)} {parts[-1].amount:,.2f} บาท", OURS),
    ]
    checks = (
        Check("ทุกเดือนทราบยอดแล้ว", "passed", f"{len(owed.debts)} เดือน", "47"),
        Check("จำนวนงวดไม่เกินที่กำหนด", "passed", f"ไม่เกิน {instalments.most_parts(clock.today())} งวด", "49"),
    )
    return CasePanel(facts=tuple(facts), checks=checks, amount=owed.total)


def _extension_panel(opened: CaseView) -> CasePanel:
    told = opened.payload
    ended = date.fromisoformat(told["ended_on"])
    term = terms.extension_request(ended, law=current())
    in_time = opened.opened_at.astimezone(clock.BANGKOK).date() <= term.until
    facts = (
        *_debt_facts(_case(opened)),
        Fact("เหตุจำเป็น", told["why"], TOLD),
        Fact("เหตุสิ้นสุดเมื่อ", format_date(ended), TOLD),
        Fact("ขอถึงวันที่", format_date(date.fromisoformat(told["until"])), TOLD),
        Fact("เงินเพิ่ม", "คิดต่อไป การขยายเวลาไม่ยกเว้นเงินเพิ่ม", LAW),
    )
    detail = f"ขอได้ถึง {format_date(term.until)}"
    return CasePanel(
        facts=facts, checks=(Check("ขอภายใน 15 วัน", "passed" if in_time else "failed", detail, "84/1"),)
    )


def _appeal_panel(opened: CaseView) -> CasePanel:
    case, told = _case(opened), opened.payload
    letter = case.letters.get(number=told["letter"])
    term = terms.appeal(letter.sent_on, law=current())
    held = case.holds.filter(reference=opened.reference).first()
    word = "ชะลอ" if held is not None and held.holds else "ไม่ชะลอ"
    facts = (
        *_debt_facts(case),
        Fact("อุทธรณ์หนังสือ", f"{letter.number} {letter.get_kind_display()}", TOLD),
        Fact("เหตุผล", told["why"], TOLD),
        Fact("การเร่งรัดระหว่างอุทธรณ์", word, LAW),
    )
    detail = f"อุทธรณ์ได้ถึง {format_date(term.until)}"
    return CasePanel(facts=facts, checks=(Check("อุทธรณ์ภายใน 30 วัน", "passed", detail, "85"),))


def _seizure_panel(opened: CaseView) -> CasePanel:
    case = _case(opened)
    term = seizing.warning_of(case)
    over = term is not None and term.is_over(clock.today())
    late = overdue(case)
    holds = case.holds.filter(holds=True, ended_on=None).count()
    detail = f"สั่งได้ตั้งแต่ {format_date(term.acts_from)}" if term else "ยังไม่ได้เตือน"
    total = sum((debt.total for debt in late if debt.total is not None), Decimal("0.00"))
    checks = (
        Check("พ้นเวลาในหนังสือเตือนก่อนยึดทรัพย์", "passed" if over else "failed", detail, "50"),
        Check("มีหนี้ที่พ้นกำหนดแล้ว", "passed" if late else "failed", f"{len(late)} เดือน {total:,.2f} บาท", "50"),
        Check("ไม่มีเหตุชะลอ", "failed" if holds else "passed", f"{holds} เหตุ", "84/1"),
    )
    return CasePanel(facts=tuple(_debt_facts(case)), checks=checks, amount=read.owed(case).total)


def _collection_panel(opened: CaseView) -> CasePanel:
    return CasePanel()


def _employer(opened: CaseView) -> Recipient:
    return employer_recipient(opened.employer_account)


def _letter(approved: str, refused: str, because: str = "") -> Callable[[CaseView, Decision], Letter]:
    def letter(opened: CaseView, decision: Decision) -> Letter:
        if decision.approved:
            return Letter(approved, context={"because": because})
        return Letter(refused)

    return letter


register(
    CaseType(
        key=COLLECTION_TYPE,
        prefix="CL",
        label_th="เร่งรัดหนี้เงินสมทบ",
        label_en="Collection of contributions",
        sla_days=30,
        panel=_collection_panel,
        roles=("officer", "supervisor"),
        pays=False,
    )
)
register(
    CaseType(
        key=requests.INSTALMENTS,
        prefix="AI",
        label_th="ขอผ่อนชำระเงินสมทบ",
        label_en="Request for instalments",
        sla_days=5,
        panel=_instalments_panel,
        on_decided=requests.decided_instalments,
        letter=_letter(
            "ตกลงให้ผ่อนชำระ",
            "ไม่ตกลงให้ผ่อนชำระ",
            "ข้อตกลงและเลขอ้างอิงของทุกงวดอยู่ในหนังสืออีกฉบับ เงินเพิ่มคิดต่อไปจนชำระครบ",
        ),
        recipient=_employer,
        pays=False,
    )
)
register(
    CaseType(
        key=requests.EXTENSION,
        prefix="AX",
        label_th="ขอขยายเวลา (มาตรา 84/1)",
        label_en="Request for more time (s.84/1)",
        sla_days=5,
        panel=_extension_panel,
        on_decided=requests.decided_extension,
        letter=_letter("ขยายเวลาให้แล้ว", "ไม่ขยายเวลาให้", "การขยายเวลาไม่ยกเว้นเงินเพิ่ม (มาตรา 84/1)"),
        recipient=_employer,
        pays=False,
    )
)
register(
    CaseType(
        key=requests.APPEAL,
        prefix="AP",
        label_th="อุทธรณ์คำสั่งเรื่องเงินสมทบ (มาตรา 85)",
        label_en="Appeal about contributions (s.85)",
        sla_days=60,
        panel=_appeal_panel,
        on_decided=requests.decided_appeal,
        on_withdrawn=requests.withdrawn,
        four_eyes=lambda opened, amount: True,
        letter=_letter("ให้ตามอุทธรณ์", "ยกอุทธรณ์"),
        recipient=_employer,
        pays=False,
        why_four_eyes="คำวินิจฉัยอุทธรณ์",
    )
)
register(
    CaseType(
        key=seizing.CASE_TYPE,
        prefix="SZ",
        label_th="คำสั่งยึดทรัพย์ (มาตรา 50)",
        label_en="Order of seizure (s.50)",
        sla_days=15,
        panel=_seizure_panel,
        on_decided=seizing.decided,
        four_eyes=lambda opened, amount: True,
        letter=_letter(
            "คำสั่งยึดและอายัดทรัพย์สิน",
            "ไม่สั่งยึดทรัพย์",
            "พ้นเวลาในหนังสือเตือนแล้วยังไม่ได้รับชำระ จึงสั่งยึด อายัด และขายทอดตลาดทรัพย์สิน (มาตรา 50)",
        ),
        recipient=_employer,
        pays=False,
        why_four_eyes="ยึดทรัพย์ต้องมีเจ้าหน้าที่สองคน",
    )
)
