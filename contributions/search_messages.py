"""The sentences of the member's account and of looking for months, Thai and English."""

SEARCH: dict[str, tuple[str, str]] = {
    "account.language": ("พิมพ์ได้เป็นภาษาไทยหรืออังกฤษ", "It is printed in Thai or English."),
    "account.nothing": ("ไม่มีเงินสมทบให้พิมพ์ของปีนี้", "There are no contributions of this year to print."),
    "act.account_printed": (
        "พิมพ์บัญชีเงินสมทบ {number} ({of})",
        "Printed the contribution account {number} ({of})",
    ),
    "search.months": (
        "ช่วงเดือนต้องเรียงจากก่อนไปหลัง ไม่เกิน {most} เดือน",
        "The months must be in order, at most {most}.",
    ),
    "search.why": ("บอกว่าคุณทราบอะไรของเดือนนี้", "Say what you know of this month."),
    "search.nothing_missing": (
        "บัญชีแสดงทุกเดือนในช่วงนี้แล้ว หรือยังไม่ถึงกำหนดยื่น",
        "The account shows every month of this range, or they are not due yet.",
    ),
    "search.open_already": (
        "มีเดือนในช่วงนี้ที่กำลังค้นให้อยู่ เลือกช่วงที่ไม่ซ้ำ หรือติดตามคำขอเดิม",
        "A month of this range is being looked for already. Choose other months, or follow that request.",
    ),
    "search.employer_unknown": ("ไม่มีนายจ้างนี้ในทะเบียน", "This employer is not in the register."),
    "search.closed": (
        "คำขอนี้ปิดหรือรอคนที่สองแล้ว แก้ไม่ได้",
        "This request is closed or waits for a second officer.",
    ),
    "search.month_not_asked": ("เลือกเดือนที่อยู่ในคำขอ", "Choose months of this request."),
    "search.section": ("มาตราเป็น 33 หรือ 39", "The section is 33 or 39."),
    "search.account": ("ใส่เลขที่บัญชีนายจ้าง 10 หลัก", "Enter the employer account, 10 digits."),
    "search.amount": ("ใส่จำนวนเงินตามหลักฐาน", "Enter the amount as the papers have it."),
    "search.paid_later": ("วันที่จ่ายต้องไม่เกินวันนี้", "The day of payment is not after today."),
    "search.not_there": (
        "เดือน {month} ไม่ได้อยู่ใต้เลขนี้กับนายจ้างนี้",
        "{month} does not stand under this number at this employer.",
    ),
    "search.not_loaded_only": (
        "เดือน {month} อยู่ในระบบนี้แล้วและไม่มีใครยื่น ให้ถามนายจ้าง หลักฐานใช้เพิ่มได้เฉพาะเดือนที่ยังไม่ได้โหลด",
        "{month} is in this system and nobody filed it: ask the employer. Papers prove months not loaded.",
    ),
    "search.question": ("เขียนคำถาม", "Write the question."),
    "search.asked_already": ("ถามนายจ้างนี้ในคำขอนี้ไปแล้ว", "This employer was asked in this request already."),
    "search.answered_already": ("ตอบคำถามนี้ไปแล้ว", "This question was answered already."),
    "search.answer": ("เลือกคำตอบหนึ่งข้อ", "Choose one answer."),
}
