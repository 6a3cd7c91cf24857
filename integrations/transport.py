"""A connection that ends: an answer that drips for ever, or never stops, is cut off."""

import ssl
import time
from functools import cache

import httpx

from integrations.errors import Nonsense


@cache
def _trust() -> ssl.SSLContext:
    """The certificates we trust, read once: reading them takes longer than most questions."""
    return httpx.create_ssl_context(trust_env=False)


class BoundedTransport(httpx.HTTPTransport):
    """Reads the whole answer within ``seconds`` and ``largest`` bytes, or raises."""

    def __init__(self, *, seconds: float, largest: int) -> None:
        super().__init__(verify=_trust(), trust_env=False)
        self.seconds, self.largest = seconds, largest

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        ends = time.monotonic() + self.seconds
        response = super().handle_request(request)
        try:
            content = self._read(response, request, ends)
        finally:
            response.close()
        return httpx.Response(
            response.status_code,
            headers=response.headers,
            stream=httpx.ByteStream(content),
            extensions=response.extensions,
        )

    def _read(self, response: httpx.Response, request: httpx.Request, ends: float) -> bytes:
        assert isinstance(response.stream, httpx.SyncByteStream)
        parts, size = [], 0
        for part in response.stream:
            size += len(part)
            if size > self.largest:
                raise Nonsense("too long")
            if time.monotonic() > ends:
                raise httpx.ReadTimeout("the answer drips", request=request)
            parts.append(part)
        return b"".join(parts)
