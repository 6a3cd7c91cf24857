"""Real objects of one member and one employer, asked for by others: refused, and unchanged."""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.test import Client

from benefits import public as benefits
from contributions import public as contributions
from contributions.models import Filing
from registration.models import Branch, ContractorLink, Employment
from registration.services.branches import open_branch
from registration.services.contractors import declare_contractor
from sso_core.accounts.models import Grant
from sso_core.cases import public as cases
from sso_core.documents.models import Document
from sso_core.kernel.actor import Actor, ActorKind
from sso_core.kernel.period import Period
from sso_core.messaging.models import Message
from sso_core.messaging.public import Recipient, tell
from tests.api.route_arguments import arguments
from tests.api.routes import Route, every_route
from tests.benefits.lives import insured, papers
from tests.documents.conftest import clamd
from tests.registration.factories import (
    enrolled,
    make_employer,
    make_person,
    member,
    member_actor,
    officer,
    staff,
    strong_session,
)
from tests.stories.world import SAMPLES

__all__ = ["clamd"]
pytestmark = pytest.mark.django_db
ACCOUNT = "1000000016"
REFUSED = {403, 404, 405}
NO_OBJECTS = {"account", "name", "month", "year"}
# These take away what is not there: they answer as if done, and the state is compared besides.
AS_IF_DONE = {
    ("delete", "/api/v1/employers/<str:account>/rights/<int:grant>"),
    ("post", "/employer/<str:account>/people/<int:grant>/end/"),
    ("post", "/me/claims/sickness/remove/<uuid:document>/"),
}
BODY = {"reason": "ลองดู", "text": "ลองดู", "email": "a@example.com", "day_0": "1", "act": "wait"}


@dataclass
class Owned:
    """What belongs to the one member and the one employer, by the name that routes have for it."""

    person: Any
    employer: Any
    member: dict[str, Any] = field(default_factory=dict)
    company: dict[str, Any] = field(default_factory=dict)

    def state(self) -> tuple[Any, ...]:
        """Everything that a stranger's act could have changed."""
        return (
            cases.case(self.member["reference"]),
            *Employment.objects.order_by("pk").values_list("pk", "ends_on", "starts_on"),
            *Grant.objects.order_by("pk").values_list("pk", "until"),
            *Branch.objects.order_by("pk").values_list("pk", "name", "closed_on"),
            *ContractorLink.objects.order_by("pk").values_list("pk", "until"),
            *Filing.objects.order_by("pk").values_list("pk", "status"),
            *Document.objects.order_by("pk").values_list("pk", "case_ref"),
            *Message.objects.order_by("pk").values_list("pk", "read_at"),
        )


@pytest.fixture
def owned(clamd):
    with time_machine.travel("2026-11-23 09:00+07:00"):
        person = insured(first=Period(2025, 7), last=Period(2026, 10))
        by = member_actor(person)
        paper = papers(person, by)
        facts = benefits.SicknessFacts(date(2026, 11, 3), 5, 0, "โรงพยาบาลบ้านสวน", paper)
        claim = benefits.submit_sickness(person.pk, facts, by=by, channel="web")
        letter = tell(Recipient(f"person:{person.pk}", person.full_name), "benefits/paid", {"amount": "1"})
        employer = make_employer(ACCOUNT)
        admin = staff(employer)
        clerk = Actor(ActorKind.EMPLOYER, admin.pk, str(admin), None, f"employer:{ACCOUNT}", 2)
        worker = enrolled(make_person(), employer, date(2026, 11, 2))
        place = {"address": "2 ถนนสอง", "province": "90", "opened_on": date(2026, 11, 2)}
        second = open_branch(ACCOUNT, name="สาขาสงขลา", **place, by=clerk).branch
        work = {"work": "ประกอบ", "since": date(2026, 11, 2)}
        link = declare_contractor(ACCOUNT, make_employer().account_no, **work, by=clerk)
        sent = _file("1-10_clean_2569-06.txt", clerk)
        contributions.submit_filing(sent, seen_total=None, by=clerk)
        bill = contributions.bills_of(f"employer:{ACCOUNT}")[0]
        opened = _file("1-10_utf8_2569-06.txt", clerk)
        notice = tell(Recipient(f"employer:{ACCOUNT}", employer.name), "benefits/paid", {"amount": "1"})
        yield Owned(
            person,
            employer,
            member={
                "reference": claim.reference, "ref": claim.reference, "message_id": letter,
                "document_id": paper[0], "document": paper[0], "bill_id": bill.id,
            },
            company={
                "filing_id": opened, "bill_id": bill.id, "message_id": notice, "employment": worker.id,
                "grant": Grant.objects.get(user=admin).pk, "branch_no": second.branch_no, "number": 2, "link": link.pk,
                "ref": claim.reference, "reference": claim.reference, "document_id": paper[0],
            },
        )  # fmt: skip


