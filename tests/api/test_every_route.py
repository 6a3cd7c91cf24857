"""Every page and API route refuses whom it is not for, whatever the method."""

import time
from datetime import date

import pytest
from django.test import Client
from django.urls import resolve

from sso_core.accounts.models import Grant, Role
from sso_core.accounts.public import create_member, create_user
from tests.api.route_arguments import arguments
from tests.api.routes import Route, every_route

pytestmark = pytest.mark.django_db
ROUTES = every_route()
REFUSED = {302, 401, 403, 404, 405}
KINDS = {"public", "login", "member", "employer", "officer"}


def closed(*audiences: str) -> list[Route]:
    return [route for route in ROUTES if route.audience in audiences]


def signed_in(user, *, aal: int) -> Client:
    client = Client(raise_request_exception=False)
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
    if aal == 2:
        session = client.session
        session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
        session["account_authentication_methods_user"] = str(user.pk)
        session.save()
    return client


def refusals(client: Client, route: Route) -> list[tuple[str, int, str]]:
    """What the route answers to each method; a redirect must lead to logging in or to a second factor."""
    url = route.url(arguments(route))
    answers = [("GET", client.get(url)), ("POST", client.post(url))]
    if route.is_api:
        answers += [(name, getattr(client, name.lower())(url)) for name in ("PUT", "PATCH", "DELETE")]
    wrong = []
    for method, answer in answers:
        to = answer.headers.get("Location", "")
        led_away = answer.status_code == 302 and not to.startswith(("/account/login/", "/account/"))
        if answer.status_code not in REFUSED or led_away:
            wrong.append((method, answer.status_code, to or url))
    return wrong


def assert_refused(client: Client, routes: list[Route]) -> None:
    assert routes
    wrong = {str(route): found for route in routes if (found := refusals(client, route))}
    assert not wrong, wrong


def officer(*roles: Role, office: str = "1001"):
    user = create_user("walker", None, kind="officer", display_name="เจ้าหน้าที่ เดินดู")
    for role in roles:
        Grant.objects.create(user=user, role=role, scope=f"office:{office}", since=date(2026, 1, 1))
    return user


def employer_staff():
    user = create_user("staff-of-another", None, kind="employer", display_name="พนักงาน นายจ้างอื่น")
    Grant.objects.create(
        user=user, role=Role.employer_admin, scope="employer:1099999990", since=date(2026, 1, 1)
    )
    return user


def member():
    return create_member("1100000000008", None, person_id=987_654, display_name="คนอื่น ผู้ประกันตน")


def test_every_view_says_whom_it_is_for():
    unmarked = [str(route) for route in ROUTES if route.audience not in KINDS]
    assert not unmarked, (
        f"mark these views with a decorator of accounts.public or a permission class: {unmarked}"
    )


def test_every_address_reaches_its_own_view():
    lost = [str(route) for route in ROUTES if resolve(route.url(arguments(route))).func != route.callback]
    assert not lost, f"another pattern catches these sample addresses: {lost}"


def test_nobody_signed_in():
    assert_refused(Client(raise_request_exception=False), closed("login", "member", "employer", "officer"))


def test_a_member_is_no_employer_and_no_officer():
    assert_refused(signed_in(member(), aal=2), closed("employer", "officer"))


def test_another_employers_staff():
    assert_refused(signed_in(employer_staff(), aal=2), closed("employer", "officer", "member"))


def test_an_officer_is_no_member_and_no_employer():
    assert_refused(signed_in(officer(*_office_roles()), aal=2), closed("member", "employer"))


def test_an_officer_without_a_second_factor():
    assert_refused(signed_in(officer(*_office_roles()), aal=1), closed("officer"))


def test_an_officer_whose_roles_have_ended():
    user = officer(*_office_roles())
    Grant.objects.filter(user=user).update(until=date(2026, 1, 2))
    assert_refused(signed_in(user, aal=2), closed("officer"))


def _office_roles() -> tuple[Role, ...]:
    return (Role.officer, Role.checker, Role.finance, Role.finance_checker, Role.supervisor, Role.auditor)


# What an officer may open before the second factor: the way to it, and their own sessions.
BEFORE_SECOND_FACTOR = {
    "/account/second-factor/",
    "/account/second-factor/passkey/",
    "/account/security/",
    "/account/security/sessions/",
    "/account/security/sessions/<int:session>/end/",
    "/api/v1/me",
    "/api/v1/me/security",
    "/api/v1/me/sessions",
    "/api/v1/me/sessions/<int:session>",
}


def test_an_officer_without_a_second_factor_opens_nothing_for_everybody_signed_in_either():
    client = signed_in(officer(*_office_roles()), aal=1)
    open_at_once = {str(route) for route in closed("login") if refusals(client, route)}
    assert open_at_once <= BEFORE_SECOND_FACTOR
