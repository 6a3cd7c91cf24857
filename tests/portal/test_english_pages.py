"""Pages asked in English by people of the demo: what is Thai in them is marked as Thai, or is a name."""

import html
import re

import pytest
import time_machine
from django.test import Client

from finance.models import LedgerEntry
from portal.management.commands.seed_demo import seed
from registration.models import Branch, Employer, Person
from sso_core.accounts.models import User
from sso_core.kernel import bank_account
from sso_core.kernel.places import provinces
from tests.api.routes import every_route
from tests.integrations.simulators import simulator_processes, simulators
from tests.registration.factories import strong_session

__all__ = ["simulator_processes", "simulators"]
pytestmark = pytest.mark.django_db

THAI = re.compile("[\u0e00-\u0e7f]")
MARKED = re.compile(r'<(\w+)\b[^>]*\blang="th"[^>]*>.*?</\1>', re.DOTALL)
SPOKEN = re.compile(r'>([^<]+)<|(?:aria-label|title|alt|data-label|placeholder)="([^"]*)"')
OBJECTS = {
    "1990000000078": [
        "",
        "people/",
        "staff/",
        "staff/new/",
        "staff/upload/",
        "filings/",
        "filings/upload/",
        "inbox/",
    ],
}


def names() -> list[str]:
    """What is Thai because it is called so: people, companies, places, banks, the demo's own words."""
    people = [f"{one.title}{one.first_name} {one.last_name}" for one in Person.objects.all()]
    first = list(Person.objects.values_list("first_name", flat=True))
    logins = list(User.objects.values_list("display_name", flat=True))
    firms = [*Employer.objects.values_list("name", flat=True), *Branch.objects.values_list("name", flat=True)]
    memos = list(LedgerEntry.objects.exclude(memo="").values_list("memo", flat=True))
    plain = ["นางสาว", "นาง", "นาย", "ก"]  # titles as the register prints them; the switch of text size
    found = {
        *people,
        *first,
        *logins,
        *firms,
        *memos,
        *plain,
        *provinces().values(),
        *map(bank_account.name, bank_account.banks()),
    }
    return sorted(found - {""}, key=len, reverse=True)


def thai_left(page: str, known: list[str]) -> set[str]:
    """What is read or spoken in Thai, outside of elements marked as Thai and of names."""
    page = re.sub(r"<(script|style)\b.*?</\1>", "", MARKED.sub("", page), flags=re.DOTALL)
    left = set()
    for text, label in SPOKEN.findall(page):
        said = " ".join(html.unescape(text or label).split())
        for name in known:
            said = said.replace(name, "")
        if THAI.search(said):
            left.add(said)
    return left


def pages(username: str) -> list[str]:
    plain = [route.url({}) for route in every_route() if not route.is_api and not route.parameters]
    return plain + [f"/employer/1000000016/{page}" for page in OBJECTS.get(username, ())]


@time_machine.travel("2026-11-23 09:00+07:00")
def test_pages_in_english(simulators):
    seed()
    known, left, seen = names(), {}, 0
    for username in ("", "1990000000019", "1990000000078", "maker", "lead", "finance"):
        client = Client()
        if username:
            strong_session(client, User.objects.get(username=username))
        client.get("/help/?lang=en")
        for url in pages(username):
            answer = client.get(url)
            if answer.status_code == 200 and "html" in answer["Content-Type"]:
                seen += 1
                if found := thai_left(answer.content.decode(), known):
                    left[url] = found
    assert left == {}
    assert seen > 60
