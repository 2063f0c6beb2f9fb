"""Client of Postern: events of inbound mail, their content, eligibility, webhooks. Standard library only."""

from .client import Postern
from .errors import CursorGoneError, PosternError, SignatureError
from .webhook import VerifiedWebhook, verify_webhook

__all__ = [
    "CursorGoneError",
    "Postern",
    "PosternError",
    "SignatureError",
    "VerifiedWebhook",
    "verify_webhook",
]
