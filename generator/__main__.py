"""`python -m generator`, where the command `upside` is not on the path."""

from generator.cli import run

if __name__ == "__main__":
    run()
