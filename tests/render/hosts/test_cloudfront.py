"""The template for S3 behind CloudFront: valid by the schemas of its services, and of one mind with `_headers` about every file.

AWS itself is not asked: that a distribution comes up from it cannot be shown here.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from fnmatch import fnmatchcase
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import yaml

from generator.render.hosts.ready import Served, ready
from tests.render.api.host import headers as said
from tests.render.boards import board, incident, rendered, resolved

LINT = "import sys; from cfnlint.runner import main; sys.exit(main())"


def template(path: str = "/") -> str:
    return ready("cloudfront", Served("Site: # \n{}", "status.example.com", path, "/srv/status"))


class Loader(yaml.SafeLoader):
    """Takes `!Ref` and its like for their words."""


Loader.add_multi_constructor("!", lambda loader, _tag, node: loader.construct_scalar(node))


def resources(path: str = "/") -> dict[str, Any]:
    return dict(yaml.load(template(path), Loader)["Resources"])


@pytest.mark.skipif(find_spec("cfnlint") is None, reason="needs cfn-lint, which pip install '.[test]' brings")
@pytest.mark.parametrize("path", ["/", "/status/"])
def test_every_resource_is_what_the_schemas_of_aws_allow(tmp_path: Path, path: str) -> None:
    (tmp_path / "cloudfront.yaml").write_text(template(path))
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--regions", "us-east-1", "--", str(tmp_path / "cloudfront.yaml")],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_gets_the_policy_that_the_table_says() -> None:
    made = resources()
    distribution = made["Distribution"]["Properties"]["DistributionConfig"]
    policies = {name: made[name]["Properties"]["ResponseHeadersPolicyConfig"] for name in ("Open", "Closed")}
    files = rendered(board(incident(), resolved()))
    table = files["_headers"].make().decode()
    for path in files:
        first = (each for each in distribution["CacheBehaviors"] if fnmatchcase(f"/{path}", each["PathPattern"]))
        name = next(first, distribution["DefaultCacheBehavior"])["ResponseHeadersPolicyId"]
        wanted, policy = said(f"/{path}", table), policies[name]
        assert ("CorsConfig" in policy) == ("Access-Control-Allow-Origin" in wanted), path
        sent = policy["SecurityHeadersConfig"]
        assert sent["ContentSecurityPolicy"]["ContentSecurityPolicy"] == wanted["Content-Security-Policy"]
        assert sent["ReferrerPolicy"]["ReferrerPolicy"] == wanted["Referrer-Policy"]
        age = sent["StrictTransportSecurity"]["AccessControlMaxAgeSec"]
        assert f"max-age={age}" == wanted["Strict-Transport-Security"]
        assert sent["ContentTypeOptions"] == {"Override": True}
        assert wanted["X-Content-Type-Options"] == "nosniff"


@pytest.mark.skipif(shutil.which("node") is None, reason="needs node, the language of CloudFront's functions")
@pytest.mark.parametrize("path", ["/", "/status/"])
def test_its_function_finds_the_file_behind_every_address(path: str) -> None:
    asked = {
        path: "index.html",
        f"{path}index.html": "index.html",
        f"{path}history/": "history/index.html",
        f"{path}incidents/2026-11-20-api/": "incidents/2026-11-20-api/index.html",
        f"{path}incidents/2026-11-20-api": f"301 {path}incidents/2026-11-20-api/",
        f"{path}history": f"301 {path}history/",
        f"{path}api/v1/services": "api/v1/services.json",
        f"{path}api/v1/services/api.json": "api/v1/services/api.json",
        f"{path}api/v2/summary.json": "api/v2/summary.json",
        f"{path}history/2026-11/x.css": "history/2026-11/x.css",
        f"{path}components/api/feed.atom": "components/api/feed.atom",
        f"{path}index.htm": f"302 {path}",
        f"{path}incidents/": f"302 {path}history/",
        f"{path}constructor": "constructor",
    }
    code = resources(path)["Addresses"]["Properties"]["FunctionCode"]
    script = f"{code}\nconst asked = {json.dumps(list(asked))};\n" + (
        "console.log(JSON.stringify(asked.map((uri) => { const told = handler({request: {uri, headers: {}}});"
        " return told.statusCode ? `${told.statusCode} ${told.headers.location.value}` : told.uri; })))"
    )
    done = subprocess.run(["node", "-e", script], capture_output=True, text=True, check=True)
    told = dict(zip(asked, json.loads(done.stdout), strict=True))
    assert {each: where.removeprefix(path) if where[0] == "/" else where for each, where in told.items()} == asked
