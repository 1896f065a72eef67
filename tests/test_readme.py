"""The README is true: every command shown is run, every output compared.

`TRIALC_REWRITE=1 pytest tests/test_readme.py` writes the outputs anew; read the difference before you keep it.
A block's `...` at the end of an output stands for any further lines.
"""

from __future__ import annotations

import code
import contextlib
import io
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCK = re.compile(r"^```(?P<kind>\w+)\n(?P<body>.*?)^```$", re.M | re.S)


def steps(body: str, prompt: str) -> list[tuple[str, str]]:
    """The (command, output) pairs of a block."""
    parts = re.split(rf"^{re.escape(prompt)} (.*)\n", body, flags=re.M)
    return list(zip(parts[1::2], parts[2::2], strict=True))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a small OMOP database, and the files that the README shows by `cat` before anything wrote them."""
    shutil.copytree(ROOT / "tests" / "data" / "omop", tmp_path / "omop")
    for block in BLOCK.finditer(README):
        if block["kind"] == "console":
            for command, output in steps(block["body"], "$"):
                words = shlex.split(command)
                if words[0] == "cat" and words[1] in ("criteria.txt", "registry.jsonl", "patient.json"):
                    (tmp_path / words[1]).write_text(output, encoding="utf-8")
    return tmp_path


def shell(command: str, folder: Path) -> str:
    """What a person sees who types `command`: standard output and standard error, as they come."""
    environment = {name: value for name, value in os.environ.items() if name not in ("COLUMNS", "FORCE_COLOR")}
    run = subprocess.run(
        f'trialc() {{ {shlex.quote(sys.executable)} -m trialc "$@"; }}\n{command}',
        shell=True,
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return "\n".join(line.rstrip() for line in run.stdout.splitlines()) + ("\n" if run.stdout else "")


def session(body: str) -> str:
    """A block of an interactive Python session, with what Python prints."""
    console = code.InteractiveConsole()
    written = ""
    for line, _ in steps(body, ">>>"):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
            console.push(line)
        written += f">>> {line}\n{printed.getvalue()}"
    return written


def rerun(kind: str, body: str, folder: Path) -> str:
    """The block as it should be."""
    if kind == "pycon":
        return session(body)
    written = ""
    for command, output in steps(body, "$"):
        now = shell(command, folder)
        if output.endswith("...\n") and now.startswith(output.removesuffix("...\n")):
            now = output
        written += f"$ {command}\n{now}"
    return written


def test_every_command_gives_what_the_readme_shows(folder: Path) -> None:
    def again(block: re.Match[str]) -> str:
        if block["kind"] not in ("console", "pycon"):
            return block[0]
        return f"```{block['kind']}\n{rerun(block['kind'], block['body'], folder)}```"

    now = BLOCK.sub(again, README)
    if os.environ.get("TRIALC_REWRITE"):
        (ROOT / "README.md").write_text(now, encoding="utf-8")
    assert now == README


def test_ci_runs_the_test_command_of_the_readme() -> None:
    found = re.search(r"grep -m 1 '(.*)' README.md", (ROOT / ".ci" / "run").read_text())
    assert found
    first, test = (block["body"].strip() for block in BLOCK.finditer(README) if block["kind"] == "sh")
    assert re.findall(f"^.*{found[1]}.*$", README, re.M) == [test]
    assert test.endswith("pytest -n 2")
    assert "compile NCT06001853" in first


@pytest.mark.parametrize("path", sorted(set(re.findall(r"\]\(([^)#:]+)\)", README))))
def test_links_lead_somewhere(path: str) -> None:
    assert (ROOT / path).is_file()


def test_the_code_map_names_what_is_there() -> None:
    shown = re.findall(r"^\| ([^|]*`) \|", README.split("**Code map.**")[1].split("**Invariants.**")[0], re.M)
    parts = [part for cell in shown for part in re.findall(r"`([^`]+)`", cell)]
    missing = [part for part in parts if not any((ROOT / base / part).exists() for base in ("", "compiler"))]
    assert not missing
    folders = {path.name for path in (ROOT / "compiler").iterdir() if (path / "__init__.py").exists()}
    assert folders <= {part.rstrip("/").rsplit("/", 1)[-1] for part in parts}


def test_every_dependency_has_its_reason() -> None:
    project = (ROOT / "pyproject.toml").read_text()
    names = re.findall(r'^    "([a-z]+)[>=<]', project.split("dependencies = [")[1].split("]")[0], re.M)
    table = README.split("**Dependencies**")[1].split("## Licence")[0]
    assert names
    assert [name for name in names if not re.search(rf"^\|[^|]*\b{name}\b", table, re.M)] == []
