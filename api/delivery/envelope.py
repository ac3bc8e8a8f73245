"""The message of an alert: a CloudEvent of the NL GOV profile that says that something waits, and nothing else.

Nothing in it tells of a person or even of the finding: kind, recipient, moment and the place where somebody with a login
can read on (``dataref``). There is no ``data``. Type names begin in reverse DNS and hold no organisation's name, which
would change sooner than the type. The body of an alert is the same bytes whenever it is sent.

Sources: CloudEvents 1.0 (JSON format; extension ``dataref``), NL GOV profile for CloudEvents (Logius).
"""

import json
from datetime import UTC

from graph.model import Alert

CONTENT_TYPE = "application/cloudevents+json; charset=utf-8"
TYPE_PREFIX = "nl.waterbed.alert."


def reference(alert: Alert, *, base: str) -> str:
    """Address at which somebody with a login reads on: ``base`` is that of the service, without a slash at its end."""
    return f"{base}/v1/alerts/{alert.id}"


def event(alert: Alert, *, source: str, base: str) -> bytes:
    """CloudEvent of an alert as JSON.

    Parameters
    ----------
    alert
        The alert.
    source
        Who sends, as a URN: ``urn:nld:oin:00000001234567890000:systeem:waterbed``.
    base
        Address of the service.
    """
    attributes = {
        "specversion": "1.0",
        "id": alert.id,
        "source": source,
        "type": f"{TYPE_PREFIX}{alert.kind}",
        "time": f"{alert.created.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}",
        "dataref": reference(alert, base=base),
        "recipient": alert.recipient,
    }
    return json.dumps(attributes, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
