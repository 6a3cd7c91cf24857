"""The sentences of findings about claims."""

MESSAGES = {
    "sickness_in_future": ("วันแรกที่หยุดต้องไม่เกินวันนี้", "The first day of rest must not be after today"),
    "sickness_days": ("ใส่จำนวนวันที่แพทย์สั่งหยุด 1 ถึง 365 วัน", "Enter the days of rest ordered, 1 to 365"),
    "sickness_paid_days": (
        "จำนวนวันที่นายจ้างจ่ายค่าจ้างต้องไม่เกินจำนวนวันที่หยุด",
        "The days that the employer paid must not be more than the days of rest",
    ),
    "sickness_all_paid": (
        "นายจ้างจ่ายค่าจ้างครบทุกวันที่หยุดแล้ว จึงไม่มีวันที่ขอรับเงินได้",
        "The employer paid wages for every day, so no day is left to claim",
    ),
    "sickness_hospital": ("ใส่ชื่อสถานพยาบาลที่ออกใบรับรอง", "Enter the hospital that gave the certificate"),
    "sickness_certificate": ("แนบใบรับรองแพทย์อย่างน้อย 1 ไฟล์", "Attach at least one medical certificate"),
    "sickness_days_claimed": (
        "มีคำขอที่ครอบคลุมวันเหล่านี้แล้ว ตรวจวันที่หยุดอีกครั้ง",
        "Another claim covers some of these days; check the dates",
    ),
    "condition_not_met": (
        "ยังไม่ครบเงื่อนไข {condition}: {detail}",
        "A condition is not met. {condition}: {detail}",
    ),
    "old_age_already_claimed": (
        "มีคำขอหรือสิทธิชราภาพอยู่แล้ว ดูที่คำขอของฉัน",
        "There is already an old-age claim or award; see your claims",
    ),
    "already_awarded": ("ผู้นี้มีบำนาญที่จ่ายอยู่แล้ว", "This person already has a pension in payment"),
    "case_decided": ("คำขอนี้ตัดสินแล้ว", "This claim is already decided"),
    "nothing_to_work_out": (
        "ยังคำนวณเงินไม่ได้ ข้อมูลเงินสมทบหรือผลประโยชน์ตอบแทนยังไม่ครบ",
        "The amount cannot be worked out yet: contributions or returns are missing",
    ),
    "amount_changed": (
        "ข้อมูลเปลี่ยนหลังเสนอ ยอดเดิม {before} ยอดใหม่ {now} ส่งกลับให้เสนอใหม่",
        "The facts changed since the proposal: {before} became {now}; send it back to be proposed again",
    ),
    "nothing_returned": ("คำขอนี้ไม่มีเงินที่ธนาคารคืน", "No money of this claim was returned by the bank"),
    "period_in_future": ("เดือนที่จ่ายต้องไม่เกินเดือนนี้", "The month must not be after this month"),
    "claim_not_yours": ("ไม่พบคำขอนี้", "There is no such claim"),
}
