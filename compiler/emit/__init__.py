"""Back ends: a rule tree in the words of another system. Each says of every criterion how exactly it can be said there."""
