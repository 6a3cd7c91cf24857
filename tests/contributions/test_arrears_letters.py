"""Warning letters: what they say, when the next step may follow, many at once, and who may send them."""

from datetime import date, timedelta

import pytest
import time_machine

from contributions.models import CollectionCase, CollectionLetter, CollectionMonth, JointDebtor
from contributions.selectors import collection as read
from contributions.services import collection_letters as letters
from contributions.services import collection_sharing as sharing
from contributions.services import detecting
from registration.public import open_account
from registration.services.contractors import declare_contractor
from sso_core.accounts.public import Role, create_user, grant
from sso_core.batch.public import work
from sso_core.cases.services.sharing import set_rule
from sso_core.documents.public import open_document
from sso_core.kernel.actor import SYSTEM, ActorKind
from sso_core.kernel.finding import Refused
from sso_core.messaging.public import inbox_of
from tests.contributions.collection import WORKER, detect, employer_of_june, the_case
from tests.contributions.conftest import signed_in
from tests.contributions.factories import ACCOUNT, CLERK, employ, make_person, pay
from tests.contributions.filings import national_id

pytestmark = pytest.mark.django_db
DAY = date(2026, 8, 20)
PRINCIPAL = "2000000013"


@pytest.fixture
def owing():
    """June is filed and not paid; July and what came before were not filed."""
    with time_machine.travel(date(2026, 7, 10), tick=False):
        bill = employer_of_june()
    with time_machine.travel(DAY, tick=False):
        detect()
        yield bill


@pytest.fixture
def clerk(owing):
    user = create_user("clerk", "x", kind=ActorKind.EMPLOYER, display_name="วิชุดา ศรีสมบัติ")
    grant(user.pk, Role.employer_filer, f"employer:{ACCOUNT}", by=SYSTEM)
    return signed_in(user)


def officer(*roles, office="1001", name="worker"):
    user = create_user(name, "x", kind=ActorKind.OFFICER, display_name="สายชล เร่งรัด")
    for role in roles:
        grant(user.pk, role, f"office:{office}", by=SYSTEM)
    return user


def principal(name="บริษัท ผู้ว่าจ้าง จำกัด", account=PRINCIPAL, tax_id="0105561000021"):
    open_account(tax_id=tax_id, name=name, province="10", address="2 ถนนตัวอย่าง", account_no=account)


def test_a_warning_says_every_month_and_what_is_not_known_and_is_kept_as_sent(owing):
    with time_machine.travel(DAY, tick=False):
        letter = letters.warn(the_case().pk, by=WORKER)
    assert (letter.sent_on, letter.answer_by) == (DAY, DAY + timedelta(days=30))
    said = {m["period"]: m for m in letter.facts["months"]}
    assert len(said) == 19
    assert said["กรกฎาคม 2569"]["total"] is None
    assert said["มิถุนายน 2569"]["contribution"] == str(owing.contribution)
    assert letter.facts["unknown"] == 18
    case = the_case()
    assert (case.stage, case.answer_by) == ("warned", letter.answer_by)
    _, content = open_document(letter.document_id, SYSTEM)
    assert content.startswith(b"%PDF")
    told = inbox_of(f"employer:{ACCOUNT}")[0]
    assert letter.number in told.body
    with pytest.raises(Exception, match="Cannot"):
        CollectionLetter.objects.filter(pk=letter.pk).update(number="X")


def test_a_second_warning_of_the_same_months_is_refused(owing):
    with time_machine.travel(DAY, tick=False):
        letters.warn(the_case().pk, by=WORKER)
        with pytest.raises(Refused, match="nothing_to_warn"):
            letters.warn(the_case().pk, by=WORKER)
    assert CollectionLetter.objects.count() == 1


def test_a_month_that_comes_later_is_warned_of_apart(owing):
    with time_machine.travel(DAY, tick=False):
        letters.warn(the_case().pk, by=WORKER)
    later = date(2026, 9, 16)
    with time_machine.travel(later, tick=False):
        detect()
        letter = letters.warn(the_case().pk, by=WORKER)
    assert [m["period"] for m in letter.facts["months"]] == ["สิงหาคม 2569"]
    assert CollectionMonth.objects.get(period=date(2026, 8, 1)).warned_on == later


