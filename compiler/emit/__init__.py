"""Back ends: a rule tree in the words of another system, and how exactly each criterion can be said there."""
