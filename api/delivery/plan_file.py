"""The file of the plan: TOML, every key of a fixed type, and every defect told in one line with how to mend it.

A plan decides who hears of whom, so nothing in it is guessed, and a key that isn't known is an error rather than a
setting that does nothing.

| key | type | means |
|---|---|---|
| ``source``, ``base`` | texts | the sender's URN and the service's address; needed where there are targets |
| ``hosts`` | list of hosts | what may be called |
| ``networks`` | list of networks | what may be called although it isn't public; absent: nothing |
| ``authorities`` | file | certificates to trust instead of the system's |
| ``[tell.KIND]`` | ``to``, ``least_probability``, ``least_tier``, ``least_step`` | which audiences hear of a kind; absent: none |
| ``[care]`` | name = list of regions or municipalities | care regions |
| ``[quiet.AUDIENCE]`` | ``from``, ``until``, ``at_once`` | hours in which an audience is sent nothing else |
| ``[[targets]]`` | ``recipient``, and ``url`` or ``mail`` | where a recipient's alerts are sent |
| ``[mail]`` | ``host``, ``port``, ``sender`` | the server that takes mail, over TLS |
"""

import re
from collections.abc import Collection, Mapping
from datetime import time
from importlib.resources import files
from ipaddress import ip_network
from pathlib import Path
from typing import Any

from api.delivery.plan import OPERATOR, MailServer, Medium, Plan, Quiet, Target
from api.delivery.target_check import endpoint, is_host_name, why_refused
from graph.alert_routes import CARE, KINDS, LEAST_STEP, POLICE, Audience, KindRule, Routes
from graph.case_alerts import PRIVACY
from graph.errors import PlanError
from graph.geography import MunicipalityTable, load_municipalities
from graph.model import Tier
from ingest.settings_file import Defect, parsed, settings_text

KEYS = ("source", "base", "hosts", "networks", "authorities", "tell", "care", "quiet", "targets", "mail")
_MAILBOX = re.compile(r"[a-z0-9._+-]+@(?P<host>[a-z0-9.-]+)", re.ASCII | re.IGNORECASE)
_URN = re.compile(r"urn:nld:[a-z0-9]+(?::[A-Za-z0-9._-]+)+", re.ASCII)
_CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d", re.ASCII)
MAIL_PORT = 465


def load_plan(path: Path) -> Plan:
    """Read the plan of an installation; where there is no file, the one that sends nothing.

    Raises
    ------
    PlanError
        With one line that names the key and says how to mend it, when the file can't be used.
    """
    text = settings_text(path, "plan", PlanError)
    return Plan(is_written=False) if text is None else parse_plan(text, name=str(path))


def parse_plan(text: str, *, name: str) -> Plan:
    """Plan of a TOML text; ``name`` says where it stands.

    Raises
    ------
    PlanError
        When it can't be used.
    """
    return parsed(text, "plan", name, lambda content: _plan(content, load_municipalities()), PlanError)


def demo_plan() -> str:
    """Text of a plan with every key, to start from."""
    return files("api.delivery").joinpath("plan_demo.toml").read_text(encoding="utf-8")


def inbox_plan() -> str:
    """Text of the plan that a demo runs under: all find their alerts in the inbox, nothing is sent."""
    return files("api.delivery").joinpath("plan_demo_inbox.toml").read_text(encoding="utf-8")


def _plan(content: Mapping[str, Any], table: MunicipalityTable) -> Plan:
    _only(content, KEYS, "the plan")
    rules = {
        kind: _rule(kind, _section(said, f"tell.{kind}"))
        for kind, said in _section(content.get("tell", {}), "tell").items()
    }
    care = _care(_section(content.get("care", {}), "care"), table)
    hosts = frozenset(_host(one) for one in _texts(content.get("hosts", []), "hosts"))
    mail = _mail(_section(content["mail"], "mail"), hosts) if "mail" in content else None
    targets = tuple(
        _target(one, hosts, mail, table, set(care.values())) for one in _list(content.get("targets", []), "targets")
    )
    if len({t.id for t in targets}) < len(targets):
        raise Defect("two [[targets]] are the same: keep one")
    source, base = (_text(content.get(key, ""), key) for key in ("source", "base"))
    if targets and not (_URN.fullmatch(source) and endpoint(base) and not base.endswith("/")):
        raise Defect(
            'source and base are needed to send: write source = "urn:nld:oin:…:systeem:waterbed" and base = "https://host.example" without a slash at its end'
        )
    return Plan(
        routes=Routes(rules, care, table),
        quiet={
            _word(Audience, a, "quiet"): _quiet(_section(said, f"quiet.{a}"), a)
            for a, said in _section(content.get("quiet", {}), "quiet").items()
        },
        source=source,
        base=base,
        hosts=hosts,
        networks=tuple(_network(one) for one in _texts(content.get("networks", []), "networks")),
        authorities=_text(content["authorities"], "authorities") if "authorities" in content else None,
        targets=targets,
        mail=mail,
    )


