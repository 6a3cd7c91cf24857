"""Passwords are hashed by Argon2id; one that was set before is hashed anew when its owner signs in."""

import pytest
from django.contrib.auth import authenticate
from django.contrib.auth.hashers import check_password, identify_hasher, make_password

from sso_core import settings as of_the_installation
from sso_core.accounts.public import User

pytestmark = pytest.mark.django_db
PASSWORD = "ใช้ทดสอบเท่านั้น-2569"


@pytest.fixture(autouse=True)
def real_hashers(settings):
    settings.PASSWORD_HASHERS = of_the_installation.PASSWORD_HASHERS


def test_argon2id_as_advised():
    found = identify_hasher(made := make_password(PASSWORD)).decode(made)
    assert made.startswith("argon2$argon2id$")
    assert (found["memory_cost"], found["time_cost"], found["parallelism"]) == (19_456, 2, 1)
    assert check_password(PASSWORD, made)
    assert not check_password(PASSWORD + " ", made)


def test_a_password_of_before_still_signs_in_and_is_hashed_anew():
    user = User.objects.create_user("1990000000019", password=None)
    User.objects.filter(pk=user.pk).update(password=make_password(PASSWORD, hasher="scrypt"))
    assert authenticate(None, username="1990000000019", password="ไม่ใช่") is None
    assert User.objects.get(pk=user.pk).password.startswith("scrypt$")
    assert authenticate(None, username="1990000000019", password=PASSWORD) == user
    assert User.objects.get(pk=user.pk).password.startswith("argon2$argon2id$")
