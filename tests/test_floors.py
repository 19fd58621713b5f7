"""The floors of the house, read off the syntax trees: who may know whom, ask the clock, open for writing; and how big a room may be.

Each rule is a function from modules (dotted name to tree) to sentences about what breaks it. It is held against the program,
and against a small text that breaks it, so that no rule passes by being blind.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable, Iterator, Mapping
from functools import cache
from pathlib import Path
from textwrap import dedent

import pytest

PROGRAM = Path(__file__).parents[1] / "generator"

ROOMS = ("read", "decide", "render", "publish")
HALL = ("model", "problem", "span", "memory", "cores", "version", "repository", "pattern", "pauses")
MANY_ROOMS = ("build", "serve", "cli")
CLOCKS = ("cli", "serve")
WRITERS = ("publish", "memory")
EVERYWHERE = "msgspec"
"""What the model's records are made of."""
LIBRARIES = {
    "yaml": "read",
    "pydantic": "read",
    "pydantic_core": "read",
    "markdown": "render",
    "jinja2": "render",
    "markupsafe": "render",
    "nh3": "render",
    "feedgen": "render",
    "icalendar": "render",
    "dateutil": "decide",
    "publicsuffixlist": "decide",
    "babel": "render",
    "obstore": "publish",
    "apprise": "publish",
    "dns": "publish",
    "watchdog": "serve",
    "click": "cli",
    "rich": "cli",
}

Modules = Mapping[str, ast.Module]
Rule = Callable[[Modules], Iterator[str]]


@cache
def program() -> dict[str, ast.Module]:
    """Every module of the program, by its dotted name below `generator`; packages by the package's own name."""
    modules = {}
    for path in sorted(PROGRAM.rglob("*.py")):
        parts = path.relative_to(PROGRAM).with_suffix("").parts
        name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
        modules[name] = ast.parse(path.read_text(encoding="utf-8"), str(path))
    return modules


def top(module: str) -> str:
    return module.partition(".")[0]


def imported(tree: ast.AST, *, of_ours: bool) -> Iterator[str]:
    """Dotted names that `tree` imports at run time, in functions too: ours below `generator`, or everyone else's."""
    for node in running(tree):
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"line {node.lineno}: imports are absolute"
            names = [f"{node.module}.{alias.name}" for alias in node.names]
        else:
            continue
        for name in names:
            if (top(name) == "generator") == of_ours:
                yield name.removeprefix("generator").removeprefix(".")


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """Every node, but for what only a type checker sees."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from running(node)


def dotted(node: ast.AST) -> str:
    """`a.b.c` as it is written; what is no chain of names stands in it as nothing."""
    if isinstance(node, ast.Attribute):
        return f"{dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    """What is called, as it is written."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield dotted(node.func), node


def rooms_know_only_the_hall(modules: Modules) -> Iterator[str]:
    for name, tree in modules.items():
        for other in imported(tree, of_ours=True):
            mine, theirs = top(name), top(other)
            if mine in ROOMS and theirs not in (mine, *HALL, ""):
                yield f"{name} imports {other}"
            if mine in HALL and theirs not in (*HALL, ""):
                yield f"{name} is in the hall, and imports {other} above it"


def few_know_more_than_one_room(modules: Modules) -> Iterator[str]:
    for name, tree in modules.items():
        known = {top(other) for other in imported(tree, of_ours=True)} & set(ROOMS)
        if len(known) > 1 and top(name) not in MANY_ROOMS:
            yield f"{name} knows {', '.join(sorted(known))}"


def each_library_lives_in_one_room(modules: Modules) -> Iterator[str]:
    for name, tree in modules.items():
        for library in map(top, imported(tree, of_ours=False)):
            if library in sys.stdlib_module_names or library == EVERYWHERE:
                continue
            if top(name) != LIBRARIES.get(library):
                yield f"{name} imports {library}, which lives in {LIBRARIES.get(library, 'no room at all')}"


