"""`python -m trialc` is `trialc`."""

from .cli import main

if __name__ == "__main__":
    main()
