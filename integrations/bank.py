"""Files to and from the bank, by a drop that works like the SFTP folder of a bank: put, list, get, done."""

import builtins
import re
from collections.abc import Callable
from typing import TypeVar

import httpx
from django.conf import settings

from integrations.client import ask, json_of
from integrations.errors import Nonsense

T = TypeVar("T")
SYSTEM = "bank"
LARGEST_FILE = 512 * 2**20
PATIENCE = 10  # files take longer than questions
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")


class BankGateway:
    """The adapter that ``finance`` uses through the setting ``FINANCE_BANK_GATEWAY``."""

    def put(self, name: str, content: bytes) -> None:
        """Leave a file for the bank. The same file put again changes nothing; the bank takes each once."""
        _check_name(name)

        def question(client: httpx.Client) -> None:
            _silent(client.put(f"/in/{name}", content=content))

        _ask(question)

    def list(self) -> list[str]:
        """Names of the files that the bank left for us, oldest first."""

        def question(client: httpx.Client) -> builtins.list[str]:
            names = json_of(client.get("/out/"))
            if not isinstance(names, list) or not all(
                isinstance(name, str) and _NAME.fullmatch(name) for name in names
            ):
                raise Nonsense("not a list of names")
            return names

        return _ask(question)

    def get(self, name: str) -> bytes:
        """The content of a file, whatever it is: what it holds is judged by who reads it."""
        _check_name(name)

        def question(client: httpx.Client) -> bytes:
            answer = _ok(client.get(f"/out/{name}"))
            if answer.headers.get("Content-Type", "").startswith("text/html"):
                raise Nonsense("a page instead of a file")
            return answer.content

        return _ask(question)

    def done(self, name: str) -> None:
        """Tell that a file was taken; the bank files it away."""
        _check_name(name)

        def question(client: httpx.Client) -> None:
            _silent(client.post(f"/out/{name}/done"))

        _ask(question)


def _ask(question: Callable[[httpx.Client], T]) -> T:
    return ask(
        SYSTEM,
        question,
        base_url=settings.BANK_URL,
        timeout=settings.GATEWAY_TIMEOUT * PATIENCE,
        largest=LARGEST_FILE,
    )


def _ok(response: httpx.Response) -> httpx.Response:
    if not response.is_success:
        response.raise_for_status()
        raise Nonsense(f"status {response.status_code}")
    return response


def _silent(response: httpx.Response) -> None:
    """A page of maintenance is a success to HTTP, but what was sent would be lost."""
    if _ok(response).content:
        raise Nonsense("words instead of a receipt")


def _check_name(name: str) -> None:
    if not _NAME.fullmatch(name):
        raise ValueError(f"not a name of a file in the drop: {name!r}")
