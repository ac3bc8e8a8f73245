"""Sending an alert to a target, by the medium that the target has."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from api.delivery.calling import Outside, post
from api.delivery.envelope import CONTENT_TYPE, event
from api.delivery.keys import AlertKeys
from api.delivery.mail import message, send
from api.delivery.plan import Medium, Plan, Target
from api.delivery.schedule import Answer
from api.delivery.signature import headers
from graph.model import Alert

Send = Callable[[Alert, Target, datetime], Answer]
"""Sends an alert to a target at a moment (UTC), and says what came of it."""


@dataclass(frozen=True, slots=True)
class Sender:
    """Sends by a plan: signed web messages, and mail."""

    plan: Plan
    keys: AlertKeys
    outside: Outside

    def __call__(self, alert: Alert, target: Target, now: datetime) -> Answer:
        """Send an alert; the body is the same whenever it is sent, the signature is of this moment."""
        plan = self.plan
        if target.medium is Medium.WEBHOOK:
            body = event(alert, source=plan.source, base=plan.base)
            signed = headers(alert.id, body, self.keys.keys_for(target), at=now)
            return post(target.address, body, {"Content-Type": CONTENT_TYPE, **signed}, outside=self.outside, now=now)
        assert plan.mail is not None, "a plan with a mailbox has a server"
        mail = message(alert, target, sender=plan.mail.sender, base=plan.base, now=now)
        return send(mail, plan.mail, outside=self.outside)
