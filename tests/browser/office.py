"""What the office does in a story: decide in two seats, pay out in two seats."""

from collections.abc import Callable

from tests.browser.album import DESK
from tests.browser.roles import Person
from tests.stories.world import settle_everything


class Office:
    """Two officers of cases and two of finance, each at a browser of their own, come when first needed."""

    def __init__(self, visitor: Callable[..., Person]) -> None:
        self._visitor = visitor
        self._at_work: dict[str, Person] = {}

    def __getitem__(self, name: str) -> Person:
        if name not in self._at_work:
            self._at_work[name] = self._visitor(DESK).enter(name)
        return self._at_work[name]

    def decide(self, reference: str, reason: str, shots: str = "") -> None:
        """The maker takes the case and proposes; where two are needed the checker confirms."""
        case = f"/office/cases/{reference}/"
        maker = self["maker"].go("/office/")
        if shots:
            maker.look(f"{shots}-queue")
        maker.go(case).press("รับงานนี้")
        if shots:
            maker.go(case).look(f"{shots}-case")
        maker.page.locator("input[value=approve]").first.check()
        maker.fill("เหตุผลหรือคำถาม", reason)
        two = maker.main.get_by_role("button", name="ส่งคำสั่งให้คนที่สองตรวจ").count()
        maker.press("ส่งคำสั่งให้คนที่สองตรวจ" if two else "สั่งตามที่เลือก")
        if two:
            checker = self["checker"].go(case)
            if shots:
                checker.look(f"{shots}-case-checker")
            checker.press("ยืนยันคำสั่ง")
        settle_everything()

    def pay_out(self, shots: str = "") -> None:
        """Approve every order, make a batch, release it; the bank answers."""
        clerk, releaser = self["finance"], self["finance2"]
        clerk.go("/office/finance/orders/?state=ordered")
        if shots:
            clerk.look(f"{shots}-orders")
        orders = clerk.main.locator("table a[href*='/orders/']").evaluate_all(
            "links => links.map(l => l.getAttribute('href'))"
        )
        assert orders, clerk.text
        for number, order in enumerate(orders):
            clerk.go(order)
            if shots and not number:
                clerk.look(f"{shots}-order")
            clerk.press("อนุมัติ")
        clerk.go("/office/finance/batches/new/")
        if shots:
            clerk.look(f"{shots}-batch-new")
        clerk.main.locator("form[method=post] button[type=submit]").first.click()
        releaser.go(clerk.path)
        if shots:
            releaser.look(f"{shots}-batch-made")
        releaser.main.locator("form[action*=release] button[type=submit]").first.click()
        settle_everything()
        if shots:
            releaser.go(clerk.path).look(f"{shots}-batch-answered")
