"""Rows of audit are written once; a person sees who looked; every change knows its request."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from sso_core.accounts.public import create_member
from sso_core.audit.models import Access, Event
from sso_core.audit.plans import TRIGGERS
from sso_core.audit.public import Purpose, has_stated_purpose, log_access, record
from sso_core.kernel.actor import Actor, ActorKind

pytestmark = pytest.mark.django_db
OFFICER = Actor(ActorKind.OFFICER, 77, "เจ้าหน้าที่ ผู้ดู", None, "office:1001", 2)


def looked_at(subject="person:501"):
    log_access(OFFICER, subject=subject, subject_name="สมหญิง", purpose=Purpose.ENQUIRY.label, what="ทะเบียน")


@pytest.mark.parametrize("table", ["audit_access", "audit_event"])
@pytest.mark.parametrize("statement", ["update {} set subject = 'x'", "delete from {}"])
def test_nothing_of_audit_changes(table, statement):
    looked_at()
    record("test.done", by=OFFICER, subject="person:501")
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement.format(table))
    assert (Access.objects.count(), Event.objects.count()) == (1, 1)


@pytest.mark.parametrize("table", ["audit_access", "audit_event"])
def test_nothing_of_audit_can_be_emptied(table):
    # The tests' database has these triggers switched off to clean up; production has them on.
    looked_at()
    with connection.cursor() as cursor:
        cursor.execute(f"alter table {table} enable trigger all")
        with pytest.raises(DatabaseError, match="written once"), transaction.atomic():
            cursor.execute(f"truncate {table}")


def test_history_of_many_rows_is_not_kept_by_comparing_every_pair():
    """A session plans such a trigger once: the plan must fit many rows where the first change was of one, too."""
    with connection.cursor() as cursor:
        cursor.execute(TRIGGERS)
        told = dict(cursor.fetchall())
    assert len(told) >= 3
    assert {tuple(settings or ()) for settings in told.values()} == {("enable_nestloop=off",)}


def test_a_reading_needs_a_purpose():
    with pytest.raises(DatabaseError), transaction.atomic():
        log_access(OFFICER, subject="person:501", subject_name="สมหญิง", purpose="", what="ทะเบียน")


def test_reading_the_own_record_is_not_noted():
    own = Actor(ActorKind.MEMBER, 5, "สมหญิง", 501, "", 1)
    log_access(own, subject="person:501", subject_name="สมหญิง", purpose="x", what="ทะเบียน")
    assert not Access.objects.exists()


def test_a_purpose_holds_for_an_hour():
    looked_at()
    assert has_stated_purpose(OFFICER, "person:501")
    assert not has_stated_purpose(OFFICER, "person:502")


def test_a_member_sees_who_looked_and_nobody_elses():
    looked_at()
    looked_at("person:502")
    user = create_member("1100000000008", None, person_id=501, display_name="สมหญิง")
    client = Client()
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    page = client.get("/me/access/")
    assert "เจ้าหน้าที่ ผู้ดู" in page.content.decode()
    told = client.get("/api/v1/me/access").json()["results"]
    assert [row["purpose"] for row in told] == [Purpose.ENQUIRY.label]


def test_every_answer_carries_its_own_request_id():
    client = Client()
    ids = {client.get("/", headers={"X-Request-ID": "mine"})["X-Request-ID"] for _ in range(2)}
    assert len(ids) == 2
    assert "mine" not in ids
