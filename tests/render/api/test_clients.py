"""Programs that others wrote for Statuspage, run on a built site: what each read."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.browser.conftest import node_module
from tests.render.api.conftest import program

AREZ = """
import asyncio, importlib.util, json, sys
from pathlib import Path
import aiohttp
file = next(Path(folder, "arez/statuspage.py") for folder in sys.path if Path(folder, "arez/statuspage.py").exists())
spec = importlib.util.spec_from_file_location("statuspage", file)
module = importlib.util.module_from_spec(spec)
spec.loader.exec_module(module)

async def main():
    async with module.StatusPage(sys.argv[1]) as page:
        return await page.get_status()

told = asyncio.run(main())
print(json.dumps({
    "status": told.status, "impact": told.impact, "updated": str(told.updated_at),
    "groups": {each.name: [one.name for one in each.components] for each in told.groups},
    "components": {each.name: each.status for each in told.components},
    "incidents": [[each.name, each.status, each.impact, [one.name for one in each.components],
                   each.last_update.status, each.last_update.description, str(each.updates[-1].created_at)]
                  for each in told.incidents],
    "maintenances": [[each.name, each.status, each.impact, str(each.scheduled_for), str(each.scheduled_until)]
                     for each in told.maintenances],
}))
"""


def test_arez_reads_the_page_its_groups_its_incidents_and_its_maintenances(url: str, tmp_path: Path) -> None:
    assert json.loads(program("aRez", AREZ, url, folder=tmp_path)) == {
        "status": "Minor Service Outage",
        "impact": "Minor",
        "updated": "2026-11-20 14:31:00",
        "groups": {"Core": ["API", "Dashboard"]},
        "components": {"API": "Partial Outage", "Dashboard": "Partial Outage", "Website": "Under Maintenance"},
        "incidents": [
            [
                *("Elevated error rates on the API", "Identified", "Major", ["API", "Dashboard"], "Identified"),
                *(
                    "A deploy broke the connection pool. We are rolling it back.\n\nNext update by November 20, 2026, 15:30 UTC.",
                    "2026-11-20 14:10:00",
                ),
            ]
        ],
        "maintenances": [
            ["Database upgrade", "In Progress", "Maintenance", "2026-11-20 14:30:00", "2026-11-20 16:00:00"],
            ["New routers", "Scheduled", "Maintenance", "2026-11-28 14:30:00", "2026-11-28 16:00:00"],
        ],
    }


STATUSCHECK = """
import json, sys
from statuscheck.services.bases._statuspageio import BaseStatusPageAPI

class Ours(BaseStatusPageAPI):
    def _get_base_url(self):
        return sys.argv[1] + "/api/v2/"

told = Ours().get_summary()
print(json.dumps({
    "status": [told.status.code, told.status.name, told.status.is_ok],
    "components": {each.name: each.status for each in told.components},
    "incidents": [[each.name, each.status, [one.status for one in each.components]] for each in told.incidents],
}))
"""


def test_statuscheck_reads_the_summary(url: str, tmp_path: Path) -> None:
    assert json.loads(program("statuscheck", STATUSCHECK, url, folder=tmp_path)) == {
        "status": ["minor", "Minor incident", False],
        "components": {
            "Core": "Partial outage",
            "API": "Partial outage",
            "Dashboard": "Partial outage",
            "Website": "Under maintenance",
        },
        "incidents": [
            ["Elevated error rates on the API", "identified", ["Partial outage", "Partial outage"]],
            ["Database upgrade", "in_progress", ["Under maintenance"]],
            ["New routers", "scheduled", ["Under maintenance"]],
        ],
    }


FLIGHT_DECK = """
import sys
from flightdeck.panels.base import Ctx
from flightdeck.panels.status import Status

service = {"label": "Example", "url": sys.argv[1]}
print("\\n".join(Status(Ctx(None, {"services": [service]}, None)).render()))
"""


def test_flight_deck_shows_the_indicator_and_the_open_incident(url: str, tmp_path: Path) -> None:
    told = program("obsidian_flight_deck", FLIGHT_DECK, url, folder=tmp_path).strip()
    assert told == f"- [Example]({url}): \U0001f7e1 minor — Elevated error rates on the API"


EXPORTER = "from statuspage_prometheus_exporter.status_monitoring import main; main()"


def test_the_prometheus_exporter_measures_the_page_and_its_components(url: str, tmp_path: Path) -> None:
    services = {"example": {"name": "Example", "url": f"{url}/api/v2/summary.json", "type": "status_page"}}
    (tmp_path / "services.json").write_text(json.dumps(services))
    environment = {"RUN_MODE": "once", "METRICS_TEXTFILE_PATH": str(tmp_path / "told.prom"), "HOME": str(tmp_path)}
    program("statuspage_prometheus_exporter", EXPORTER, folder=tmp_path, environment=environment)
    told = (tmp_path / "told.prom").read_text()
    assert 'statuspage_probe_check{service_name="Example"} 1.0' in told
    assert 'statuspage_service_status{service_name="Example"} 0.0' in told
    for name in ("Core", "API", "Dashboard", "Website"):
        assert f'statuspage_component_status{{component_name="{name}",service_name="Example"}} 0.0' in told
    (incident,) = [line for line in told.splitlines() if line.startswith("statuspage_incident_info{")]
    for label in (
        'incident_name="Elevated error rates on the API"',
        'affected_components="API, Dashboard"',
        'impact="major"',
        'started_at="2026-11-20T14:02:00Z"',
        'shortlink="https://status.example.com/incidents/2026-11-20-api/"',
    ):
        assert label in incident
    planned = [line for line in told.splitlines() if line.startswith("statuspage_maintenance_info{")]
    assert ['scheduled_start="2026-11-20T14:30:00Z"' in line for line in planned] == [True, False]


NODE = """
const { Statuspage } = require("statuspage.io");
const client = new Statuspage("unused");
client.setApiUrl(process.argv[1]);
const { api } = client;
(async () => console.log(JSON.stringify([
  (await api.getStatus()).status, (await api.getComponents()).components.map((each) => each.name),
  (await api.getSummary()).incidents.map((each) => each.status),
  (await api.incidents.getAll()).incidents.map((each) => [each.name, each.status]),
  (await api.incidents.getUnresolved()).incidents.map((each) => each.incident_updates[0].body),
  (await api.scheduledMaintenances.getUpcoming()).scheduled_maintenances.map((each) => each.scheduled_for),
])))();
"""


def test_the_client_from_npm_reads_every_file_it_knows(url: str) -> None:
    package = node_module("statuspage.io/package.json")
    if shutil.which("node") is None:
        pytest.skip("there is no node on this machine")
    bare = {name: value for name, value in os.environ.items() if "proxy" not in name.lower()}
    environment = {**bare, "NODE_PATH": str(package.parents[1])}
    done = subprocess.run(
        ["node", "-e", NODE, url], env=environment, capture_output=True, text=True, timeout=60, check=True
    )
    assert json.loads(done.stdout) == [
        {"indicator": "minor", "description": "Minor Service Outage"},
        ["Core", "API", "Dashboard", "Website"],
        ["identified"],
        [["Elevated error rates on the API", "identified"], ["Slow logins", "postmortem"]],
        ["A deploy broke the connection pool. We are rolling it back.\n\nNext update by November 20, 2026, 15:30 UTC."],
        ["2026-11-28T14:30:00.000Z"],
    ]