@pytest.mark.parametrize(("days", "may"), [(0, False), (30, False), (31, True)])
def test_seizure_is_warned_of_only_after_the_thirty_days(owing, days, may):
    with time_machine.travel(DAY, tick=False):
        letters.warn(the_case().pk, by=WORKER)
    with time_machine.travel(DAY + timedelta(days=days), tick=False):
        if may:
            letter = letters.warn_of_seizure(the_case().pk, by=WORKER)
            # Only what has a sum: a month that nobody filed cannot be seized for.
            assert [m["period"] for m in letter.facts["months"]] == ["มิถุนายน 2569"]
            assert the_case().stage == "seizure_warned"
        else:
            with pytest.raises(Refused, match="not_overdue"):
                letters.warn_of_seizure(the_case().pk, by=WORKER)
            assert the_case().stage == "warned"


def test_many_are_warned_in_a_run_and_who_paid_meanwhile_is_left_out(owing):
    principal()
    employ(make_person(national_id(901)), PRINCIPAL, since=date(2026, 7, 1))
    with time_machine.travel(DAY, tick=False):
        detecting.look_again(PRINCIPAL)
        cases = list(CollectionCase.objects.values_list("pk", flat=True))
        run = letters.start_warning_run(cases, by=WORKER)
        assert letters.start_warning_run(list(reversed(cases)), by=WORKER).pk == run.pk
        letters.warn(the_case().pk, by=WORKER)
        work(run.pk)
    run.refresh_from_db()
    done = run.chunks.get().result
    assert (run.status, done["items"], done["sent"], done["left_out"]) == ("done", 2, 1, 1)
    assert CollectionLetter.objects.count() == 2


def test_principals_up_the_chain_are_told_of_the_months_of_the_contract_and_see_only_those(owing):
    principal()
    principal("บริษัท ผู้ว่าจ้างชั้นบน จำกัด", "3000000010", "0105561000030")
    with time_machine.travel(DAY, tick=False):
        declare_contractor(PRINCIPAL, ACCOUNT, work="ก่อสร้าง", since=date(2026, 6, 15), by=CLERK)
        declare_contractor("3000000010", PRINCIPAL, work="ก่อสร้าง", since=date(2026, 7, 1), by=CLERK)
        letters.warn(the_case().pk, by=WORKER)
    found = {j.account_no: j for j in JointDebtor.objects.all()}
    assert {a: (j.since, j.until) for a, j in found.items()} == {
        PRINCIPAL: (date(2026, 6, 1), date(2026, 7, 31)),
        "3000000010": (date(2026, 7, 1), date(2026, 7, 31)),
    }
    with time_machine.travel(DAY, tick=False):
        owed = read.jointly_owed(found[PRINCIPAL])
        assert [str(d.period) for d in owed.debts] == ["2026-06", "2026-07"]
        assert [str(d.period) for d in read.jointly_owed(found["3000000010"]).debts] == ["2026-07"]
    assert "ร่วมรับผิด" in inbox_of(f"employer:{PRINCIPAL}")[0].title


def test_one_payment_by_the_principal_frees_both(owing):
    principal()
    with time_machine.travel(DAY, tick=False):
        declare_contractor(PRINCIPAL, ACCOUNT, work="ก่อสร้าง", since=date(2026, 6, 15), by=CLERK)
        letters.warn(the_case().pk, by=WORKER)
        user = create_user("principal", "x", kind=ActorKind.EMPLOYER, display_name="ผู้ว่าจ้าง")
        grant(user.pk, Role.employer_filer, f"employer:{PRINCIPAL}", by=SYSTEM)
        client = signed_in(user)
        page = client.get(f"/employer/{PRINCIPAL}/arrears/bills/{owing.pk}/")
        assert page.status_code == 200
        assert owing.ref2 in page.content.decode()
        owing.refresh_from_db()
        pay(owing, on=DAY)
        detecting.look_again(ACCOUNT)
        assert client.get(f"/employer/{PRINCIPAL}/arrears/bills/{owing.pk}/").status_code == 404
    assert CollectionMonth.objects.get(bill=owing).settled_on == DAY


def test_a_bill_outside_the_contract_is_nobody_elses(owing):
    principal()
    with time_machine.travel(DAY, tick=False):
        declare_contractor(PRINCIPAL, ACCOUNT, work="ก่อสร้าง", since=date(2026, 7, 1), by=CLERK)
        letters.warn(the_case().pk, by=WORKER)
        user = create_user("principal", "x", kind=ActorKind.EMPLOYER, display_name="ผู้ว่าจ้าง")
        grant(user.pk, Role.employer_filer, f"employer:{PRINCIPAL}", by=SYSTEM)
        assert signed_in(user).get(f"/employer/{PRINCIPAL}/arrears/bills/{owing.pk}/").status_code == 404


