"""Messages by mail: in threads, one for each incident.

Apprise reads the address (`mailto://`, `mailtos://`), we write and send the mail: Apprise names each mail anew, and so would begin a thread
with every word.

Headers are set by the standard library, which refuses a line end in any of them.
"""

from __future__ import annotations

import hashlib
import smtplib
import ssl
from contextlib import suppress
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, formataddr
from typing import Any
from urllib.parse import urlsplit

from generator.model import Site
from generator.model.announced import Message

PATIENCE = 20.0
"""Seconds for each answer of the server."""
PARTLY = "sent, but refused for "
"""How the answer begins where a mail has arrived with some: it is not sent again."""
OURS = frozenset(
    [
        "from",
        "to",
        "cc",
        "bcc",
        "reply-to",
        "subject",
        "date",
        "message-id",
        "in-reply-to",
        "references",
        "mime-version",
        "content-type",
        "content-transfer-encoding",
        "auto-submitted",
    ]
)
"""Headers that an address may not set (`?+Name=value` sets others, such as List-Unsubscribe)."""


def is_mail(service: Any) -> bool:
    """Whether `service` is a mailbox."""
    return type(service).__name__ == "NotifyEmail"


def mailed(service: Any, message: Message, site: Site, now: datetime) -> str:
    """Send `message`, dated `now`, to everybody whom the address of `service` names; why that failed, else nothing.

    Where only some of them were refused the others have it: that is told, and not tried again.
    """
    try:
        mail = written(service, message, site, now)
        with _connected(service) as server:
            # not send_message, which writes ">From" where a line begins with "From"
            refused = server.sendmail(service.from_addr[1], _recipients(service), mail.as_bytes())
    except smtplib.SMTPRecipientsRefused as problem:
        return "; ".join(f"{who}: {_answer(said)}" for who, said in problem.recipients.items())
    except smtplib.SMTPResponseException as problem:
        return f"the mail server answers {_answer((problem.smtp_code, problem.smtp_error))}"
    except (OSError, smtplib.SMTPException, ValueError, RuntimeError) as problem:
        return f"the mail server {service.smtp_host} cannot be used: {str(problem) or type(problem).__name__}"
    if refused:
        who = "; ".join(f"{each}: {_answer(said)}" for each, said in refused.items())
        return f"{PARTLY}{who}"
    return ""


def written(service: Any, message: Message, site: Site, now: datetime) -> EmailMessage:
    """The mail, as it is sent. Raises `ValueError` for a header that cannot be one."""
    mail = EmailMessage(policy=SMTP)
    name, sender = service.from_addr
    shown = name if name and name != service.app_id else site.name
    mail["From"] = formataddr((" ".join(shown.split()), sender))
    people = _recipients(service)
    mail["To"] = people[0] if len(people) == 1 else mail["From"]
    mail["Subject"] = " ".join(message.title.split())
    mail["Date"] = format_datetime(now)
    host = _host(site)
    mail["Message-ID"] = named(message.key, host)
    thread = named(f"thread {message.thread}", host)
    mail["References"] = f"{thread} {named(message.parent, host)}" if message.parent else thread
    if message.parent:
        mail["In-Reply-To"] = named(message.parent, host)
    mail["Auto-Submitted"] = "auto-generated"
    if service.reply_to:
        mail["Reply-To"] = ", ".join(sorted(service.reply_to))
    for header, value in service.headers.items():
        if header.lower() not in OURS:
            mail[header] = " ".join(str(value).split())
    mail.set_content(message.body, cte="quoted-printable")
    return mail


def named(key: str, host: str) -> str:
    """The Message-ID (RFC 5322, 3.6.4) of what `key` names: always the same one."""
    return f"<{hashlib.sha256(key.encode('utf-8', 'surrogatepass')).hexdigest()[:32]}@{host}>"


def _connected(service: Any) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if not service.verify_certificate:
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    if service.secure_mode == "ssl":
        server: smtplib.SMTP = smtplib.SMTP_SSL(service.smtp_host, service.port, timeout=PATIENCE, context=context)
    else:
        server = smtplib.SMTP(service.smtp_host, service.port, timeout=PATIENCE)
    try:
        if service.secure_mode == "starttls":
            server.starttls(context=context)
        if service.user and service.password:
            server.login(service.user, service.password)
    except (OSError, smtplib.SMTPException):
        with suppress(OSError, smtplib.SMTPException):
            server.close()
        raise
    return server


def _recipients(service: Any) -> list[str]:
    """Everybody, each once; nobody sees the others."""
    people = [address for _, address in service.targets]
    return list(dict.fromkeys([*people, *sorted(service.cc), *sorted(service.bcc)]))


def _host(site: Site) -> str:
    """The part of the site's identity that names a host, and outlives its address."""
    authority = site.authority.partition(",")[0].rpartition("@")[2]
    return authority or urlsplit(site.url).hostname or "localhost"


def _answer(said: tuple[int, bytes | str]) -> str:
    return f"{said[0]} {said[1].decode('utf-8', 'replace') if isinstance(said[1], bytes) else said[1]}"
