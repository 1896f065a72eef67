"""Tokens in the order that the grammar reads: what stands apart from its name, or is said once and meant twice."""
