import re
from datetime import time
from pathlib import Path

import pytest

from api.delivery.plan import MailServer, Medium, Plan, Quiet, Target, doubts
from api.delivery.plan_file import KEYS, demo_plan, load_plan, parse_plan
from graph.alert_routes import KINDS, Audience
from graph.errors import PlanError
from graph.geography import load_municipalities
from graph.model import Tier
from tests.house.sources import ROOT

SENDS = """
source = "urn:nld:oin:00000000000000000000:systeem:waterbed"
base = "https://w.example"
hosts = ["desk.example"]
"""
URL = 'url = "https://desk.example/x"'


def plan(text: str) -> Plan:
    return parse_plan(text, name="alerts.toml")


def target(recipient: str, where: str = URL) -> str:
    return f'{SENDS}\n[[targets]]\nrecipient = "{recipient}"\n{where}\n'


def test_the_demo_s_plan_has_every_key_and_can_be_used() -> None:
    found = plan(demo_plan())
    assert [k for k in KEYS if not any(line.lstrip("# [").startswith(k) for line in demo_plan().splitlines())] == []
    assert set(found.routes.rules) == set(KINDS)
    assert found.routes.care_regions["GM0599"] == "Rijnmond"
    assert {t.recipient for t in found.targets} == {"police:Rotterdam", "care:Rijnmond", "GM0599", "operator"}
    assert found.quiet == {Audience.MUNICIPALITY: Quiet(time(18), time(8))}
    assert found.mail == MailServer("mail.regio.example", 465, "waterbed@regio.example")


def test_without_a_file_municipalities_are_told_in_the_inbox_and_nothing_is_sent(tmp_path: Path) -> None:
    found = load_plan(tmp_path / "alerts.toml")
    assert [(k, set(r.audiences)) for k, r in found.routes.rules.items()] == [
        (k, {Audience.MUNICIPALITY}) for k in KINDS
    ]
    assert found.targets == ()
    assert len(list(doubts(found))) == 1


def test_an_empty_plan_tells_nobody_and_is_doubted() -> None:
    assert plan("").routes.rules == {}
    assert len(list(doubts(plan("")))) == len(KINDS)


def test_care_regions_are_made_of_safety_regions_and_municipalities() -> None:
    care = plan('[care]\n"A" = ["VR17", "GM0363"]\n"B" = ["GM0344"]').routes.care_regions
    assert (care["GM0599"], care["GM0363"], care["GM0344"]) == ("A", "A", "B")
    assert "GM0505" not in care


def test_a_target_is_known_by_where_it_leads() -> None:
    assert plan(target("police:Oost-Brabant")).targets == (
        Target("police:Oost-Brabant", Medium.WEBHOOK, "https://desk.example/x"),
    )
    ids = {Target("GM0599", Medium.WEBHOOK, f"https://desk.example/{x}").id for x in "ab"}
    assert len(ids | {Target("GM0599", Medium.MAIL, "https://desk.example/a").id}) == 3


def test_every_police_unit_and_municipality_of_today_can_be_a_target() -> None:
    current = [m for m in load_municipalities() if m.valid_until is None]
    for name in {f"police:{m.police_unit}" for m in current} | {m.code for m in current[::40]}:
        assert plan(target(name)).targets[0].recipient == name


def test_what_needs_a_look_is_said() -> None:
    said = list(doubts(plan(target("police:Rotterdam") + '[tell.reappearance]\nto = ["police", "care"]')))
    assert sum("nobody is told" in d for d in said) == 3
    assert any(d.startswith("9 of 10 police units") for d in said)
    assert any("in no care region" in d for d in said)
    assert any("operator" in d for d in said)
    named = plan('networks = ["10.0.0.0/8"]')
    assert any("10.0.0.0/8" in d for d in doubts(named))


