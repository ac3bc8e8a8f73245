"""The second channel: a mail as thin as the message, for desks that have no system to call.

It goes to one server, over TLS from the first byte, checked and called as any other target. A mail has the alert's id
as its own, so that a mailbox can tell a second copy.
"""

import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime

from api.delivery.calling import Outside, Unreachable, connected
from api.delivery.envelope import reference
from api.delivery.plan import MailServer, Target
from api.delivery.schedule import Answer
from api.delivery.target_check import Endpoint
from graph.case_alerts import CARE_ASKED, DUTY_DESK, FOLLOW_UP, HAND_OVER
from graph.model import Alert
from graph.store.outbox import NOTICE

OWN_NAME = "waterbed.invalid"
"""What the server is told that we are called: nothing of this machine."""
_WORDS = {
    "reappearance": ("een hernieuwde ontmoeting", "a reappearance"),
    "rotation": ("een rotatie", "a rotation"),
    "relocation": ("een verplaatsing van een adres", "a relocation"),
    "displacement": ("een waterbedeffect", "a displacement"),
    HAND_OVER: ("een zaak die wordt overgedragen", "a case that is handed over"),
    FOLLOW_UP: ("een zaak om opnieuw naar te kijken", "a case to look at again"),
    CARE_ASKED: ("een zaak waarbij om zorg wordt gevraagd", "a case that asks for care"),
    DUTY_DESK: ("een eigen handeling van de piketdienst", "an act of the duty desk's own"),
    NOTICE: ("een melding die niet kon worden bezorgd", "an alert that could not be delivered"),
}


def message(alert: Alert, target: Target, *, sender: str, base: str, now: datetime) -> EmailMessage:
    """Mail of an alert: that something of this kind waits, for whom, and where to read on with a login.

    Parameters
    ----------
    alert, target
        What is told, and to which mailbox.
    sender
        The mailbox it is from.
    base
        Address of the service.
    now
        Time of sending.
    """
    dutch, english = _WORDS[alert.kind]
    mail = EmailMessage()
    mail["Subject"] = f"Melding voor {alert.recipient}: er wacht {dutch}"
    mail["From"], mail["To"] = sender, target.address
    mail["Date"] = format_datetime(now)
    mail["Message-ID"] = f"<{alert.id}@{sender.partition('@')[2]}>"
    mail["Auto-Submitted"] = "auto-generated"
    link = reference(alert, base=base)
    mail.set_content(
        f"Er wacht {dutch} op {alert.recipient}. Inloggen en lezen: {link}\n\n"
        f"For {alert.recipient} there is {english}. Log in to read it: {link}\n"
    )
    return mail


def send(mail: EmailMessage, server: MailServer, *, outside: Outside) -> Answer:
    """Hand a mail to the server; what came of it.

    A server that took it has status 200; one that refused, its own number, which is never 2xx.
    """
    try:
        with connected(Endpoint(server.host, server.port, "/"), outside) as (channel, _):
            conversation = _Opened(channel)
            conversation.send_message(mail)
            with suppress(smtplib.SMTPException, OSError):
                conversation.quit()
    except Unreachable as problem:
        return Answer(problem=str(problem))
    except smtplib.SMTPResponseException as refused:
        return Answer(problem=f"mail refused ({refused.smtp_code})")
    except smtplib.SMTPException:
        return Answer(problem="mail refused")
    except TimeoutError:
        return Answer(problem="too slow")
    except OSError:
        return Answer(problem="broke off")
    return Answer(status=200)


class _Opened(smtplib.SMTP):
    """A conversation over a channel that is open already."""

    def __init__(self, channel: ssl.SSLSocket) -> None:
        super().__init__(local_hostname=OWN_NAME)
        self.sock = channel
        code, said = self.getreply()
        if code != 220:
            raise smtplib.SMTPConnectError(code, said)
