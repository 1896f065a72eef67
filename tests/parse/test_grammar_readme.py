"""The page about reading is true: its worked example is what `trialc explain` prints, its tables are what texts give.

`TRIALC_REWRITE=1 pytest tests/parse/test_grammar_readme.py` writes the worked example anew; read the difference.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from trialc import compile_criterion, parse_rule
from trialc.parse.terms.phrases import TABLES
from trialc.rules.normal import same

PAGE = Path(str(files("trialc.grammar") / "README.md"))
TEXT = PAGE.read_text(encoding="utf-8")
EXAMPLE = re.compile(r"^\$ cat (\S+)\n(.*?)^\$ trialc (explain .*?)\n(.*?)^```$", re.M | re.S)
#: A row with a text and its rule, and the code of what the text leaves open.
ROW = re.compile(r"^\| (\[exclusion\] )?([^|`]+) \| `([^`]+)` \|(?: (T\d+) \|)?$", re.M)


def test_the_worked_example_is_what_explain_prints(tmp_path: Path) -> None:
    found = EXAMPLE.search(TEXT)
    assert found is not None
    name, source, command, printed = found.groups()
    (tmp_path / name).write_text(source, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "trialc", *command.split()],
        cwd=tmp_path,
        env={key: value for key, value in os.environ.items() if key not in ("COLUMNS", "FORCE_COLOR")},
        capture_output=True,
        text=True,
        check=True,
    )
    output = "".join(f"{line.rstrip()}\n" for line in done.stdout.rstrip().splitlines())
    if os.environ.get("TRIALC_REWRITE"):
        start, end = found.span(4)
        PAGE.write_text(TEXT[:start] + output + TEXT[end:], encoding="utf-8")
        return
    assert output == printed


@pytest.mark.parametrize(("exclusion", "text", "rule", "code"), ROW.findall(TEXT))
def test_a_row_says_what_its_text_gives(exclusion: str, text: str, rule: str, code: str) -> None:
    criterion = compile_criterion(text, section="exclusion" if exclusion else "inclusion")
    assert same(criterion.rule, parse_rule(rule)), str(criterion.rule)
    codes = {found.code for found in criterion.diagnostics}
    assert codes >= {code} if code else not codes


def test_the_page_has_rows_of_both_kinds() -> None:
    codes = [code for *_, code in ROW.findall(TEXT)]
    assert len([code for code in codes if code]) > 5
    assert codes.count("") > 5


def test_every_table_is_told_of() -> None:
    tables = {path.name for path in (files("trialc.grammar") / "vocabulary").iterdir() if path.name.endswith(".tsv")}
    missing = [name for name in {*tables, *(f"{table}.tsv" for table in TABLES)} if f"`{name}`" not in TEXT]
    assert missing == []
