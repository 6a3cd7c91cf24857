"""The same acts over the API."""

from datetime import timedelta

import pytest

from sso_core import clock
from sso_core.accounts.models import Role
from sso_core.audit.models import Access
from sso_core.cases.models import Proposal
from sso_core.cases.public import Status, ask_applicant, case, propose
from tests.cases import factories as make
from tests.documents import factories as files
from tests.documents.conftest import clamd  # noqa: F401

pytestmark = pytest.mark.django_db
BIG = "41700.00"
_keys = iter(f"key-{n:08d}" for n in range(10**6))


def call(client, path, key=None, **data):
    return client.post(
        f"/api/v1/{path}",
        data,
        content_type="application/json",
        headers={"Idempotency-Key": key or next(_keys)},
    )


def office_path(opened, act):
    return f"office/cases/{opened.reference}/{act}"


class TestApplicant:
    @pytest.fixture
    def me(self, signed_in):
        user = make.member()
        return user, signed_in(user, aal=1)

    def test_list_and_detail(self, me):
        user, client = me
        opened = make.a_case(user)
        make.a_case()
        (row,) = client.get("/api/v1/me/cases").json()
        assert (row["reference"], row["amount"], row["public_status"]) == (
            opened.reference,
            "3500.00",
            "received",
        )
        shown = client.get(f"/api/v1/me/cases/{opened.reference}").json()
        assert [event["verb"] for event in shown["events"]] == ["opened"]
        assert "assigned_name" not in shown

    def test_nobody_elses(self, me, client):
        opened = make.a_case()
        assert me[1].get(f"/api/v1/me/cases/{opened.reference}").status_code == 404
        assert client.get("/api/v1/me/cases").status_code in (401, 403)
        assert me[1].get(f"/api/v1/office/cases/{opened.reference}").status_code == 403

    @pytest.mark.usefixtures("clamd")
    def test_upload_and_answer_once(self, me):
        user, client = me
        opened = make.a_case(user)
        ask_applicant(
            opened.reference, "ขอสูติบัตร", clock.today() + timedelta(days=9), make.actor(make.officer())
        )
        sent = client.post("/api/v1/me/documents", {"file": files.upload(files.pdf()), "kind": "case_answer"})
        assert sent.status_code == 201
        path = f"me/cases/{opened.reference}/answer"
        first = call(client, path, key="answer-0001", text="ส่งแล้ว", documents=[sent.json()["id"]])
        again = call(client, path, key="answer-0001", text="ส่งแล้ว", documents=[sent.json()["id"]])
        assert (first.status_code, again.status_code, first.json()) == (200, 200, again.json())
        assert case(opened.reference).status is Status.CHECKING
        content = client.get(f"/api/v1/documents/{sent.json()['id']}/content")
        assert content.content.startswith(b"%PDF")

    @pytest.mark.usefixtures("clamd")
    def test_findings_come_with_code_and_words(self, me):
        sent = me[1].post("/api/v1/me/documents", {"file": files.upload(b"MZ....", "a.pdf"), "kind": "x"})
        (finding,) = sent.json()["findings"]
        assert (sent.status_code, finding["code"], finding["field"]) == (422, "document.type", "file")
        assert "PDF" in finding["message_en"]

    def test_another_persons_paper_cannot_be_attached(self, me):
        user, client = me
        opened = make.a_case(user)
        ask_applicant(opened.reference, "?", clock.today() + timedelta(days=9), make.actor(make.officer()))
        path = f"me/cases/{opened.reference}/answer"
        strange = "00000000-0000-0000-0000-000000000000"
        assert call(client, path, text="ก", documents=[strange]).status_code == 422
        assert case(opened.reference).status is Status.WAITING

    def test_withdrawing_after_the_decision(self, me):
        user, client = me
        opened = make.a_case(user)
        propose(opened.reference, "approve", "ครบ", make.actor(make.officer()))
        assert call(client, f"me/cases/{opened.reference}/withdraw").status_code == 409


class TestOffice:
    def test_from_queue_to_decision_by_two(self, office):
        opened = make.a_case(amount=BIG)
        _, first = office()
        _, second = office(make.checker)
        rows = first.get("/api/v1/office/cases", {"view": "unassigned"}).json()
        assert [row["reference"] for row in rows["results"]] == [opened.reference]
        shown = first.get(f"/api/v1/office/cases/{opened.reference}").json()
        assert (shown["expected"], shown["four_eyes"]) == (BIG, True)
        assert shown["worked"]["steps"][0]["section"] == "57"
        assert shown["checks"][0]["state"] == "passed"
        taken = call(first, office_path(opened, "take"), version=shown["version"]).json()
        proposed = call(
            first, office_path(opened, "propose"), version=taken["version"], outcome="approve", reason="ครบ"
        ).json()
        assert proposed["proposal"]["amount"] == BIG
        decided = call(second, office_path(opened, "confirm"), version=proposed["version"])
        assert decided.json()["decision"]["outcome"] == "approve"
        assert Access.objects.filter(subject=opened.subject).count() == 1

    def test_the_maker_cannot_confirm(self, office):
        opened = make.a_case(amount=BIG)
        _, client = office(make.officer, "ธนากร", Role.officer, Role.checker)
        moved = call(
            client, office_path(opened, "propose"), version=1, outcome="approve", reason="ครบ"
        ).json()
        refused = call(client, office_path(opened, "confirm"), version=moved["version"])
        assert refused.status_code == 422
        assert refused.json()["findings"][0]["code"] == "case.maker_is_checker"

    def test_an_old_version_is_a_conflict(self, office):
        opened = make.a_case()
        _, client = office()
        call(client, office_path(opened, "take"), version=1)
        late = call(client, office_path(opened, "propose"), version=1, outcome="approve", reason="ครบ")
        assert (late.status_code, late.json()["code"]) == (409, "case_moved")

    def test_the_same_key_decides_once(self, office):
        opened = make.a_case()
        _, client = office()
        answers = [
            call(
                client,
                office_path(opened, "propose"),
                key="decide-01",
                version=1,
                outcome="approve",
                reason="ครบ",
            )
            for _ in range(2)
        ]
        assert [a.status_code for a in answers] == [200, 200]
        assert Proposal.objects.count() == 1

    @pytest.mark.parametrize(
        ("act", "data"),
        [
            ("take", {}),
            ("propose", {"outcome": "approve", "reason": "x"}),
            ("confirm", {}),
            ("send-back", {"reason": "x"}),
            ("ask", {"question": "x", "due": "2099-01-05"}),
            ("assign", {"to": None}),
            ("note", {"text": "x"}),
        ],
    )
    def test_other_offices_members_and_strangers_are_refused(self, office, signed_in, client, act, data):
        opened = make.a_case()
        path = office_path(opened, act)
        assert call(office(office="1009")[1], path, version=1, **data).status_code == 404
        assert call(signed_in(make.member()), path, version=1, **data).status_code == 403
        assert call(client, path, version=1, **data).status_code in (401, 403)
        assert call(signed_in(make.officer(), aal=1), path, version=1, **data).status_code == 403
        assert case(opened.reference).version == 1

    def test_shape_is_checked(self, office):
        opened = make.a_case()
        _, client = office()
        assert call(client, office_path(opened, "propose"), version=1, outcome="perhaps").status_code == 400
        assert client.post(f"/api/v1/{office_path(opened, 'take')}", {"version": 1}).status_code == 400
