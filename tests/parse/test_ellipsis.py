"""What a clause leaves out: a stable dose is that of the drug named before; another drug's is its own."""

from __future__ import annotations

from stages import written


def test_a_stable_dose_is_of_the_drug_before() -> None:
    found = written("Taking aspirin for 6 months and on a stable dose for 4 weeks")
    assert found.count('drug "aspirin"') == 2
    assert found.endswith('(control: "stable dose") current lasting >= 4 weeks')


def test_a_named_drug_keeps_its_dose() -> None:
    found = written("Taking aspirin for 6 months and a stable dose of warfarin for 4 weeks")
    assert found.count('drug "aspirin"') == 1
    assert 'drug "warfarin"' in found
