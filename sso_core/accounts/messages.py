"""The sentences of findings about log-ins."""

MESSAGES = {
    "needs_second_factor": (
        "ยืนยันตัวตนขั้นที่สองก่อน แล้วทำรายการนี้อีกครั้ง",
        "Confirm with your second factor first, then try again",
    ),
    "recovery_nobody": (
        "ไม่พบบัญชีของเลขหรือชื่อผู้ใช้นี้ ตรวจอีกครั้ง",
        "There is no account of this number or user name; check it",
    ),
    "recovery_open": (
        "บัญชีนี้มีคำขอกู้ที่ยังไม่เสร็จ ตัดสินคำขอนั้นก่อน",
        "A recovery of this account is still open; decide that one first",
    ),
    "recovery_own": (
        "กู้บัญชีของตนเองหรือที่ตนเองขอไว้ไม่ได้ ให้เจ้าหน้าที่คนอื่นทำ",
        "Nobody recovers their own account, or decides what they asked for; a colleague must",
    ),
    "recovery_decided": (
        "คำขอนี้ตัดสินไปแล้ว เปิดหน้านี้ใหม่เพื่อดูผล",
        "This request has been decided already; open the page anew to see how",
    ),
    "recovery_code": (
        "รหัสหรือเลขไม่ถูกต้อง หรือรหัสหมดอายุ ตรวจอีกครั้ง หรือขอรหัสใหม่ที่สำนักงาน",
        "The code or number is wrong, or the code has run out; check them, or ask anew at the office",
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
    "ndid_waiting": (
        "ยังไม่ได้ยืนยันในแอปธนาคาร เปิดแอปแล้วกดยืนยัน จากนั้นกดไปต่อ",
        "Not confirmed in the bank's app yet; confirm there, then continue",
    ),
    "ndid_refused": (
        "คำขอถูกปฏิเสธในแอปธนาคาร ถ้าเป็นคุณ ส่งคำขอใหม่",
        "The request was refused in the bank's app; if that was you, ask again",
    ),
    "ndid_expired": ("คำขอหมดเวลาแล้ว ส่งคำขอใหม่", "The request has run out; ask again"),
    "ndid_failed": (
        "ธนาคารตอบคำขอนี้ไม่สำเร็จ ส่งคำขอใหม่ หรือเลือกธนาคารอื่น",
        "The bank could not answer this request; ask again, or choose another bank",
    ),
    "account_exists": (
        "เลขประจำตัวหรือชื่อผู้ใช้นี้มีบัญชีแล้ว เข้าสู่ระบบได้เลย",
        "There is already an account; please log in",
    ),
}
