"""The sentences of findings about log-ins."""

MESSAGES = {
    "needs_second_factor": (
        "ยืนยันตัวตนขั้นที่สองก่อน แล้วทำรายการนี้อีกครั้ง",
        "Confirm with your second factor first, then try again",
    ),
    "account_exists": (
        "เลขประจำตัวหรือชื่อผู้ใช้นี้มีบัญชีแล้ว เข้าสู่ระบบได้เลย",
        "There is already an account; please log in",
    ),
}
