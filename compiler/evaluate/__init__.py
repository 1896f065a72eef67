"""Patients, and what the rules of a trial say of them. `README.md` gives the exact meaning."""
