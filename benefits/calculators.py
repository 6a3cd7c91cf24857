"""The benefit rules that anybody may ask."""

from benefits.rules import old_age, sickness
from sso_core.law.registry import Input, Kind, calculator

_ON = Input("on", Kind.DATE, "วันที่เกิดสิทธิ", "Day the right arises")

calculator(
    "sickness.cash",
    "เงินทดแทนการขาดรายได้กรณีเจ็บป่วย",
    "Sickness cash",
    Input("daily_wage", Kind.AVERAGE, "ค่าจ้างเฉลี่ยต่อวัน", "Average daily wage"),
    Input("days", Kind.COUNT, "จำนวนวันที่แพทย์สั่งหยุด", "Days of rest ordered"),
    _ON,
    Input("used_this_year", Kind.COUNT, "วันที่ใช้ไปแล้วในปีนี้", "Days used this year", default="0"),
    Input("chronic", Kind.YES_NO, "โรคเรื้อรังตามประกาศ", "Listed chronic disease", default="no"),
    section="64",
)(sickness.sickness_cash)

calculator(
    "old_age.pension",
    "บำนาญชราภาพ",
    "Old-age pension",
    Input("months", Kind.COUNT, "จำนวนเดือนที่ส่งเงินสมทบ", "Months contributed"),
    Input("average_wage", Kind.AVERAGE, "ค่าจ้างเฉลี่ย 60 เดือนสุดท้าย", "Average wage of the last 60 months"),
    _ON,
    section="77bis",
)(old_age.pension)

calculator(
    "old_age.lump_sum",
    "บำเหน็จชราภาพ",
    "Old-age lump sum",
    Input("months", Kind.COUNT, "จำนวนเดือนที่ส่งเงินสมทบ", "Months contributed"),
    Input("employee_share", Kind.BAHT, "เงินสมทบชราภาพฝ่ายผู้ประกันตน", "Insured person's old-age share"),
    Input("employer_share", Kind.BAHT, "เงินสมทบชราภาพฝ่ายนายจ้าง", "Employer's old-age share"),
    Input("returns", Kind.BAHT, "ผลประโยชน์ตอบแทน", "Returns"),
    Input("on", Kind.DATE, "วันที่เกิดสิทธิ", "Day the right arises", default="2026-01-01"),
    section="77bis",
)(old_age.lump_sum)
