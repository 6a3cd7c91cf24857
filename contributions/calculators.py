"""The contribution rules that anybody may ask."""

from contributions.rules import assessment, refund, section33, section39, section40, surcharge
from sso_core.law.registry import Input, Kind, calculator

_PERIOD = Input("period", Kind.PERIOD, "เดือนค่าจ้าง", "Wage month")
_PROVINCE = Input(
    "province", Kind.PROVINCE, "จังหวัดที่ตั้งของสถานประกอบการ", "Province of the establishment", required=False
)
_HOME = Input("province", Kind.PROVINCE, "จังหวัด", "Province", required=False)
_AMOUNT = Input("amount", Kind.BAHT, "เงินสมทบที่ค้าง", "Contribution unpaid")
_DUE = Input("due", Kind.DATE, "วันครบกำหนด", "Due date")
_PAID = Input("paid", Kind.DATE, "วันที่จ่าย", "Day paid")

calculator(
    "contribution.s33",
    "เงินสมทบมาตรา 33",
    "Contribution under Section 33",
    Input("wage", Kind.BAHT, "ค่าจ้างของเดือน", "Wage of the month"),
    _PERIOD,
    _PROVINCE,
    section="46",
)(section33.contribution)

calculator(
    "contribution.s39",
    "เงินสมทบมาตรา 39",
    "Contribution under Section 39",
    _PERIOD,
    _HOME,
    section="39",
)(section39.contribution)

calculator(
    "contribution.s39_relief",
    "ลดเงินสมทบมาตรา 39 ย้อนหลัง",
    "Section 39 relief announced later",
    _PERIOD,
    Input("known_then", Kind.DATE, "วันที่ออกใบแจ้งเดิม", "Day the month was billed"),
    _HOME,
    section="46/1",
)(section39.relief)

calculator(
    "contribution.s40",
    "เงินสมทบมาตรา 40",
    "Contribution under Section 40",
    Input("option", Kind.OPTION, "ทางเลือก", "Option", choices=section40.OPTIONS),
    _PERIOD,
    section="40",
)(section40.contribution)

calculator(
    "contribution.surcharge",
    "เงินเพิ่มของนายจ้าง",
    "Employer's surcharge",
    _AMOUNT,
    _DUE,
    _PAID,
    section="49",
)(surcharge.surcharge)

calculator(
    "contribution.refund",
    "กำหนดขอคืนเงินสมทบที่ส่งเกิน",
    "Windows of a refund",
    Input("remitted", Kind.DATE, "วันที่นำส่ง", "Day remitted"),
    Input("asked", Kind.DATE, "วันที่ขอคืน (สำนักงานคืนเองไม่ต้องใส่)", "Day claimed", required=False),
    Input("noticed", Kind.DATE, "วันที่ได้รับแจ้ง", "Day of notice"),
    Input("collected", Kind.DATE, "วันที่มารับ", "Day collected", required=False),
    section="47",
)(refund.refund_window)

calculator(
    "contribution.s39_surcharge",
    "เงินเพิ่มมาตรา 39",
    "Section 39 surcharge",
    _AMOUNT,
    _DUE,
    _PAID,
    section="39",
)(section39.surcharge)

calculator(
    "contribution.assessment",
    "การประเมินเดือนที่ไม่ยื่นแบบ",
    "Assessment of a month not filed",
    _PERIOD,
    Input(
        "last_amount",
        Kind.BAHT,
        "ยอดเดือนสุดท้ายที่นำส่งเต็ม",
        "Amount of the last month paid in full",
        required=False,
    ),
    Input("people", Kind.COUNT, "จำนวนลูกจ้าง", "People on the register", required=False),
    Input("wage", Kind.BAHT, "ค่าจ้างที่แจ้งไว้ต่อคน", "Wage told, each", required=False),
    _PROVINCE,
    section="47bis",
)(assessment.assessment_asked)
