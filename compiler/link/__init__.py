"""Concepts to codes: what is looked for, in the terms of the code systems that records use."""
