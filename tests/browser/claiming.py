"""How a member answers the questions of a sickness claim."""

from tests.browser.roles import Person
from tests.stories.world import certificate


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
    member.attach("ใบรับรองแพทย์.pdf", certificate().read())
    member.press("ดำเนินการต่อ")
    look("pay")
    member.page.locator("input[name=way][value=keep]").check()
    member.press("ดำเนินการต่อ").sees("เงินที่คาดว่าจะได้")
    look("check")
    member.pick("ข้อมูลนี้เป็นความจริง").press("ส่งคำขอรับเงินเจ็บป่วย").sees("ส่งคำขอแล้ว")
    look("done")
    return member.path.strip("/").split("/")[2]
