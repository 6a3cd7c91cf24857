"""Signed-in browsers at the assurance that officers and claims need."""

import time

import pytest
from django.test import Client

from tests.cases import factories


@pytest.fixture
def signed_in():
    """A client of this user with a second factor just shown."""

    def sign_in(user, *, aal=2):
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        if aal == 2:
            session = client.session
            session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()
        return client

    return sign_in


@pytest.fixture
def office(signed_in):
    """An officer at the case's office and a client signed in as them."""

    def make(maker=factories.officer, *args, **more):
        user = maker(*args, **more)
        return user, signed_in(user)

    return make
