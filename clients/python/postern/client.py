"""The client."""

from __future__ import annotations

import time
import uuid
from http.client import HTTPResponse
from typing import Any, Callable, Iterator, Mapping, Optional, Sequence
from urllib.parse import quote

from .transport import Transport
from .types import Confirmed, Eligibility, EventPage, FeedEntry


class Postern:
    """A client of the API. Each method raises PosternError when the API refuses.

    `base_url` is the output `ApiUrl` of the stack, or your own domain; a laptop needs no `key`. A request that the API could
    not answer is repeated `retries` times. Replace `sleep` in tests.
    """

    def __init__(
        self,
        base_url: str,
        key: Optional[str] = None,
        *,
        retries: int = 4,
        timeout: float = 30.0,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._http = Transport(base_url, key, retries, timeout, sleep)

    def list(
        self,
        cursor: Optional[str] = None,
        limit: Optional[int] = None,
        *,
        integration: Optional[str] = None,
        kind: Optional[str] = None,
        since: Optional[str] = None,
        tenant: Optional[str] = None,
    ) -> EventPage:
        """One page of the list of events."""
        query = {"cursor": cursor, "limit": limit, "integration": integration, "kind": kind}
        return self._http.json("GET", "/v1/events", query={**query, "since": since, "tenant": tenant})  # type: ignore[return-value]

    def pages(self, cursor: Optional[str] = None, limit: Optional[int] = None, **filters: Any) -> Iterator[EventPage]:
        """Pages behind a cursor, without an end: waits between them as the API asks for."""
        while True:
            page = self.list(cursor, limit, **filters)
            yield page
            cursor = page["cursor"]
            if page["pollAfterMs"] > 0:
                self._http.sleep(page["pollAfterMs"] / 1000)

    def follow(
        self,
        load: Callable[[], Optional[str]],
        save: Callable[[str], None],
        limit: Optional[int] = None,
        **filters: Any,
    ) -> Iterator[FeedEntry]:
        """Events without an end, each at least once.

        The place is saved behind a page, when its last event has been handled. Whoever crashes before that gets the page again.
        For once, store the cursor of `pages` in the transaction of your work. Raises CursorGoneError when events behind the saved
        place are no longer kept.
        """
        for page in self.pages(load(), limit, **filters):
            yield from page["events"]
            save(page["cursor"])

    def get(self, event_id: str, integration: Optional[str] = None, tenant: Optional[str] = None) -> dict[str, Any]:
        """One event, with the state of its delivery."""
        return self._http.json("GET", _event(event_id), query={"integration": integration, "tenant": tenant})

    def raw(self, event_id: str, *, anyway: bool = False, **view: Any) -> HTTPResponse:
        """The raw mail, to be read in parts and closed. `anyway`: the danger is known."""
        return self._download(_event(event_id) + "/raw", anyway, view)

    def attachment(
        self, event_id: str, n: int, *, anyway: bool = False, form: Optional[str] = None, **view: Any
    ) -> HTTPResponse:
        """An attachment, to be read in parts and closed. `form`: file, picture or macro-free."""
        return self._download(f"{_event(event_id)}/attachments/{n}", anyway, {**view, "as": form})

    def ack(
        self,
        event_ids: Optional[Sequence[str]] = None,
        *,
        cursor: Optional[str] = None,
        consumer: Optional[str] = None,
        integration: Optional[str] = None,
        tenant: Optional[str] = None,
    ) -> Confirmed:
        """Confirms events: by id, or all up to a cursor."""
        names = {"consumer": consumer, "integration": integration, "tenant": tenant}
        body = {"eventIds": event_ids, "cursor": cursor, **names}
        return self._http.json("POST", "/v1/events/ack", body=body)  # type: ignore[return-value]

    def reconcile(self, consumer: Optional[str] = None, **page: Any) -> EventPage:
        """Events that a consumer has not confirmed."""
        return self._http.json("GET", "/v1/reconcile", query={"consumer": consumer, **page})  # type: ignore[return-value]

    def eligibility(
        self,
        address: str,
        *,
        tenant: Optional[str] = None,
        channel: Optional[str] = None,
        purpose: Optional[str] = None,
    ) -> Eligibility:
        """Whether an address may be written to."""
        body = {"address": address, "tenant": tenant, "channel": channel, "purpose": purpose}
        return self._http.json("POST", "/v1/eligibility", body=body)  # type: ignore[return-value]

    def replay(self, order: Mapping[str, Any], idempotency_key: Optional[str] = None) -> dict[str, Any]:
        """Orders a replay, or with `dryRun` says what it would deliver. Requests under one key order one replay."""
        headers = {"idempotency-key": idempotency_key or str(uuid.uuid4())}
        return self._http.json("POST", "/v1/replays", body=order, headers=headers)

    def replay_status(self, replay_id: str) -> dict[str, Any]:
        """How far a replay is."""
        return self._http.json("GET", f"/v1/replays/{quote(replay_id, safe='')}")

    def _download(self, path: str, anyway: bool, query: Mapping[str, Any]) -> HTTPResponse:
        """The address of the content is signed, and works for a minute."""
        return self._http.download(self._http.location(path, {**query, "anyway": 1 if anyway else None}))


def _event(event_id: str) -> str:
    return f"/v1/events/{quote(event_id, safe='')}"
