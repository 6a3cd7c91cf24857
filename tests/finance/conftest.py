"""Signed-in officers of the finance desk."""

import time
from itertools import count

import pytest
from django.test import Client

from finance.services import verifying
from sso_core.accounts.public import create_user, grant
from sso_core.kernel.actor import SYSTEM
from tests.integrations.simulators import simulator_processes, simulators

__all__ = ["desk_officer", "simulator_processes", "simulators"]
_numbers = count(1)


@pytest.fixture(autouse=True)
def _own_provers(monkeypatch):
    """These tests post what no other app made: only finance's own sub-ledgers can be proven by them."""
    own = {name: prover for name, prover in verifying._provers.items() if name.startswith("finance.")}
    monkeypatch.setattr(verifying, "_provers", own)


@pytest.fixture
def desk_officer(db):
    """Make an officer with roles, and a browser signed in as them with a second factor just shown."""

    def make(*roles, aal=2):
        name = f"officer{next(_numbers)}"
        user = create_user(name, None, kind="officer", display_name=f"เจ้าหน้าที่ {name}")
        for role in roles:
            grant(user.pk, role, "office:1001", by=SYSTEM)
        client = Client()
        client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")
        if aal == 2:
            session = client.session
            session["account_authentication_methods"] = [{"method": "mfa", "type": "totp", "at": time.time()}]
            session["account_authentication_methods_user"] = str(user.pk)
            session.save()
        return user, client

    return make