def _file(name: str, by: Actor) -> int:
    content = (SAMPLES / name).read_bytes()
    return contributions.upload_filing(ACCOUNT, content, filename=name, period=None, by=by).filing_id


def routes(*audiences: str) -> list[Route]:
    """Those that name an object; an account, a month or the step of a form alone is none."""
    return [
        route
        for route in every_route()
        if route.audience in audiences and {name for name, _ in route.parameters} - NO_OBJECTS
    ]


def granted(client: Client, route: Route, objects: dict[str, Any]) -> list[tuple[str, str, int]]:
    """The methods that were not refused."""
    url = route.url({**arguments(route), **objects})
    methods = ("get", "post", "put", "patch", "delete") if route.is_api else ("get", "post")
    answers = [(method, _ask(client, method, url, route.is_api)) for method in methods]
    return [
        (method, str(route), code)
        for method, code in answers
        if code not in REFUSED and (method, str(route)) not in AS_IF_DONE
    ]


def _ask(client: Client, method: str, url: str, is_api: bool) -> int:
    headers = {"Idempotency-Key": f"stranger-{method}"}
    kind = {"content_type": "application/json"} if is_api and method != "get" else {}
    body = BODY if method != "get" and (is_api or method == "post") else {}
    code: int = getattr(client, method)(url, body, headers=headers, **kind).status_code
    return code


def test_another_member(owned):
    stranger = make_person()
    client = strong_session(Client(), member(stranger))
    before = owned.state()
    found = [one for route in routes("member", "login") for one in granted(client, route, owned.member)]
    assert found == []
    assert owned.state() == before


def test_another_employer_asks_under_the_account(owned):
    client = strong_session(Client(), staff(make_employer()))
    before = owned.state()
    objects = {**owned.company, "account": ACCOUNT}
    found = [one for route in routes("employer", "login") for one in granted(client, route, objects)]
    assert found == []
    assert owned.state() == before


def test_another_employer_names_the_objects_under_its_own_account(owned):
    own = make_employer()
    client = strong_session(Client(), staff(own))
    before = owned.state()
    objects = {**owned.company, "account": own.account_no}
    found = [one for route in routes("employer", "login") for one in granted(client, route, objects)]
    assert found == []
    assert owned.state() == before


def test_an_officer_of_another_office(owned):
    """Cases belong to an office; who serves another one neither sees nor decides them."""
    elsewhere = officer("officer", "checker", "supervisor", office="5000")
    client = strong_session(Client(), elsewhere)
    before = owned.state()
    of_cases = [
        route
        for route in routes("officer")
        if "office/cases/" in route.path or "office/claims/" in route.path
    ]
    found = [one for route in of_cases for one in granted(client, route, owned.member)]
    assert found == []
    assert len(of_cases) > 15
    assert owned.state() == before


def test_the_owner_is_let_in(owned):
    """Else the tests above would refuse everybody."""
    from sso_core.accounts.models import User

    client = strong_session(Client(), User.objects.get(person_id=owned.person.pk))
    assert client.get(f"/me/cases/{owned.member['ref']}/").status_code == 200
    assert client.get(f"/documents/{owned.member['document_id']}/").status_code == 200
    boss = strong_session(Client(), User.objects.get(pk=Grant.objects.get(pk=owned.company["grant"]).user_id))
    assert boss.get(f"/employer/{ACCOUNT}/filings/{owned.company['filing_id']}/").status_code == 200
    assert boss.get(f"/employer/{ACCOUNT}/bills/{owned.company['bill_id']}/").status_code == 200
    assert Decimal(contributions.bills_of(f"employer:{ACCOUNT}")[0].total) > 0