def test_the_office_shares_out_by_its_rule_and_evens_out(owing):
    users = [officer(Role.officer, name=f"officer{n}") for n in range(2)]
    supervisor = WORKER
    assert sharing.share_out("1001", by=supervisor) == 0
    set_rule("1001", sharing.COLLECTION_TYPE, "least", by=supervisor)
    case = the_case()
    CollectionCase.objects.filter(pk=case.pk).update(office="1001")
    assert sharing.share_out("1001", by=supervisor) == 1
    assert sharing.share_out("1001", by=supervisor) == 0
    case.refresh_from_db()
    assert case.assigned_to_id == users[0].pk
    assert sharing.assign([case.pk], users[1].pk, by=supervisor) == 1
    stranger = officer(Role.officer, office="1002", name="stranger")
    with pytest.raises(Refused, match="not_eligible"):
        sharing.assign([case.pk], stranger.pk, by=supervisor)


def test_pages_of_the_office_and_of_the_employer(owing, clerk):
    CollectionCase.objects.update(office="1001")
    client = signed_in(officer(Role.officer, Role.supervisor), aal=2)
    case = the_case()
    with time_machine.travel(DAY, tick=False):
        queue = client.get("/office/arrears/?stage=detected").content.decode()
        assert case.employer_name in queue
        assert "ไม่ทราบยอด" in queue
        preview = client.get("/office/arrears/warn/").content.decode()
        assert "ส่งหนังสือเตือน 1 ราย" in preview
        wrong = client.post("/office/arrears/warn/", {"seen": 7})
        assert "7" in wrong.content.decode()
        assert CollectionLetter.objects.count() == 0
        assert client.post("/office/arrears/warn/", {"seen": 1}).status_code == 302
        page = client.get(f"/office/arrears/{case.pk}/")
        assert page.status_code == 200
        early = client.post(f"/office/arrears/{case.pk}/warn-seizure/")
        assert early.status_code in {404, 422}
        own = clerk.get(f"/employer/{ACCOUNT}/arrears/").content.decode()
    assert "ยังไม่ทราบ" in own
    assert "18 เดือนยังไม่ทราบยอด" in own


@pytest.mark.parametrize(
    ("roles", "office", "seen", "acted"),
    [
        ((Role.officer,), "1001", 200, 302),
        ((Role.supervisor,), "1001", 200, 302),
        ((Role.auditor,), "1001", 200, 404),
        ((Role.checker,), "1001", 200, 404),
        ((Role.finance,), "1001", 200, 404),
        ((Role.officer,), "1002", 404, 404),
    ],
)
def test_who_may_see_and_who_may_warn(owing, roles, office, seen, acted):
    CollectionCase.objects.update(office="1001")
    client = signed_in(officer(*roles, office=office), aal=2)
    case = the_case()
    with time_machine.travel(DAY, tick=False):
        assert client.get(f"/office/arrears/{case.pk}/").status_code == seen
        assert client.post(f"/office/arrears/{case.pk}/warn/").status_code == acted


def test_the_api_tells_the_same_and_acts_once(owing, clerk):
    CollectionCase.objects.update(office="1001")
    client = signed_in(officer(Role.officer), aal=2)
    case = the_case()
    with time_machine.travel(DAY, tick=False):
        body = clerk.get(f"/api/v1/employers/{ACCOUNT}/arrears").json()
        assert body["case"]["owed"]["unknown"] == 18
        assert body["case"]["owed"]["debts"][0]["total"] is None
        url, headers = f"/api/v1/office/arrears/{case.pk}/warn", {"Idempotency-Key": "warn-once-please"}
        first = client.post(url, headers=headers, content_type="application/json")
        again = client.post(url, headers=headers, content_type="application/json")
        assert (first.status_code, again.json()) == (200, first.json()), first.json()
        refused = client.post(
            url, headers={"Idempotency-Key": "warn-a-second"}, content_type="application/json"
        )
        assert refused.status_code in {409, 422}
    assert CollectionLetter.objects.count() == 1
