"""Runs the steps of clients/cases.json: a line of JSON on standard input is a step, a line of output its result."""

from __future__ import annotations

import base64
import hashlib
import json
import sys
from typing import Any, Callable

from postern import CursorGoneError, Postern, PosternError, SignatureError, verify_webhook


class Stop(Exception):
    """Ends a reader of a list without an end."""


def hash_of(content: Any) -> dict[str, Any]:
    with content:
        data = content.read()
    return {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}


def follow(client: Postern, args: dict[str, Any]) -> dict[str, Any]:
    checkpoint, crash_at = args.pop("checkpoint", None), args.pop("crashAt", None)
    seen: list[str] = []
    saved: list[str] = []
    try:
        for event in client.follow(lambda: checkpoint, saved.append, **args):
            if len(seen) == crash_at:
                break
            seen.append(event["eventId"])
    except Stop:
        pass
    return {"seen": seen, "saves": len(saved), "checkpoint": saved[-1] if saved else checkpoint}


def verify(args: dict[str, Any]) -> dict[str, Any]:
    body = base64.b64decode(args.pop("body"))
    verified = verify_webhook(args.pop("headers"), body, args.pop("secrets"), **args)
    return {"id": verified.id, "scheme": verified.scheme}


def ack(client: Postern, args: dict[str, Any]) -> Any:
    return client.ack(args.pop("eventIds", None), **args)


OPERATIONS: dict[str, Callable[[Postern, dict[str, Any]], Any]] = {
    "list": lambda client, args: client.list(**args),
    "follow": follow,
    "get": lambda client, args: client.get(args.pop("id"), **args),
    "raw": lambda client, args: hash_of(client.raw(args.pop("id"), **args)),
    "attachment": lambda client, args: hash_of(client.attachment(args.pop("id"), args.pop("n"), **args)),
    "ack": ack,
    "reconcile": lambda client, args: client.reconcile(**args),
    "eligibility": lambda client, args: client.eligibility(args.pop("address"), **args),
    "replay": lambda client, args: client.replay(args, args.pop("idempotencyKey", None)),
    "replayStatus": lambda client, args: client.replay_status(args["id"]),
    "verify": lambda _, args: verify(args),
}


def described(error: Exception) -> dict[str, Any]:
    if isinstance(error, SignatureError):
        return {"reason": error.reason}
    if not isinstance(error, PosternError):
        return {"unexpected": repr(error)}
    shown = {"type": error.type, "status": error.status, "retryAfter": error.retry_after}
    return {**shown, "oldest": error.oldest} if isinstance(error, CursorGoneError) else shown


def main() -> None:
    for line in sys.stdin:
        step = json.loads(line)
        waits: list[int] = []

        def sleep(seconds: float) -> None:
            waits.append(round(seconds * 1000))
            if len(waits) >= step.get("polls", 1000):
                raise Stop

        client = Postern(step["baseUrl"], step.get("key"), sleep=sleep)
        try:
            result = {"value": OPERATIONS[step["op"]](client, step["args"])}
        except Exception as error:
            result = {"error": described(error)}
        print(json.dumps({**result, "waits": waits}), flush=True)


main()
