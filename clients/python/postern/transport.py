"""Requests, their retries, and the errors of their answers."""

from __future__ import annotations

import json
import urllib.error
import urllib.parse
import urllib.request
from http.client import HTTPException, HTTPResponse
from typing import Any, Callable, Mapping, Optional

from .errors import CursorGoneError, PosternError

LONGEST_WAIT = 30.0


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """A redirect leads to a bucket, which must not get the key."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class Transport:
    """Sends requests, and repeats those that meet 429, 5xx or a broken connection.

    It waits for `Retry-After`, or 1, 2, 4 … seconds. Every request of the API may be repeated.
    """

    def __init__(
        self, base_url: str, key: Optional[str], retries: int, timeout: float, sleep: Callable[[float], None]
    ) -> None:
        self._base = base_url.rstrip("/")
        self._key = key
        self._retries = retries
        self._timeout = timeout
        self._opener = urllib.request.build_opener(_NoRedirects)
        self.sleep = sleep

    def call(
        self,
        method: str,
        path: str,
        query: Optional[Mapping[str, Any]] = None,
        body: Optional[Mapping[str, Any]] = None,
        headers: Optional[Mapping[str, str]] = None,
    ) -> HTTPResponse:
        """Raises PosternError when the API refuses, or could not answer after all retries."""
        tries = 0
        while True:
            try:
                return self._attempt(method, path, query, body, headers)
            except (PosternError, OSError, HTTPException) as error:
                if tries >= self._retries or not _is_transient(error):
                    raise
                after = error.retry_after if isinstance(error, PosternError) else None
                self.sleep(min(LONGEST_WAIT, 2.0**tries) if after is None else float(after))
                tries += 1

    def json(self, method: str, path: str, **request: Any) -> dict[str, Any]:
        with self.call(method, path, **request) as answer:
            value: dict[str, Any] = json.load(answer)
            return value

    def location(self, path: str, query: Mapping[str, Any]) -> str:
        """The signed address to which the API redirects."""
        with self.call("GET", path, query) as answer:
            return answer.headers["location"] or ""

    def download(self, url: str) -> HTTPResponse:
        """Opens a signed address, which wants no key."""
        content: HTTPResponse = urllib.request.urlopen(url, timeout=self._timeout)
        return content

    def _attempt(
        self,
        method: str,
        path: str,
        query: Optional[Mapping[str, Any]],
        body: Optional[Mapping[str, Any]],
        headers: Optional[Mapping[str, str]],
    ) -> HTTPResponse:
        values = {name: value for name, value in (query or {}).items() if value is not None}
        url = self._base + path + (f"?{urllib.parse.urlencode(values)}" if values else "")
        sent = {"accept": "application/json", **(headers or {})}
        if self._key is not None:
            sent["authorization"] = f"Bearer {self._key}"
        data = None
        if body is not None:
            sent["content-type"] = "application/json"
            data = json.dumps({name: value for name, value in body.items() if value is not None}).encode()
        request = urllib.request.Request(url, data=data, headers=sent, method=method)
        try:
            answer: HTTPResponse = self._opener.open(request, timeout=self._timeout)
            return answer
        except urllib.error.HTTPError as refusal:
            if refusal.code == 302:
                return refusal  # type: ignore[return-value]
            with refusal:
                raise _error_of(refusal) from None


def _is_transient(error: Exception) -> bool:
    if isinstance(error, PosternError):
        return error.status == 429 or error.status >= 500
    return True


def _error_of(answer: urllib.error.HTTPError) -> PosternError:
    try:
        problem = json.load(answer)
    except ValueError:
        problem = {}
    if not isinstance(problem, dict):
        problem = {}
    value = answer.headers.get("retry-after") or ""
    retry_after = int(value) if value.isascii() and value.isdigit() else None
    is_gone = problem.get("type") == "urn:postern:problem:cursor-gone"
    return (CursorGoneError if is_gone else PosternError)(answer.code, problem, retry_after)
