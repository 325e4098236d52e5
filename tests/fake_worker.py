"""A worker that extracts nothing: it answers with a page of its own, dies or stalls as it is told.

A text is a list of words: «die» ends the process, «once:PATH» ends it if there is no such file yet,
«stall» sleeps, «wait» for a moment, «break» breaks a stage, «print» prints to standard output.
"""

import json
import os
import signal
import sys
import time
from pathlib import Path

from newsnlp.batch.talk import answer, serve

questions, answers = serve()
init = json.loads(questions.readline() or b"{}")
if init.get("wanted") == "nothing":
    print("no models here", file=sys.stderr)
    sys.exit(3)
answer(answers, {"fatal": "weights are missing"} if init.get("fatal") else {"ready": True})
for line in questions:
    document = json.loads(line)
    for word in document["text"].split():
        if word == "wait":
            time.sleep(0.001)
        if word == "print":
            print("noise")
        if word == "stall":
            time.sleep(600)
        if word == "die":
            os.kill(os.getpid(), signal.SIGSEGV)
        if word.startswith("once:") and not Path(word[5:]).exists():
            Path(word[5:]).touch()
            sys.exit("out of memory")
    if "break" in document["text"]:
        answer(answers, {"stage": "relate", "reason": "IndexError: 7"})
        continue
    page = {"key": [document["id"], document["source"]], "rows": {}, "listed": {}, "held": []}
    answer(answers, {**page, "records": []})
