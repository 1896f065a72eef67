"""Syntax to rules: facts with their limits, times and qualities, lists, conditions and exceptions."""