def _rule(kind: str, said: Mapping[str, Any]) -> KindRule:
    if kind not in KINDS:
        raise Defect(f"[tell.{kind}] is no kind of finding: one of {', '.join(KINDS)}")
    own = {"reappearance": ("least_probability",), "relocation": ("least_tier",), "displacement": ("least_step",)}
    _only(said, ("to", *own.get(kind, ())), f"[tell.{kind}]")
    audiences = frozenset(
        _word(Audience, one, f"tell.{kind}.to") for one in _texts(said.get("to", []), f"tell.{kind}.to")
    )
    if not audiences:
        raise Defect(f'[tell.{kind}] tells nobody: write to = ["municipality"], or remove the section')
    probability = said.get("least_probability", 0.0)
    if isinstance(probability, bool) or not isinstance(probability, int | float) or not 0 <= probability <= 1:
        raise Defect("least_probability is a number from 0 to 1")
    tier = said.get("least_tier", Tier.FLAGGED.value)
    if tier not in {Tier.PATTERN.value, Tier.FLAGGED.value}:
        raise Defect('least_tier is "pattern" or "flagged"')
    step = said.get("least_step", LEAST_STEP)
    if step not in (LEAST_STEP, LEAST_STEP + 1) or isinstance(step, bool):
        raise Defect(f"least_step is {LEAST_STEP} or {LEAST_STEP + 1}: below, nothing may be called a displacement")
    return KindRule(audiences, float(probability), Tier(tier), step)


def _care(said: Mapping[str, Any], table: MunicipalityTable) -> dict[str, str]:
    by_region: dict[str, list[str]] = {}
    for m in table:
        by_region.setdefault(m.safety_region, []).append(m.code)
    found: dict[str, str] = {}
    for name, members in said.items():
        _text(name, "care")
        for member in _texts(members, f"care.{name}"):
            codes = by_region.get(member, [member] if member in table else [])
            if not codes:
                raise Defect(
                    f'care region "{name}" holds "{member}", which is no safety region (VR17) or municipality (GM0599)'
                )
            twice = next((c for c in codes if found.get(c, name) != name), None)
            if twice:
                raise Defect(f'{twice} is in two care regions, "{found[twice]}" and "{name}": keep one')
            found.update(dict.fromkeys(codes, name))
    return found


def _quiet(said: Mapping[str, Any], audience: str) -> Quiet:
    _only(said, ("from", "until", "at_once"), f"[quiet.{audience}]")
    clocks = [_text(said.get(key, ""), f"quiet.{audience}.{key}") for key in ("from", "until")]
    if not all(_CLOCK.fullmatch(one) for one in clocks) or clocks[0] == clocks[1]:
        raise Defect(f'[quiet.{audience}] needs from and until, which differ: write from = "22:00" and until = "07:00"')
    kinds = _texts(said.get("at_once", ["reappearance"]), f"quiet.{audience}.at_once")
    unknown = sorted(set(kinds) - set(KINDS))
    if unknown:
        raise Defect(
            f'[quiet.{audience}] at_once holds "{unknown[0]}", which is no kind of finding: one of {", ".join(KINDS)}'
        )
    begins, ends = (time.fromisoformat(one) for one in clocks)
    return Quiet(begins, ends, frozenset(kinds))


