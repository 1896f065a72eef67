"""Rules as SQL over the OMOP common data model 5.3 and 5.4, built as expression trees, printed in several dialects.

SQL's NULL logic is Kleene's: NULL is unknown. What each construct means is in `../../evaluate/README.md`.
"""

from .emit import Column, Dialect, Emitted, emit

__all__ = ["Column", "Dialect", "Emitted", "emit"]
