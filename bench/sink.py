"""A real SMTP server on loopback: the text of each message goes to FOLDER/RECIPIENT/NUMBER.txt.

usage: python -m bench.sink PORT FOLDER
"""

import asyncio
import email
import email.policy
import itertools
import sys
from pathlib import Path

from aiosmtpd.smtp import SMTP


class Sink:
    """Keeps what it is handed."""

    def __init__(self, folder: Path):
        self.folder, self.numbers = folder, itertools.count()

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802 - the name that aiosmtpd calls
        """Write the message once for each recipient; a reader never sees half of it."""
        message = email.message_from_bytes(envelope.content, policy=email.policy.default)
        body = message.get_body(("plain", "html"))
        text = f"{message['subject']}\n\n{body.get_content() if body else ''}"
        for recipient in envelope.rcpt_tos:
            box = self.folder / recipient.lower()
            box.mkdir(exist_ok=True)
            draft = box / f"{next(self.numbers):08d}.part"
            draft.write_text(text, encoding="utf-8")
            draft.rename(draft.with_suffix(".txt"))
        return "250 OK"


async def main(port: int, folder: Path):
    """Listen until told to stop."""
    sink = Sink(folder)
    server = await asyncio.get_running_loop().create_server(
        lambda: SMTP(sink, hostname="localhost", enable_SMTPUTF8=True), "127.0.0.1", port
    )
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]), Path(sys.argv[2])))
