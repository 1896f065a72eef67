"""How many criteria are evaluated in a second on one core: `python tests/benchmarks/evaluate.py [--patients N]`.

Generated patients of 30 records each against the hand-coded protocol, and against thirty criteria on what these
patients have. Making a patient ready (folding names, counting days) is part of the time; reading them is not. The time
is this process's own, the best of three passes: other work on the machine disturbs each of them in its own way.
"""

from __future__ import annotations

import argparse
import gc
import sys
import time
from datetime import date
from pathlib import Path
from random import Random

from trialc.evaluate.evaluator import Evaluator
from trialc.evaluate.patient import Patient
from trialc.golden import hand_coded
from trialc.rules.language import parse_trial
from trialc.rules.trial import Trial

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from patients import CONCEPTS, INDEX, Known, patient, record

_CODED = 'coded ("{code.system}|{code.code}")'
_RULES = {
    "condition": 'condition "{text}" ' + _CODED + " {when}",
    "drug": 'drug "{text}" ' + _CODED + " within 3 months before enrollment",
    "procedure": 'procedure "{text}" ' + _CODED + " within 4 weeks before treatment",
    "measurement": 'latest measurement "{text}" ' + _CODED + " {value} within 1 year before enrollment",
}


def thirty() -> Trial:
    """A trial of thirty criteria that ask for what the generated patients have."""
    lines = ["trial NCT00000000", 'include I1 "Adults" person age >= 18 years']
    for number in range(2, 31):
        known = CONCEPTS[number % len(CONCEPTS)]
        section = "include I" if known.domain == "measurement" else "exclude E"
        lines.append(f'{section}{number} "{known.text}" {_rule(known, number)}')
    return parse_trial("\n".join(lines))


def _rule(known: Known, number: int) -> str:
    form = _RULES.get(known.domain, '{domain} "{text}" ' + _CODED + " ever")
    unit = next(iter(known.units), None)
    value = f">= {known.units[unit][1]} {unit}" if unit else ""
    when = "ever" if number % 2 else "current"
    return form.format(domain=known.domain, text=known.text, code=known.code, value=value, when=when)


def people(count: int, seed: int = 1) -> list[Patient]:
    """Generated patients with thirty records each."""
    random = Random(seed)
    found = []
    for number in range(count):
        facts = tuple(record(random, random.choice(CONCEPTS)) for _ in range(30))
        found.append(patient(random, number).model_copy(update={"facts": facts}))
    return found


def rate(trial: Trial, patients: list[Patient], at: date = INDEX) -> float:
    """Criterion evaluations per second."""
    evaluator = Evaluator(trial)
    gc.freeze()  # as `trialc evaluate` does; and its patients come one by one
    return len(evaluator.criteria) * len(patients) / min(_seconds(evaluator, patients, at) for _ in range(3))


def _seconds(evaluator: Evaluator, patients: list[Patient], at: date) -> float:
    start = time.process_time()
    for one in patients:
        evaluator.evaluate(one, at)
    return time.process_time() - start


def main() -> None:
    """Print the rates."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--patients", type=int, default=2000)
    count = parser.parse_args().patients
    patients = people(count)
    for name, trial in (("NCT06001853, hand-coded", hand_coded("NCT06001853")), ("thirty criteria", thirty())):
        print(f"{name}: {rate(trial, patients):,.0f} criteria/s over {count:,} patients of 30 records")


if __name__ == "__main__":
    main()
