"""The layout of a sentence: which kind each connective is, and where each opened phrase closes."""
