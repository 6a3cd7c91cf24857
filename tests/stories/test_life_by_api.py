"""The same life as an outside program lives it: everything asked and told over the REST API."""

from decimal import Decimal
from itertools import count

import pytest
import time_machine
from django.test import Client

from integrations.simulators.data import by_role, companies
from portal.demo import people
from registration.models import Employer, Person
from sso_core.accounts.models import User
from sso_core.batch.public import work
from sso_core.messaging.public import deliver_all
from tests.registration.factories import member, officer, staff, strong_session
from tests.stories.world import SAMPLES, certificate, pay, settle_everything

pytestmark = pytest.mark.django_db
OFFICE = {"maker": "officer", "checker": "checker", "finance": "finance", "finance2": "finance_checker"}


@pytest.fixture(autouse=True)
def _today():
    with time_machine.travel("2026-11-23 09:00+07:00", tick=True):
        yield


class Program:
    """A program of one person: JSON in and out, a fresh key for each call that changes something."""

    keys = count(1)

    def __init__(self, user: User) -> None:
        self.client = strong_session(Client(), user)

    def get(self, path: str):
        answer = self.client.get(f"/api/v1/{path}")
        assert answer.status_code == 200, answer.content.decode()
        return answer.json() if "json" in answer["Content-Type"] else answer.content

    def post(self, path: str, expect: int = 200, files: dict | None = None, **body):
        key = {"Idempotency-Key": f"story-{next(self.keys):08d}"}
        kind = {} if files else {"content_type": "application/json"}
        answer = self.client.post(f"/api/v1/{path}", {**body, **(files or {})}, headers=key, **kind)
        assert answer.status_code == expect, answer.content.decode()
        return answer.json() if answer.content else None


@pytest.fixture
def office():
    return {name: Program(officer(role, username=name)) for name, role in OFFICE.items()}


def program_of(role: str, number: int = 0) -> Program:
    return Program(member(Person.objects.get(pk=people.proven(role, number).id)))


def decide(office, reference: str) -> None:
    """The maker takes and proposes; where two are needed the checker confirms."""
    path = f"office/cases/{reference}"
    version = office["maker"].get(path)["version"]
    version = office["maker"].post(f"{path}/take", version=version)["version"]
    case = office["maker"].post(f"{path}/propose", version=version, outcome="approve", reason="ครบตามเงื่อนไข")
    if case["proposal"]:
        office["checker"].post(f"{path}/confirm", version=case["version"])
    deliver_all()


def pay_out(office) -> None:
    """Finance approves each order, makes a batch, another releases it, and the bank answers."""
    for order in office["finance"].get("office/finance/orders?state=ordered")["results"]:
        office["finance"].post(f"office/finance/orders/{order['reference']}/approve")
    batch = office["finance"].post("office/finance/batches", 201, value_date="2026-11-23")
    office["finance2"].post(f"office/finance/batches/{batch['reference']}/release")
    settle_everything()


def claim_sickness(person: Program) -> dict:
    paper = person.post("me/documents", 201, files={"file": certificate(), "kind": "medical_certificate"})
    told = {"first_day": "2026-11-03", "days": 12, "paid_days": 2, "hospital": "โรงพยาบาลบ้านสวน"}
    assert person.post("me/claims/sickness/estimate", **told)["amount"]
    return person.post("me/claims/sickness", 201, **told, certificates=[paper["id"]])


