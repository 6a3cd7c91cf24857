"""Each kind of fragment by which an officer searches a million, a hundred times, with other people each time."""

import random
import time
from collections.abc import Callable, Iterator
from statistics import quantiles

from registration.bench_people import BEFORE, account, accounts, company, name, number, phone, tax_number
from registration.models import Person
from registration.search import find_employers, find_people
from sso_core.bench import Figure
from sso_core.kernel import thai_id

Report = Callable[[str], None]
Asked = Callable[[int], object]
SEARCH_GOAL = 60
SEARCHES = 100


def searches(people: int, report: Report) -> Iterator[Figure]:
    """The p95 of every kind, over a register of ``people``."""
    yield from _measured(_people_kinds(), people, report)
    yield from _measured(_employer_kinds(people), people, report)


def _measured(kinds: dict[str, Asked], people: int, report: Report) -> Iterator[Figure]:
    chosen = random.Random(7)  # noqa: S311 - which people are looked for
    for kind, asked in kinds.items():
        times = [timed(asked, n) for n in chosen.sample(range(people), SEARCHES)]
        p95 = quantiles(times, n=20)[-1] * 1000
        report(f"search by {kind}: p95 {p95:.1f} ms")
        yield Figure(f"search by {kind}, p95", round(p95, 1), "ms", f"< {SEARCH_GOAL} ms", p95 < SEARCH_GOAL)


def _people_kinds() -> dict[str, Asked]:
    fragments: dict[str, Callable[[int], str]] = {
        "whole id": number,
        "part of an id": lambda n: number(n)[3:9],
        "id as written on the card": lambda n: thai_id.format_id(number(n)),
        "telephone": phone,
        "part of a telephone": lambda n: phone(n)[2:8],
        "whole name": lambda n: " ".join(name(n)),
        "last name": lambda n: name(n)[1],
        "part of a last name": lambda n: name(n)[1][:6],
        "first name, shared by many": lambda n: name(n)[0],
        "two letters": lambda n: name(n)[0][:2],
        "former name": lambda n: BEFORE + " ".join(name(n)),
        "part of a former name, shared by many": lambda n: BEFORE + name(n)[0],
        "name with a wrong tone mark": lambda n: name(n)[1].replace("แก้ว", "แกว").replace("จันทร์", "จันทร"),
        "name with wrong letters": lambda n: name(n)[0][:-1] + "ฬ " + name(n)[1],
        "nobody's name": lambda n: f"ฮฮ{name(n)[1]}ฮ",
    }
    return {kind: _of(fragment) for kind, fragment in fragments.items()}


def _of(fragment: Callable[[int], str]) -> Asked:
    return lambda n: find_people(fragment(n))


def _employer_kinds(people: int) -> dict[str, Asked]:
    """Employers by what is known of them, and people by their employer."""
    count = accounts(people)
    first = Person.objects.order_by("pk").values_list("pk", flat=True)[0]

    def of(n: int) -> int:
        """Which employer the n-th person has."""
        return (first + n) % count

    return {
        "employer's name": lambda n: find_employers(company(of(n))),
        "part of an employer's name": lambda n: find_employers(company(of(n))[7:14]),
        "employer's name, shared by all": lambda n: find_employers("บริษัท"),
        "employer's name with wrong letters": lambda n: find_employers(company(of(n))[:-9] + "ฬ จำกัด"),
        "part of an account": lambda n: find_employers(account(of(n))[3:9]),
        "part of a tax number": lambda n: find_employers(tax_number(of(n))[5:11]),
        "people of an employer": lambda n: find_people("", employer=company(of(n))[7:]),
        "first name at an employer": lambda n: find_people(name(n)[0], employer=account(of(n))),
        "first name at employers of a shared name": lambda n: find_people(
            name(n)[0], employer=name(of(n) * 13)[0]
        ),
        "former name at an employer": lambda n: find_people(BEFORE, employer=company(of(n))),
    }


def timed(act: Callable[..., object], *given: object) -> float:
    started = time.perf_counter()
    act(*given)
    return time.perf_counter() - started
