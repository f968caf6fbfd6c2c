#!/usr/bin/env python3
"""Make whole messages of the examples that have all facts labelled.

    to_eml.py FOLDER FILE.jsonl ...

FILEs are rules/LANG/mail.jsonl; FOLDER gets the messages and labels.jsonl, as score.py
reads them."""
import json
import sys
from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, getaddresses
from pathlib import Path

CANDIDATE = "Robin Applicant <robin@example.net>"
NOT_LABELS = ("id", "date", "from", "to", "cc", "subject", "body", "facts")


def addresses(text):
    return ", ".join(f'"{name}" <{address}>' if name and address else address
                     for name, address in getaddresses([text]) if address)


def message_of(example):
    message = EmailMessage(policy=SMTP)
    for field in ("from", "to", "cc"):
        value = addresses(example.get(field) or ("" if field == "cc" else CANDIDATE))
        if value:
            message[field.capitalize()] = value
    message["Subject"] = " ".join(example["subject"].split())
    message["Date"] = format_datetime(datetime.fromisoformat(example["date"]))
    message["Message-ID"] = f"<{example['id']}@corpus.example>"
    message.set_content(example["body"])
    return message


def main():
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with open(folder / "labels.jsonl", "w", encoding="utf-8") as labels:
        for source in sys.argv[2:]:
            for line in open(source, encoding="utf-8"):
                example = json.loads(line)
                if not example.get("facts"):
                    continue
                name = example["id"] + ".eml"
                (folder / name).write_bytes(message_of(example).as_bytes())
                label = {"file": name} | {k: v for k, v in example.items() if k not in NOT_LABELS}
                labels.write(json.dumps(label, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