def test_an_employer_joins_gives_rights_enrols_and_releases(simulators, office):
    boss, second = program_of("director"), Person.objects.get(pk=people.proven("director", 1).id)
    told = companies()[3]
    asked = boss.post(
        "employer-applications", 201, tax_id=told["juristic_id"], name=told["name_th"], address=told["address"],
        province="90", email="new@example.co.th", phone="0800000000", first_employee_on="2026-11-02", employees=3,
    )  # fmt: skip
    decide(office, asked["reference"])
    account = boss.get("employers")[0]["account_no"]
    assert len(account) == 10
    helper = member(second)
    boss.post(f"employers/{account}/rights", 201, username=helper.username, role="employer_filer")
    filer = Program(helper)
    one = by_role("newcomer")[1]
    line = {name: one[name] for name in ("national_id", "first_name", "last_name")}
    enrolled = filer.post(f"employers/{account}/staff", 201, **line, starts_on="2026-11-02")["enrolled"][0]
    gone = filer.post(
        f"employers/{account}/staff/{enrolled['id']}/leave", last_day="2026-11-20", reason="1"
    )  # fmt: skip
    assert gone["enrolled"][0]["ends_on"] == "2026-11-20"


def test_the_month_is_filed_and_paid(simulators, office):
    people.factory()
    boss = Program(staff(Employer.objects.get(account_no=people.FACTORY_ACCOUNT)))
    path = f"employers/{people.FACTORY_ACCOUNT}"
    with (SAMPLES / "1-10_clean_2569-06.txt").open("rb") as file:
        filing = boss.post(f"{path}/filings", 201, files={"file": file, "period": "2026-06"})
    total = boss.get(f"{path}/filings/{filing['id']}/totals")["total"]
    boss.post(f"{path}/filings/{filing['id']}/submit", seen_total=total)
    deliver_all()
    bill = boss.get(f"{path}/bills")[0]
    assert boss.get(f"{path}/bills/{bill['id']}")["promptpay"].startswith("000201")
    pay(simulators.url("bank"), bill["ref1"], bill["ref2"], Decimal(bill["total"]))
    settle_everything()
    assert boss.get(f"{path}/bills/{bill['id']}")["receipt_number"]


def test_a_member_looks_claims_and_is_paid(simulators, office):
    people.weavers()
    person = program_of("member138")
    assert person.get("me/contributions")["months_paid"] == 138
    claim = claim_sickness(person)
    assert claim["amount"] == "2800.00"
    decide(office, claim["reference"])
    pay_out(office)
    assert person.get(f"me/claims/{claim['reference']}")["pay_state"] == "paid"
    assert "เงินเข้าบัญชีแล้ว" in [one["title"] for one in person.get("me/messages")]


def test_returned_money_is_sent_again(simulators, office):
    people.weavers()
    person = program_of("no_promptpay")
    claim = claim_sickness(person)
    decide(office, claim["reference"])
    pay_out(office)
    assert person.get(f"me/claims/{claim['reference']}")["pay_state"] == "returned"
    person.post("me/payout", 201, kind="bank", bank_code="004", account="1234567890")
    change = next(c for c in person.get("me/cases") if c["reference"] != claim["reference"])
    decide(office, change["reference"])
    person.post(f"me/claims/{claim['reference']}/reissue")
    pay_out(office)
    assert person.get(f"me/claims/{claim['reference']}")["pay_state"] == "paid"


def test_section_39_is_entered_paid_and_given_up(simulators, office):
    people.weavers()
    person = program_of("section39")
    assert all(one["met"] for one in person.get("me/section39")["conditions"])
    person.post("me/section39")
    bill = person.get("me/section39")["bills"][0]
    assert bill["total"] == "432.00"
    pay(simulators.url("bank"), bill["ref1"], bill["ref2"], Decimal(bill["total"]))
    settle_everything()
    person.post("me/section39/resign")
    assert person.get("me/section39")["held_until"] == "2026-11-23"


def test_a_pension_is_paid_for_the_month(simulators, office):
    people.weavers()
    person = program_of("pension56")
    assert person.get("me/claims/old-age")["amount"] == "3536.25"
    claim = person.post("me/claims/old-age", 201)
    decide(office, claim["reference"])
    run = office["maker"].post("office/pension-runs", period="2026-11")
    work(run["run_id"])
    pay_out(office)
    assert [one["amount"] for one in person.get("me/awards")] == ["3536.25"]
    (order,) = office["finance"].get("office/finance/orders?state=settled")["results"]
    assert order["amount"] == "3536.25"