def few_ask_the_clock(modules: Modules) -> Iterator[str]:
    asking = ("datetime.now", "datetime.utcnow", "datetime.today", "date.today", "time.time", "time.time_ns")
    telling = ("time.localtime", "time.gmtime", "time.ctime", "time.strftime")
    for name, tree in modules.items():
        if top(name) in CLOCKS:
            continue
        for called, node in calls(tree):
            if called.removeprefix("datetime.") in asking or called in (*asking, *telling):
                yield f"{name}:{node.lineno} calls {called}"
        for other in imported(tree, of_ours=False):
            if other in ("time.time", "time.time_ns", "time.localtime", "time.gmtime"):
                yield f"{name} imports {other}"


def what_makes_bytes_asks_nothing_of_the_machine(modules: Modules) -> Iterator[str]:
    chance = ("random", "secrets", "uuid", "locale", "socket", "platform", "getpass", "tempfile")
    for name, tree in modules.items():
        if top(name) not in ("read", "decide", "render", *HALL):
            continue
        for other in imported(tree, of_ours=False):
            if top(other) in chance:
                yield f"{name} imports {other}"
        told = {id(node.func) for called, node in calls(tree) if called == "os.environ.setdefault"}  # nothing is read
        for node in ast.walk(tree):
            of = dotted(node.value) if isinstance(node, ast.Attribute | ast.Subscript) else ""
            if (of == "os.environ" and id(node) not in told) or (
                isinstance(node, ast.Attribute) and node.attr == "getenv"
            ):
                yield f"{name} reads the environment: {ast.unparse(node)}"
            if isinstance(node, ast.Call) and dotted(node.func) == "hash":
                yield f"{name}:{node.lineno} calls hash(), which differs from run to run"


def few_open_for_writing(modules: Modules) -> Iterator[str]:
    methods = ("write_text", "write_bytes", "touch", "unlink", "rename", "mkdir", "rmdir", "symlink_to", "hardlink_to")
    flags = ("os.O_WRONLY", "os.O_RDWR", "os.O_CREAT", "os.O_APPEND", "os.O_TRUNC")
    functions = ("os.replace", "os.remove", "os.makedirs", "os.write", "os.link", "os.symlink")
    for name, tree in modules.items():
        if top(name) in WRITERS:
            continue
        for called, node in calls(tree):
            bare = called.rpartition(".")[2]
            to_write = bare == "open" and bool(set("wax+") & set(mode(node, position=0 if "." in called else 1)))
            if to_write or (bare in methods and "." in called) or called in functions or called.startswith("shutil."):
                yield f"{name}:{node.lineno} calls {called}"
        for attribute in ast.walk(tree):
            if isinstance(attribute, ast.Attribute) and dotted(attribute) in flags:
                yield f"{name}:{attribute.lineno} opens with {dotted(attribute)}"


def mode(node: ast.Call, *, position: int) -> str:
    """The mode that a call of open asks for, as far as the text says it."""
    given = [keyword.value for keyword in node.keywords if keyword.arg == "mode"] or node.args[position : position + 1]
    return given[0].value if given and isinstance(given[0], ast.Constant) and isinstance(given[0].value, str) else ""


def no_import_cycles(modules: Modules) -> Iterator[str]:
    edges = {name: {known for known in wanted(tree, modules) if known != name} for name, tree in modules.items()}
    settled: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> Iterator[str]:
        if name in path:
            yield " → ".join((*path[path.index(name) :], name))
        elif name not in settled:
            for other in sorted(edges[name]):
                yield from visit(other, (*path, name))
            settled.add(name)

    for name in sorted(edges):
        yield from visit(name, ())


def wanted(tree: ast.AST, modules: Modules) -> Iterator[str]:
    """The modules that the imports of `tree` name: a submodule where there is one, else the module that holds the name."""
    for other in imported(tree, of_ours=True):
        while other and other not in modules:
            other = other.rpartition(".")[0]
        yield other


def modules_are_small(modules: Modules) -> Iterator[str]:
    for name, tree in modules.items():
        lines = max((node.end_lineno or 0 for node in ast.walk(tree) if isinstance(node, ast.stmt)), default=0)
        if lines >= 300:
            yield f"{name} has {lines} lines"


def functions_are_small(modules: Modules) -> Iterator[str]:
    for name, tree in modules.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                lines = (node.end_lineno or node.lineno) - node.lineno + 1
                if lines >= 40:
                    yield f"{name}.{node.name} has {lines} lines"