def _target(
    said: Any, hosts: Collection[str], mail: MailServer | None, table: MunicipalityTable, care: Collection[str]
) -> Target:
    one = _section(said, "targets")
    _only(one, ("recipient", "url", "mail"), "[[targets]]")
    recipient = _text(one.get("recipient", ""), "targets.recipient")
    units = {m.police_unit for m in table}
    current = recipient in table and table.current(recipient) == recipient
    known = (
        current
        or recipient in {OPERATOR, PRIVACY, *(m.safety_region for m in table)}
        or (recipient.removeprefix(POLICE) in units and recipient.startswith(POLICE))
    )
    if not known and not (recipient.startswith(CARE) and recipient.removeprefix(CARE) in care):
        raise Defect(
            f'the target of "{recipient}" is for nobody: a municipality of today (GM0599), a safety region (VR17), police:UNIT, care:REGION as under [care], privacy or operator'
        )
    if ("url" in one) == ("mail" in one):
        raise Defect(f'the target of "{recipient}" needs a url or a mail, one of them')
    if "url" in one:
        url = _text(one["url"], "targets.url")
        why = why_refused(url, hosts)
        if why:
            raise Defect(f'the target of "{recipient}" {why}')
        return Target(recipient, Medium.WEBHOOK, url)
    box = _text(one["mail"], "targets.mail")
    found = _MAILBOX.fullmatch(box)
    if found is None or not is_host_name(found["host"].lower()):
        raise Defect(f'the target of "{recipient}" is no mailbox: name@host.example')
    if mail is None:
        raise Defect("a target has a mailbox, but there is no [mail] with the server that takes it")
    return Target(recipient, Medium.MAIL, box)


def _mail(said: Mapping[str, Any], hosts: Collection[str]) -> MailServer:
    _only(said, ("host", "port", "sender"), "[mail]")
    host, sender = (_text(said.get(key, ""), f"mail.{key}") for key in ("host", "sender"))
    port = said.get("port", MAIL_PORT)
    if not is_host_name(host) or not _MAILBOX.fullmatch(sender):
        raise Defect('[mail] needs host and sender: write host = "mail.host.example" and sender = "name@host.example"')
    if isinstance(port, bool) or not isinstance(port, int) or not 1 <= port <= 65_535:
        raise Defect("mail.port is a number from 1 to 65535, of a server that begins with TLS")
    if f"{host}:{port}" not in hosts:
        raise Defect(
            f'mail is sent to {host}:{port}, which is not in the list of allowed hosts: add "{host}:{port}" to it'
        )
    return MailServer(host, port, sender)


def _host(text: str) -> str:
    found = endpoint(f"https://{text}")
    if found is None or found.name != text:
        raise Defect(
            f'hosts holds "{text}": a name in lower case, with its port where that isn\'t 443, as host.example:8443'
        )
    return text


def _network(text: str) -> Any:
    try:
        return ip_network(text)
    except ValueError:
        raise Defect(f'networks holds "{text}", which is no network: write "10.20.0.0/24"') from None


def _word(kind: type[Audience], text: str, key: str) -> Audience:
    if text not in set(kind):
        raise Defect(f'{key} names "{text}", which is no audience: one of {", ".join(kind)}')
    return kind(text)


def _only(content: Mapping[str, Any], keys: Collection[str], where: str) -> None:
    unknown = sorted(set(content) - set(keys))
    if unknown:
        raise Defect(f"{unknown[0]!r} is not a key of {where}: one of {', '.join(keys)}")


def _section(value: Any, key: str) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Defect(f"{key} is a section: write [{key}], and its keys under it")
    return value


def _list(value: Any, key: str) -> list[Any]:
    if not isinstance(value, list):
        raise Defect(f"{key} is a list of sections: write [[{key}]] above each")
    return value


def _text(value: Any, key: str) -> str:
    if not isinstance(value, str) or value != value.strip() or len(value) > 500 or not value.isprintable():
        raise Defect(f"{key} is a text in quotes, without blanks around it")
    return value


def _texts(value: Any, key: str) -> list[str]:
    if not isinstance(value, list) or (not value and key.endswith(".to")):
        raise Defect(f'{key} is a list: write {key.rpartition(".")[2]} = ["…"]')
    return [_text(one, key) for one in value]
