"""What the API answers. Later versions may add fields."""

from __future__ import annotations

from typing import TypedDict


class _Kind(TypedDict, total=False):
    kind: str


class FeedEntry(_Kind):
    """An entry of the list of events."""

    eventId: str
    integration: str
    tenant: str
    lane: str
    threadKey: str
    receivedAt: str
    recordedAt: str


class EventPage(TypedDict):
    """A page of the list. Store `cursor` together with the result of your work on the page."""

    events: list[FeedEntry]
    cursor: str
    hasMore: bool
    pollAfterMs: int


class Confirmed(TypedDict):
    """`unknown`: ids that are in no list of the tenant."""

    consumer: str
    acknowledged: list[str]
    unknown: list[str]


class Reason(TypedDict):
    """Why somebody is not eligible."""

    code: str
    purposes: list[str]


class _Answer(TypedDict, total=False):
    answer: bool


class Eligibility(_Answer):
    """`answer` is there for the purpose that was asked for."""

    address: str
    tenant: str
    eligible: dict[str, bool]
    reasons: list[Reason]