def everything_public_says_what_it_does(modules: Modules) -> Iterator[str]:
    for name, tree in modules.items():
        if not ast.get_docstring(tree):
            yield f"{name} has no docstring"
        yield from undocumented(name, tree)


def undocumented(name: str, scope: ast.Module | ast.ClassDef) -> Iterator[str]:
    for node in scope.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) or node.name.startswith("_"):
            continue
        given = {ast.unparse(decorator).rpartition(".")[2] for decorator in node.decorator_list}
        if not given & {"property", "cached_property", "override", "overload", "setter"} and not ast.get_docstring(
            node
        ):
            yield f"{name}.{node.name} has no docstring"
        if isinstance(node, ast.ClassDef):
            yield from undocumented(f"{name}.{node.name}", node)


def names_say_something(modules: Modules) -> Iterator[str]:
    empty = {"util", "utils", "helper", "helpers", "base", "manager", "managers", "common", "misc", "core", "types"}
    for name in modules:
        if empty & set(name.split(".")):
            yield f"{name} is named after nothing"


def data_is_frozen(modules: Modules) -> Iterator[str]:
    """What travels between rooms: frozen, with slots, and of tuples."""
    for name, tree in modules.items():
        for node in ast.walk(tree):
            if top(name) not in ("model", "problem", "span") or not isinstance(node, ast.ClassDef):
                continue
            settings = {each.arg: ast.unparse(each.value) for each in node.keywords}
            if any("dataclass" in ast.unparse(each) for each in node.decorator_list) or (
                "Struct" in map(ast.unparse, node.bases) and (settings.get("frozen") != "True" or "dict" in settings)
            ):
                yield f"{name}.{node.name} is not frozen"
            for field in node.body:
                if isinstance(field, ast.AnnAssign) and any(
                    word in ast.unparse(field.annotation) for word in ("list[", "dict[", "set[", "Any")
                ):
                    yield f"{name}.{node.name}.{ast.unparse(field.target)} can be changed"


BROKEN: dict[Rule, dict[str, str]] = {
    rooms_know_only_the_hall: {
        "read": "def read():\n from generator.decide import decide",
        "model": "import generator.build",
    },
    few_know_more_than_one_room: {"scaffold": "import generator.read, generator.render"},
    each_library_lives_in_one_room: {"decide.x": "import yaml", "read": "from requests import get"},
    few_ask_the_clock: {
        "build": "import datetime\ndatetime.datetime.now(UTC)",
        "decide": "date.today()",
        "read": "time.time()",
    },
    what_makes_bytes_asks_nothing_of_the_machine: {
        "render": "import random",
        "read": "os.environ['TZ']",
        "decide": "hash('a')",
    },
    few_open_for_writing: {
        "read": "open(name, 'w')",
        "cli": "path.write_text('')",
        "render": "path.open(mode='ab')",
        "decide": "os.open(path, os.O_WRONLY)",
    },
    no_import_cycles: {
        "a": "import generator.b",
        "b": "def f():\n from generator.c import d",
        "c": "from generator import a",
    },
    modules_are_small: {"read": "pass\n" * 300},
    functions_are_small: {"read": "def f():\n" + " pass\n" * 39},
    everything_public_says_what_it_does: {
        "read": '"""Reads."""\ndef read(): pass',
        "decide": "",
        "x": '"""X."""\nclass X: pass',
    },
    names_say_something: {"read.utils": "", "base": ""},
    data_is_frozen: {"model": "class A(Struct): pass\nclass B(Struct, frozen=True):\n c: list[str]"},
}


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.__name__)
def test_the_program_keeps(rule: Rule) -> None:
    modules = program()
    assert {"model", "problem", "build"} <= set(modules)
    assert list(rule(modules)) == []


@pytest.mark.parametrize("rule", BROKEN, ids=lambda rule: rule.__name__)
def test_a_text_that_breaks_it_is_caught(rule: Rule) -> None:
    modules = {name: ast.parse(dedent(text)) for name, text in BROKEN[rule].items()}
    found = list(rule(modules))
    if rule is no_import_cycles:
        assert found == ["a → b → c → a"]
        return
    assert all(any(name in sentence for sentence in found) for name in modules), found
