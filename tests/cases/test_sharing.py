"""Sharing the work out: in turn, by load, all that waits at once; rules set on the supervisor's page."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client

from sso_core.accounts.models import Role
from sso_core.cases.models import AssignmentRule, Case
from sso_core.cases.public import timeline
from sso_core.cases.services import sharing
from sso_core.kernel.finding import Refused
from tests.cases import factories as make
from tests.registration.factories import strong_session

pytestmark = pytest.mark.django_db


def rule(mode, **more):
    return AssignmentRule.objects.create(**{"case_type": "*", "office": "*", "mode": mode, **more})


@pytest.fixture
def lead():
    return make.officer("หัวหน้า", Role.supervisor)


class TestByLoad:
    def test_whoever_has_least_open_gets_the_next(self):
        rule("least")
        busy, free = make.officer("ก"), make.officer("ข")
        given = [make.a_case() for _ in range(3)]
        Case.objects.filter(reference__in=[c.reference for c in given]).update(assigned_to=busy)
        assert make.a_case().assigned_to == free.pk
        last = make.a_case()
        assert last.assigned_to == free.pk
        assert "งานค้างน้อยที่สุด" in timeline(last.reference)[0].text

    def test_closed_work_does_not_count(self):
        rule("least")
        a, b = make.officer("ก"), make.officer("ข")
        Case.objects.filter(reference=make.a_case().reference).update(
            status="approved", closed_at="2026-01-01T00:00Z"
        )
        assert make.a_case().assigned_to == a.pk
        assert make.a_case().assigned_to == b.pk

    def test_never_to_who_asked(self):
        rule("least")
        asker, other = make.officer("ก"), make.officer("ข")
        asker.person_id = 1
        opened = make.a_case(asker)
        assert opened.assigned_to == other.pk


class TestSharingOut:
    def test_what_is_due_first_goes_first_and_taken_work_stays(self, lead):
        officer = make.officer("ก")
        waiting = [make.a_case() for _ in range(3)]
        taken = make.a_case()
        Case.objects.filter(reference=taken.reference).update(assigned_to=lead)
        assert sharing.share_out(make.OFFICE, by=make.actor(lead)) == 0
        rule("in_turn")
        assert sharing.share_out(make.OFFICE, by=make.actor(lead)) == 3
        assert sharing.share_out(make.OFFICE, by=make.actor(lead)) == 0
        mine = Case.objects.filter(assigned_to=officer)
        assert {c.reference for c in mine} == {c.reference for c in waiting}

    def test_of_its_own_office_only(self, lead):
        rule("in_turn")
        opened = make.a_case()
        make.officer("ก")
        assert sharing.share_out("1009", by=make.actor(lead)) == 0
        Case.objects.get(reference=opened.reference, assigned_to=None)

    def test_loads(self, lead):
        a, b = make.officer("ก"), make.officer("ข")
        for user, number in ((a, 1), (b, 2)):
            for _ in range(number):
                Case.objects.filter(reference=make.a_case().reference).update(assigned_to=user)
        late = Case.objects.filter(assigned_to=b).first()
        Case.objects.filter(pk=late.pk).update(due_on=late.due_on - timedelta(days=60))
        most, least = sharing.loads_of(make.OFFICE)
        assert (most.name, most.open, most.late) == ("ข", 2, 1)
        assert (least.name, least.open, least.late) == ("ก", 1, 0)


@pytest.mark.django_db(transaction=True)
def test_two_supervisors_at_once_give_no_case_twice():
    lead = make.officer("หัวหน้า", Role.supervisor)
    for name in ("ก", "ข"):
        make.officer(name)
    for _ in range(20):
        make.a_case()
    rule("least")
    given, together = [], threading.Barrier(2)

    def share():
        together.wait()
        try:
            given.append(sharing.share_out(make.OFFICE, by=make.actor(lead)))
        finally:
            connection.close()

    threads = [threading.Thread(target=share) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    left = Case.objects.filter(assigned_to=None).count()
    assert sum(given) + left == 20
    assert sharing.share_out(make.OFFICE, by=make.actor(lead)) == left
    assert sorted(load.open for load in sharing.loads_of(make.OFFICE)) == [10, 10]
    for case in Case.objects.all():
        assert [event.text.startswith("มอบงานให้") for event in timeline(case.reference)].count(True) == 1


class TestRules:
    def test_the_offices_own_rule_stands_for_that_of_everywhere(self, lead):
        rule("pick")
        sharing.set_rule(make.OFFICE, "*", "least", by=make.actor(lead))
        sharing.set_rule(make.OFFICE, "*", "in_turn", by=make.actor(lead))
        (one,) = sharing.rules_of(make.OFFICE)
        assert (one.office, one.mode) == (make.OFFICE, "in_turn")
        (there,) = sharing.rules_of("1009")
        assert there.mode == "pick"

    @pytest.mark.parametrize(("case_type", "mode"), [("no.such", "pick"), ("*", "by_lot")])
    def test_bad_input(self, lead, case_type, mode):
        with pytest.raises(Refused):
            sharing.set_rule(make.OFFICE, case_type, mode, by=make.actor(lead))


class TestPage:
    def test_rules_and_sharing_out(self, lead):
        client = strong_session(Client(), lead)
        make.officer("ก")
        make.a_case()
        page = "/office/sharing/"
        assert "ยังไม่มีกติกา" in client.get(page).content.decode()
        assert client.post(page, {"case_type": "*"}).status_code == 422
        assert client.post(page, {"case_type": "*", "mode": "least"}).status_code == 302
        assert "คนที่งานค้างน้อยที่สุด" in client.get(page).content.decode()
        shown = client.post(page, {"share_out": "1"}, follow=True).content.decode()
        assert "แจกงานแล้ว 1 เรื่อง" in shown
        assert page in client.get("/office/").content.decode()

    def test_only_supervisors_and_only_their_office(self, lead):
        assert strong_session(Client(), make.officer()).get("/office/sharing/").status_code == 404
        client = strong_session(Client(), lead)
        client.post("/office/sharing/?office=1009", {"case_type": "*", "mode": "least"})
        assert AssignmentRule.objects.get().office == make.OFFICE
        assert client.get("/api/v1/office/sharing/1009").status_code == 404

    def test_over_the_api(self, lead):
        client = strong_session(Client(), lead)
        officer = make.officer("ก")
        make.a_case()
        base = f"/api/v1/office/sharing/{make.OFFICE}"
        headers = {"Idempotency-Key": "sharing-0001"}
        body = {"case_type": "*", "mode": "in_turn"}
        assert client.post(f"{base}/rules", body, "application/json", headers=headers).status_code == 200
        assert client.get(f"{base}/rules").json() == [body]
        headers = {"Idempotency-Key": "sharing-0002"}
        assert client.post(base, {}, "application/json", headers=headers).json() == {"given": 1}
        assert [one["user_id"] for one in client.get(base).json()] == [officer.pk]
        headers = {"Idempotency-Key": "sharing-0003"}
        wrong = client.post(
            f"{base}/rules", {"case_type": "x", "mode": "pick"}, "application/json", headers=headers
        )
        assert wrong.status_code == 422
