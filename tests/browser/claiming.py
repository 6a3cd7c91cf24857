"""How a member answers the questions of a sickness claim."""

from functools import cache

from sso_core.documents.pdf import draw
from tests.browser.roles import Person

CERTIFICATE = """<!doctype html><html lang="th"><head><title>ใบรับรองแพทย์</title><style>
@font-face { font-family: Sarabun; src: url("sso-font:Sarabun-Regular.ttf"); }
@page { size: A4; margin: 25mm; } body { font: 15pt/1.9 Sarabun; } h1, h2 { text-align: center; font-weight: 400; }
</style></head><body><h1>ใบรับรองแพทย์</h1><h2>โรงพยาบาลบ้านสวน (ตัวอย่าง)</h2>
<p>วันที่ 3 พฤศจิกายน 2569</p>
<p>ข้าพเจ้าตรวจผู้ป่วยชื่อ น.ส. ปาณิสรา แก้วมณีวงศ์ แล้วเห็นว่าป่วยด้วยโรคไข้หวัดใหญ่
ให้หยุดพักรักษาตัว 12 วัน ตั้งแต่วันที่ 3 ถึง 14 พฤศจิกายน 2569</p><p>แพทย์ผู้ตรวจ นพ. สมมติ ใจดี</p></body></html>"""


@cache
def certificate() -> bytes:
    """A medical certificate that an officer can read beside the case."""
    return draw(CERTIFICATE)


def claim_sickness(member: Person, *, looks: bool = False) -> str:
    """Twelve days from 3 November, two of them paid by the employer; the reference of the claim."""

    def look(name: str) -> None:
        if looks:
            member.look(f"4-sickness-{name}")

    member.go("/me/claims/sickness/")
    look("start")
    member.follow("เริ่มยื่นคำขอ")
    look("rest")
    member.fill_date("first_day", "3", "11", "2569").fill("แพทย์สั่งให้หยุดกี่วัน", "๑๒")
    member.press("ดำเนินการต่อ").fill("สถานพยาบาลที่ออกใบรับรองแพทย์", "โรงพยาบาลบ้านสวน")
    member.press("ดำเนินการต่อ").pick("จ่ายบางวัน").fill("จ่ายกี่วัน", "2")
    look("employer")
    member.press("ดำเนินการต่อ").press("ดำเนินการต่อ").sees("เลือกไฟล์ใบรับรองแพทย์")
    look("certificate-missing")
    member.attach("ใบรับรองแพทย์.pdf", certificate())
    member.press("ดำเนินการต่อ")
    look("pay")
    member.page.locator("input[name=way][value=keep]").check()
    member.press("ดำเนินการต่อ").sees("เงินที่คาดว่าจะได้")
    look("check")
    member.pick("ข้อมูลนี้เป็นความจริง").press("ส่งคำขอรับเงินเจ็บป่วย").sees("ส่งคำขอแล้ว")
    look("done")
    return member.path.strip("/").split("/")[2]
