"""Laid-out tokens to a syntax tree (`grammar/criteria.lark`), and the tree as items with their parts."""
