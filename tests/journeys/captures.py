"""The pictures of docs/captures: `CAPTURES=docs/captures pytest tests/journeys/test_every_page.py` takes them again.

Install Debian's fonts-liberation before: its letters are as wide as those of most readers, DejaVu's far wider.
"""

import base64
import os
import struct
import zlib
from pathlib import Path

from playwright.sync_api import Page

from tests.journeys.visitor import LAPTOP, TELEPHONE

PICTURES = {
    "information.home-outside": "accueil",
    "signin.start": "connexion",
    "signin.start-refused": "connexion-refusee",
    "signin.code": "code",
    "signin.address": "adresse",
    "password.forgotten": "oubli",
    "password.sent": "attente",
    "password.choice": "choix",
    "password.renew": "renouveler",
    "accounts.overview": "mon-compte",
    "password.change-refused": "changer",
    "deposit.start": "raccorder",
    "deposit.draft-searched": "demande",
    "deposit.sent": "demande-envoyee",
    "followup.record-sandbox": "mon-raccordement",
    "followup.ask_for_production-empty": "production",
    "amendment.places-waits": "etablissements",
    "team.listing": "equipe",
    "demo.home": "demonstration",
    "demo.mailbox": "messagerie",
    "demo.message": "message",
    "information.assistant-question": "assistant",
    "information.assistant-advice": "conseil",
    "information.help": "aide",
    "demo.components": "composants",
    "error-404": "introuvable",
    "instruction.listing": "instruction",
    "desk.record-review": "instruction-demande",
    "desk.ask": "instruction-accepter",
    "figures.figures": "instruction-chiffres",
    "staff.establishment": "administration",
    "person.profile-physician": "profil",
    "person.new-refused": "profil-creer",
    "teams.team": "profil-equipe",
    "imports.home": "import",
    "imports.run-preview": "import-apercu",
    "imports.run-report": "import-rapport",
    "certificates.manage": "certificat",
    "information.home-administrator": "accueil-medimail",
    "structures.listing": "structures",
    "structures.home": "structure",
    "structure_settings.show": "structure-parametrage",
    "structure_settings.show-read": "structure-lecture",
    "structure_settings.show-office": "structure-office",
    "structure_administrators.listing-found": "structure-administrateurs",
    "structure_administrators.ask_to_add": "structure-administrateur-ajouter",
    "enrolment.show-tried": "structure-enrolement",
    "shaping.new": "structure-creer",
    "shaping.ask_to_move-chosen": "structure-deplacer",
    "mailboxes.listing": "comptes",
    "mailboxes.listing-daughters": "comptes-valides",
    "mailbox.create": "compte-type",
    "mailbox.fill-person": "compte-creer",
    "mailbox.fill-shared": "compte-creer-partage",
    "mailbox.show-person": "compte",
    "mailbox.show-rejected": "compte-rejete",
    "mailbox.edit-shared": "compte-modifier",
    "mailbox.past": "compte-historique",
    "mailbox_acts.ask_to_reject": "compte-rejeter",
    "mailbox_acts.ask_to_transfer-chosen": "compte-transferer",
    "mailbox_kind.choose": "compte-type-choisir",
    "mailbox_kind.fill-goes": "compte-changer-type",
    "mailbox_options.show-delegates": "compte-parametres",
    "bulk.run-preview": "comptes-acte",
    "address_changes.ask": "changer-adresse",
    "address_changes.listing-asked": "changements-adresse",
    "ageing.tonight": "cette-nuit",
    "relances.ask": "relance-envoyer",
    "relances.last": "relance",
    "finalising.open": "finaliser",
    "joining.start": "inscription",
    "joining.sheet": "inscription-fiche",
}
IN_THE_HAND = {
    *("connexion", "code", "demande", "instruction", "mon-compte", "mon-raccordement", "assistant"),
    *("administration", "import-apercu", "comptes", "compte", "structure"),
}

# The browser reads the picture and puts each point to the nearest of its 256 commonest colours.
INDEX = """async source => {
  const image = await createImageBitmap(await (await fetch("data:image/png;base64," + source)).blob());
  const canvas = new OffscreenCanvas(image.width, image.height), context = canvas.getContext("2d");
  context.drawImage(image, 0, 0);
  const points = new Uint32Array(context.getImageData(0, 0, image.width, image.height).data.buffer);
  const counts = new Map();
  for (const point of points) counts.set(point, (counts.get(point) ?? 0) + 1);
  const colours = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  const parts = c => [c & 255, c >> 8 & 255, c >> 16 & 255];
  const kept = colours.slice(0, 256).map(parts);
  const distance = (a, b) => (a[0] - b[0]) ** 2 + (a[1] - b[1]) ** 2 + (a[2] - b[2]) ** 2;
  const nearest = c => kept.reduce((best, k, i) => distance(k, c) < distance(kept[best], c) ? i : best, 0);
  const index = new Map(colours.map((colour, i) => [colour, i < 256 ? i : nearest(parts(colour))]));
  const rows = new Uint8Array((image.width + 1) * image.height);
  points.forEach((point, i) => rows[i + Math.floor(i / image.width) + 1] = index.get(point));
  const reader = new FileReader();
  await new Promise(done => { reader.onload = done; reader.readAsDataURL(new Blob([rows])); });
  return {width: image.width, height: image.height, palette: kept.flat(), rows: reader.result.split(",")[1]};
}"""


def take(page: Page, state: str) -> None:
    """Take the pictures of this state of a page, if it has any and if they are asked for."""
    folder, name = os.environ.get("CAPTURES"), PICTURES.get(state)
    if not folder or not name:
        return
    _save(page, Path(folder) / f"{name}.png")
    if name in IN_THE_HAND:
        page.emulate_media(color_scheme="dark")
        page.set_viewport_size(TELEPHONE)
        _save(page, Path(folder) / f"{name}-320-sombre.png")
        page.set_viewport_size(LAPTOP)


def _save(page: Page, path: Path) -> None:
    """Write the whole page as a PNG of 256 colours, a third of the size that the browser gives it."""
    for frame in page.locator("iframe").all():  # out of sight, it is not drawn
        frame.screenshot()
    # The picture is of the whole page: a head that sticks would stand over a row, and a pointer colours another.
    page.mouse.move(0, 0)
    page.evaluate("scrollTo(0, 0)")
    taken = base64.b64encode(page.screenshot(full_page=True)).decode()
    workshop = page.context.new_page()
    image = workshop.evaluate(INDEX, taken)
    workshop.close()
    header = struct.pack(">IIBBBBB", image["width"], image["height"], 8, 3, 0, 0, 0)
    rows = zlib.compress(base64.b64decode(image["rows"]), 9)
    chunks = [(b"IHDR", header), (b"PLTE", bytes(image["palette"])), (b"IDAT", rows), (b"IEND", b"")]
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(*chunk) for chunk in chunks))


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
