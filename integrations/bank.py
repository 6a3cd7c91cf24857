"""Files to and from the bank, by a drop that works like the SFTP folder of a bank: put, list, get, done."""

import httpx
from django.conf import settings

from integrations.client import Nonsense, ask

SYSTEM = "bank"


class BankGateway:
    """The adapter that ``finance`` uses through the setting ``FINANCE_BANK_GATEWAY``."""

    def put(self, name: str, content: bytes) -> None:
        """Leave a file for the bank. Putting the same name again replaces it; the bank takes each once."""

        def question(client: httpx.Client) -> None:
            client.put(f"/in/{name}", content=content).raise_for_status()

        ask(SYSTEM, question, base_url=settings.BANK_URL)

    def list(self) -> list[str]:
        """Names of the files that the bank left for us, oldest first."""

        def question(client: httpx.Client) -> list[str]:
            names = client.get("/out/").raise_for_status().json()
            if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
                raise Nonsense("the list of files is not a list of names")
            return names

        return ask(SYSTEM, question, base_url=settings.BANK_URL)

    def get(self, name: str) -> bytes:
        return ask(
            SYSTEM,
            lambda client: client.get(f"/out/{name}").raise_for_status().content,
            base_url=settings.BANK_URL,
        )

    def done(self, name: str) -> None:
        """Tell that a file was taken; the bank files it away."""

        def question(client: httpx.Client) -> None:
            client.post(f"/out/{name}/done").raise_for_status()

        ask(SYSTEM, question, base_url=settings.BANK_URL)
