"""The sentences of findings about log-ins."""

MESSAGES = {
    "needs_second_factor": (
        "ยืนยันตัวตนขั้นที่สองก่อน แล้วทำรายการนี้อีกครั้ง",
        "Confirm with your second factor first, then try again",
    ),
    "mobile_unknown": (
        "เบอร์นี้ยืนยันตัวตนทางเครือข่ายมือถือไม่ได้ ตรวจเบอร์ หรือใช้วิธีอื่น",
        "This number cannot be asked by its operator; check it, or use another way",
    ),
    "mobile_waiting": (
        "ยังไม่ได้ยืนยันในโทรศัพท์ ดูข้อความในโทรศัพท์แล้วกดยืนยัน จากนั้นกดไปต่อ",
        "Not confirmed on the telephone yet; confirm there, then continue",
    ),
    "mobile_refused": (
        "คำขอถูกปฏิเสธในโทรศัพท์ ถ้าเป็นคุณ ส่งคำขอใหม่",
        "The request was refused on the telephone; if that was you, ask again",
    ),
    "mobile_expired": ("คำขอหมดเวลาแล้ว ส่งคำขอใหม่", "The request has run out; ask again"),
    "mobile_other_person": (
        "ซิมนี้ลงทะเบียนในชื่อคนอื่น ใช้เบอร์ที่ลงทะเบียนในชื่อของคุณ หรือใช้วิธีอื่น",
        "This SIM is registered to somebody else; use a number in your own name, or another way",
    ),
    "mobile_too_weak": (
        "เครือข่ายยังไม่ได้พิสูจน์ตัวตนของเจ้าของซิมนี้ ไปพิสูจน์ที่ศูนย์บริการ หรือใช้วิธีอื่น",
        "The operator has not proved who holds this SIM; go to its shop, or use another way",
    ),
    "account_exists": (
        "เลขประจำตัวหรือชื่อผู้ใช้นี้มีบัญชีแล้ว เข้าสู่ระบบได้เลย",
        "There is already an account; please log in",
    ),
}