DEFECTS = {
    "colour = 1": "'colour' is not a key of the plan",
    "[tell.rumour]\nto = ['police']": "no kind of finding",
    "[tell.rotation]\nto = ['press']": "no audience",
    "[tell.rotation]\nto = []": "is a list",
    "[tell.rotation]\nto = 'police'": "is a list",
    "[tell.rotation]\nto = ['police']\nleast_tier = 'pattern'": "'least_tier' is not a key of",
    "[tell.relocation]\nto = ['police']\nleast_tier = 'none'": "least_tier is",
    "[tell.displacement]\nto = ['municipality']\nleast_step = 3": "least_step is 4 or 5",
    "[tell.displacement]\nto = ['municipality']\nleast_step = true": "least_step is 4 or 5",
    "[tell.reappearance]\nto = ['care']\nleast_probability = 2": "from 0 to 1",
    "[tell.reappearance]\nto = ['care']\nleast_probability = true": "from 0 to 1",
    "tell = 1": "tell is a section",
    "[care]\nA = ['VR99']": "no safety region",
    "[care]\nA = ['VR17']\nB = ['GM0599']": "in two care regions",
    "[quiet.police]\nfrom = '22:00'": "needs from and until",
    "[quiet.police]\nfrom = '22:00'\nuntil = '22:00'": "needs from and until",
    "[quiet.police]\nfrom = '25:00'\nuntil = '07:00'": "needs from and until",
    "[quiet.police]\nfrom = '22:00'\nuntil = '07:00'\nat_once = ['rumour']": "no kind of finding",
    "[quiet.press]\nfrom = '22:00'\nuntil = '07:00'": "no audience",
    "networks = ['here']": "no network",
    "networks = ['10.0.0.1/8']": "no network",
    "hosts = ['https://desk.example']": "a name in lower case",
    "hosts = ['127.0.0.1']": "a name in lower case",
    "hosts = ['desk.example:443']": "a name in lower case",
    "hosts = [1]": "is a text",
    "targets = 1": "is a list of sections",
    target("GM9999"): "is for nobody",
    target("GM0501"): "is for nobody",
    target("police:Atlantis"): "is for nobody",
    target("care:Nowhere"): "is for nobody",
    target("Rotterdam"): "is for nobody",
    target("GM0599", ""): "needs a url or a mail",
    target("GM0599", f'{URL}\nmail = "a@b.example"'): "needs a url or a mail",
    target("GM0599", 'url = "https://other.example/"'): "not in the list of allowed hosts",
    target("GM0599", 'url = "http://desk.example/"'): "no plainly written https address",
    target("GM0599", 'mail = "desk@stad.example"'): "there is no \\[mail\\]",
    target("GM0599", 'mail = "desk"'): "is no mailbox",
    target("GM0599", 'mail = "a@b.example\\nBcc: c@d.example"'): "is a text",
    target("GM0599") + f'[[targets]]\nrecipient = "GM0599"\n{URL}\n': "are the same",
    target("GM0599").replace("urn:nld", "urn:x"): "source and base are needed",
    target("GM0599").replace("w.example", "w.example/"): "source and base are needed",
    "[mail]\nhost = 'm.example'\nsender = 'w'": "needs host and sender",
    "[mail]\nhost = 'm.example'\nsender = 'w@m.example'": "not in the list of allowed hosts",
    "[mail]\nhost = 'm.example'\nport = 0\nsender = 'w@m.example'": "from 1 to 65535",
    "this is no TOML": "is not TOML",
}


@pytest.mark.parametrize(("text", "said"), DEFECTS.items(), ids=range(len(DEFECTS)))
def test_a_defect_is_told_in_one_line_that_names_the_file(text: str, said: str) -> None:
    with pytest.raises(PlanError, match=said) as told:
        plan(text)
    assert "\n" not in str(told.value)
    assert str(told.value).startswith("the plan alerts.toml ")


def test_a_file_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    (tmp_path / "latin").write_bytes(b"# caf\xe9")
    (tmp_path / "link").symlink_to(tmp_path / "gone")
    for name, said in (("latin", "UTF-8"), ("link", "a link"), (".", "can't be read")):
        with pytest.raises(PlanError, match=said):
            load_plan(tmp_path / name)


def test_a_relocation_can_be_told_from_a_pattern_on() -> None:
    rule = plan('[tell.relocation]\nto = ["municipality"]\nleast_tier = "pattern"').routes.rules["relocation"]
    assert rule.least_tier is Tier.PATTERN


def test_every_key_is_on_the_page_and_no_other() -> None:
    page = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")
    table = page.split("## The plan\n")[1].split("\n## ")[0]
    said = re.findall(
        r"`\[*(\w+)", "".join(line.split("|")[1] for line in table.splitlines() if line.startswith("| `"))
    )
    assert sorted(said) == sorted(KEYS)
