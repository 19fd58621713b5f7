"""Names of technologies, by a list of what is common on servers and by their shape: code in a text, `CamelCase`, `kebab-case-1.2`, `ACRONYM`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from generator.decide.review.cause import CAUSAL
from generator.decide.review.content import SUFFERED
from generator.decide.review.evidence import found, judged, pattern
from generator.decide.review.points import Judgement, Point, State
from generator.decide.review.prose import Piece, Prose
from generator.decide.review.topics import Topic

KNOWN = """
active directory|airflow|akamai|alertmanager|algolia|android|ansible|apache|apt|argo ?cd|athena|auth0|aurora|aws|azure|bgp|bigquery|bigtable|bind|bitbucket|cassandra|
calico|cdn|ceph|certbot|chef|chrome|chromium|circleci|cloudflare|cloudformation|cloudfront|cloudtrail|cloudwatch|cockroachdb|codedeploy|concourse|consul|containerd|coredns|
cosmos ?db|couchbase|couchdb|cron|crowdstrike|curl|dask|datadog|debian|dhcp|digitalocean|discord|slack|telegram|django|dns|dnssec|docker|docker-?compose|docker hub|dynamodb|ebs|ec2|ecs|efs|eks|
elastic(?:ache|search)?|elb|alb|envoy|erlang|etcd|fastapi|fastly|fargate|firefox|firebase|flannel|flask|fluent(?:d|bit)|flux|freebsd|gcp|gce|gcs|git|github|github actions|gitlab|gke|
go|golang|google cloud|gradle|grafana|graphql|grpc|gunicorn|hadoop|haproxy|hashicorp|hbase|hdfs|helm|heroku|hetzner|hibernate|honeycomb|http/2|iam|iis|influxdb|ingress|ios|iptables|
ipv4|ipv6|istio|java|javascript|jenkins|jira|jupyter(?:hub|lab)?|jvm|kafka|karpenter|keycloak|kernel|kibana|kinesis|knative|kops|kubectl|kubelet|kubernetes|k8s|lambda|laravel|ldap|let'?s ?encrypt|
linkerd|linux|logrotate|logstash|loki|lua|lvm|mariadb|maven|memcached?|meilisearch|mesos|metabase|mongo(?:db)?|mqtt|mysql|nagios|nats|neo4j|netlify|new relic|next\\.?js|nfs|nginx|node(?:\\.?js)|nomad|npm|ntp|
oauth|okta|opensearch|openssl|openstack|opentelemetry|oracle|ovh|pagerduty|pgbouncer|pgpool|php|pingdom|pip|pnpm|postfix|postgres(?:ql)?|powershell|presto|prometheus|pulumi|puppet|pypi|python|
quic|rabbitmq|rails|ray|rds|react|redis|redshift|route ?53|rsync|ruby|rust|rustup|s3|salesforce|saltstack|sentry|sendgrid|sidekiq|snowflake|solr|spark|splunk|spring|sqlite|sqs|sns|squid|ssh|ssl|stackdriver|
statuspage|stripe|swift|systemd|tailscale|tcp|terraform|tls|tomcat|traefik|travis|twilio|typescript|ubuntu|udp|unicorn|uwsgi|vagrant|varnish|vault|vercel|virtualbox|vitess|vmware|vpc|vpn|vsphere|wasm|
webpack|websockets?|windows(?: server)?|wordpress|x\\.509|xen|yaml|yarn|zabbix|zfs|zookeeper|sql server|minio|clickhouse|timescaledb|scylladb|celery|rq|resque|puma|erlang|elixir|
phoenix|scala|kotlin|\\.net(?: core)?|c\\+\\+|asp\\.net|cilium|crossplane|velero|cert-manager|external-dns|gatekeeper|opa|harbor|artifactory|nexus|sonarqube|launchdarkly|snmp|ospf|vrrp|keepalived|raid|ssd|nvme|san
"""
CASED = frozenset({"go", "react", "git", "rust", "ray", "spark", "swift", "spring", "vault", "chef", "puppet", "flask", "envoy", "consul", "nomad", "bind", "pip", "apt", "rq", "san", "opa", "puma", "phoenix",
                   "harbor", "nexus", "flux", "ios", "loki", "unicorn", "resque", "squid", "lambda", "node", "chrome", "oracle", "windows", "concourse", "athena", "aurora", "rails", "stripe", "travis",
                   "varnish", "solr", "elastic", "fastly", "gradle", "presto", "salt", "metabase", "mesos", "snowflake", "vagrant", "maven", "kernel", "ingress", "cron"})  # fmt: skip
"""Names that are words of the language as well: they count where they are capitalised inside a sentence."""
ORDINARY = frozenset({"kernel", "ingress", "cron"})
"""Of those, the ones that are written small."""
NAMES = re.compile(rf"(?<![\w/.-])(?:{''.join(KNOWN.split(chr(10)))})(?![\w-])", re.IGNORECASE)
SHAPES = re.compile(
    r"\b[A-Z][a-z0-9]+(?:[A-Z][a-z0-9]*)+\b|\b[a-z]+[A-Z]\w+\b|\b[a-z]+_[a-z_]+\b|\b(?!versions?\b|to\b|from\b|of\b|and\b|release\b|at\b|in\b|is\b|was\b|than\b|over\b|about\b|until\b|by\b|or\b|for\b|the\b|with\b|around\b|only\b)[a-z]+(?:-[a-z]+)* v?\d+\.\d+(?:\.\d+)?\b|\b(?!APIS?\b|URLS?\b|UTC|GMT|PST|PDT|CET|CEST|EST|EDT|BST|JST|TBD|TODO|DONE|FAQ|CEO|CTO|COO|CFO|SRE|OK|"
    r"AM|PM|USA?|UK|EU|PR|PRS|ID|NOT|AND|ALL|QA|SLA|SLO|RCA|MTTR|MTTD|NB|ETA|PTO|HR|TL|DR|VIP|KPI|[A-Z]{1,2}\b)[A-Z]{3,6}\d?s?\b"
)
"""Shapes that names of software have and words have not; shouted words, time zones and titles excepted."""
PATHS = re.compile(r"(?<!\w)/(?:var|etc|usr|opt|srv|dev|proc)/[\w./-]+")
GENERIC = pattern(
    r"\b(?:database|load[- ]balancer|cache|queue|server|network|firewall|router|switch|cluster|storage|replica|certificate|deployment pipeline|data ?cent(?:er|re)|api|proxy|(?:message )?broker|memory|disk|pipeline|"
    r"mobile app|backend|front-?end|virtual machine|container|ci system|phone|software|third[- ]party provider)s?\b"
)


def technologies_in(piece: Piece) -> Iterator[tuple[str, int]]:
    """Names of technologies in a piece, in one spelling each, and where they stand."""
    for match in NAMES.finditer(piece.text):
        name = match[0].casefold()
        spelled = match[0]
        if (
            name in CASED
            and name not in ORDINARY
            and not match[0].isupper()
            and (not match[0][0].isupper() or _begins_sentence(piece.text, match.start()))
        ):
            continue
        yield spelled, match.start()
    for match in SHAPES.finditer(piece.text):
        if not NAMES.fullmatch(match[0]):
            yield match[0], match.start()
    for match in PATHS.finditer(piece.text):
        yield match[0], match.start()
    for code in piece.codes:
        if re.search(r"[A-Za-z]{2}", code) and len(code) <= 60:
            yield code, max(piece.text.find("¤"), 0)


def _begins_sentence(text: str, at: int) -> bool:
    before = text[:at].rstrip()
    return not before or before[-1] in ".!?:"


ACTED = pattern(
    r"\b(?:delet|creat|restart|reboot|deploy|upgrad|updat|migrat|renam|releas|revert|roll|switch|connect|load|call|throw|threw|return|request|respond|serv|block|start|stopp|ran|run|build|built|schedul|"
    r"scal|replicat|cach|queue|lock|pars|validat|serializ|allocat|consum|configur)\w*"
)
"""What technologies do, or what is done with them."""


def technologies(prose: Prose) -> Judgement:
    """Whether technologies are named with what they did: two names or more, in sentences that tell of a cause or of an act."""
    named: dict[str, tuple[Piece, int]] = {}
    acting: set[str] = set()
    for piece in prose.pieces:
        acts = not piece.about(Topic.ACTIONS) and (
            SUFFERED.search(piece.text) or CAUSAL.search(piece.text) or ACTED.search(piece.text)
        )
        for name, offset in technologies_in(piece):
            name = next((each for each in named if each.casefold() == name.casefold()), name)
            named.setdefault(name, (piece, offset))
            if acts and len(piece.text.split()) >= 6:
                acting.add(name)
    generic = {match[0].casefold() for _, match in found(prose, GENERIC)}
    if len(acting) >= 2 or (any(NAMES.fullmatch(name) for name in acting) and len(generic) >= 3):
        piece, offset = named[next(name for name in named if name in acting)]
        return Judgement(Point.TECHNOLOGIES, State.MET, piece.place(offset)[0], ", ".join(list(named)[:6]))
    lacking = "Named, but not what it did: say which part failed, and how."
    if named:
        piece, offset = next(iter(named.values()))
        return Judgement(Point.TECHNOLOGIES, State.PARTLY, piece.place(offset)[0], ", ".join(list(named)[:6]), lacking)
    if places := found(prose, GENERIC):
        return judged(
            Point.TECHNOLOGIES,
            State.PARTLY,
            places,
            "Only in general words: say which product or part of yours it was.",
        )
    return judged(Point.TECHNOLOGIES, State.MISSING)
