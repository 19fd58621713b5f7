"""What fills the marks of `cloudfront.yaml`: policies, path patterns, and the function that knows what a folder is."""

from __future__ import annotations

import json
from collections.abc import Mapping

from generator.render.hosts.ready import table
from generator.render.hosts.ready.filling import filled, text

OPEN = ("api/*", "badges/*", "*.atom", "*.rss", "*.ics", "*feed.json", "status.txt", "embed.js")
"""What `table.open_to_all` says, in few patterns: each is a behaviour, and a distribution has only so many."""


def marks(path: str, _folder: str) -> Mapping[str, str]:
    """For a site under `path`, whose objects' keys begin with it."""
    old = ", ".join(f"{json.dumps(each)}: {json.dumps(new)}" for each, new in table.MOVED)
    return {
        "SECURITY": _security(dict(table.always())),
        "FUNCTION": filled(text("addresses.js"), {"PATH": path, "MOVED": old}),
        "BEHAVIOURS": "\n".join(_behaviour(path + pattern) for pattern in OPEN),
    }


def _security(headers: dict[str, str]) -> str:
    """The four headers, each in the words that CloudFront has for it. A fifth would raise, and fail the tests."""
    policy, nosniff = headers.pop("Content-Security-Policy"), headers.pop("X-Content-Type-Options")
    referrer, strict = headers.pop("Referrer-Policy"), headers.pop("Strict-Transport-Security")
    if headers or nosniff != "nosniff":
        raise ValueError(f"CloudFront is not told of {sorted(headers)} or of {nosniff!r}")
    seconds = int(strict.removeprefix("max-age="))
    return (
        f"ContentSecurityPolicy: {{ContentSecurityPolicy: {json.dumps(policy)}, Override: true}}\n"
        "ContentTypeOptions: {Override: true}\n"
        f"ReferrerPolicy: {{ReferrerPolicy: {referrer}, Override: true}}\n"
        f"StrictTransportSecurity: {{AccessControlMaxAgeSec: {seconds}, IncludeSubdomains: false, Override: true}}"
    )


def _behaviour(pattern: str) -> str:
    return (
        f'- PathPattern: "{pattern}"\n'
        "  TargetOriginId: bucket\n"
        "  ViewerProtocolPolicy: redirect-to-https\n"
        "  Compress: true\n"
        "  CachePolicyId: !Ref Keep\n"
        "  ResponseHeadersPolicyId: !Ref Open\n"
        "  FunctionAssociations: [{EventType: viewer-request, FunctionARN: !GetAtt Addresses.FunctionMetadata.FunctionARN}]"
    )
