"""`python -m hark.triage.train.phrases`: compile the authored phrases again, after an edit to `data/`."""

from hark.triage import compiled

if __name__ == "__main__":
    compiled.write()
