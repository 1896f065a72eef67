"""The measuring script of evaluation, run on a few patients."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path


def test_rates_are_printed_for_both_trials() -> None:
    command = [sys.executable, str(Path(__file__).with_name("evaluate.py")), "--patients", "20"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=300, check=True)
    assert re.findall(r"^(.+): [\d,]+ criteria/s over 20 patients of 30 records$", done.stdout, re.MULTILINE) == [
        "NCT06001853, hand-coded",
        "thirty criteria",
    ]
