#!/usr/bin/env python3
"""Score the facts of all messages that have them labelled, in five folds: the tagger of names
never learnt from a sender that it is tried on. (What patterns find was tuned on many of them, and
kinds were learnt from all.)

    score_facts.py BUILD [--fields]

Run from the top of the project; BUILD is where make has built it."""
import subprocess
import sys
import tempfile
from collections import defaultdict
from pathlib import Path
from shutil import copy

import score

FOLDS = 5


def gather(folder):
    """Every labelled message in one folder, with labels.jsonl."""
    here = Path(__file__).parent
    examples = sorted(str(p) for p in Path("rules").glob("*/mail.jsonl"))
    subprocess.run([sys.executable, str(here / "to_eml.py"), str(folder), *examples], check=True)
    for message in Path("rules/mail").glob("*.eml"):
        copy(message, folder)
    with open(folder / "labels.jsonl", "a", encoding="utf-8") as labels:
        labels.write(Path("rules/mail/labels.jsonl").read_text(encoding="utf-8"))


def program_for(fold, build, folder):
    """afterword with a tagger that learnt from the other folds."""
    rules = folder / "rules"
    rules.mkdir(parents=True)
    copy(build / "afterword", folder)
    (folder / "modules").symlink_to(build / "modules")
    for file in (build / "rules").iterdir():
        if file.name not in ("names.bin", "dates.bin"):
            (rules / file.name).symlink_to(file)
    for what in ("names", "dates"):
        subprocess.run([str(build / "tools/tags"), "-x", str(fold), what, str(rules / f"{what}.bin"),
                        "rules", str(build / "rules/patterns.bin")], check=True)
    return str(folder / "afterword")


def main():
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    build = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory() as name:
        work = Path(name)
        messages = work / "messages"
        gather(messages)
        fold_of = {}
        programs = []
        for fold in range(FOLDS):
            programs.append(program_for(fold, build, work / str(fold)))
            listed = subprocess.run([str(build / "tools/tags"), "-l", str(fold), "rules"],
                                    stdout=subprocess.PIPE, check=True)
            for line in listed.stdout.decode().split():
                fold_of[line.removesuffix(".eml") + ".eml"] = fold
        read = score.run

        def run_folds(command, folder, labels):
            by_fold = defaultdict(list)
            for label in labels:
                by_fold[fold_of[label["file"]]].append(label)
            answers = {}
            for fold, some in by_fold.items():
                for label, answer in zip(some, read([programs[fold], *command], folder, some)):
                    answers[label["file"]] = answer
            return [answers[label["file"]] for label in labels]

        score.run = run_folds
        sys.argv = ["score.py", *sys.argv[2:], str(messages), "explain", "--json"]
        score.main()


if __name__ == "__main__":
    main()
