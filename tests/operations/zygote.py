"""The command line, loaded once: each command then runs in a process of its own, forked from this one.

It reads one request a line, {"words", "environment", "folder", "typed", "without"}, and answers {"code", "out", "err"}.
A command starts in hundredths of a second; its environment, its files and its exit code are those of its own process.
"""

import json
import os
import signal
import sys
import tempfile

from portal.cli import main

# Seconds after which a command that should have ended is killed.
PATIENCE = 30


def serve() -> None:
    for line in sys.stdin:
        print(json.dumps(answer(json.loads(line))), flush=True)  # noqa: T201 - this is how it answers


def answer(request: dict) -> dict:
    with (
        tempfile.TemporaryFile("w+") as out,
        tempfile.TemporaryFile("w+") as err,
        tempfile.TemporaryFile("w+") as typed,
    ):
        typed.write(request["typed"])
        typed.seek(0)
        child = os.fork()
        if not child:
            become(request, (typed, out, err))
        _, status = os.waitpid(child, 0)
        out.seek(0)
        err.seek(0)
        return {"code": os.waitstatus_to_exitcode(status), "out": out.read(), "err": err.read()}


def become(request: dict, files: tuple) -> None:
    """Be `portail WORDS`, to the end."""
    signal.alarm(PATIENCE)
    os.setsid()  # no terminal: what is typed comes from the file
    for number, file in enumerate(files):
        os.dup2(file.fileno(), number)
    os.chdir(request["folder"])
    os.environ.clear()
    os.environ.update(request["environment"])
    sys.modules.update(dict.fromkeys(request["without"]))  # None there: as if it were not installed
    code = 1
    try:
        main(request["words"], prog_name="portail")
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    except BaseException:  # noqa: BLE001 - shown as the interpreter would
        sys.excepthook(*sys.exc_info())
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve()
    os._exit(0)  # nothing to put away: an interpreter that does takes half a second
