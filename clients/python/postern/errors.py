"""What can go wrong."""

from __future__ import annotations

from typing import Any, Literal, Mapping, Optional

SignatureProblem = Literal["missing", "stale", "digest", "mismatch"]


class PosternError(Exception):
    """A refusal of the API, from its problem details (RFC 9457).

    `type` is the name of the problem, as `not-found`; decide by it. It is `gateway` for an answer of API Gateway itself.
    `retry_after` is in seconds.
    """

    def __init__(self, status: int, problem: Mapping[str, Any], retry_after: Optional[int] = None) -> None:
        self.type = str(problem.get("type") or "gateway").removeprefix("urn:postern:problem:")
        self.status = status
        self.detail = str(problem.get("detail") or problem.get("message") or f"HTTP status {status}")
        self.problem = dict(problem)
        self.retry_after = retry_after
        super().__init__(f"{self.type}: {self.detail}")


class CursorGoneError(PosternError):
    """The next entries behind a cursor are no longer kept; `oldest` is the cursor to go on with."""

    @property
    def oldest(self) -> str:
        return str(self.problem["oldest"])


class SignatureError(Exception):
    """A webhook that must not be trusted."""

    def __init__(self, reason: SignatureProblem) -> None:
        self.reason = reason
        super().__init__(f"the signature of the webhook does not hold: {reason}")
