"""The kit as a ZIP: the same content always gives the same bytes."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from portal.raccordement.kit import manual

FOLDER = "kit-raccordement"
CERTIFICATE = "certificat-certdc.pem"
EXAMPLES = ("verifier-certificat.sh", "verifier_certificat.py")
_LONG_AGO = (2000, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Parameters:
    """What the kit of one request says about it; nothing in it is a secret."""

    demande: str
    etat: str
    systeme: str
    version: str
    portail: str
    etablissements: Sequence[Mapping[str, str]]


def build(certificate: str | None, parameters: Parameters | None) -> bytes:
    """The kit, with the certificate in service if there is one, and a request's parameters if asked for."""
    content: dict[str, bytes] = {
        "LISEZ-MOI.txt": _read_me(certificate is not None, parameters).encode(),
        "manuel-raccordement.pdf": manual.as_pdf(),
        "manuel-raccordement.html": _page(manual.as_html(heading=True)).encode(),
        "liste-de-controle.txt": _checklist().encode(),
    }
    for name in EXAMPLES:
        content[f"exemples/{name}"] = (manual.DATA / "exemples" / name).read_bytes()
    if certificate is not None:
        content[CERTIFICATE] = certificate.encode()
    if parameters is not None:
        content["parametres.json"] = json.dumps(asdict(parameters), ensure_ascii=False, indent=2).encode() + b"\n"
    return _zip(content)


def _zip(content: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(content):
            archive.writestr(zipfile.ZipInfo(f"{FOLDER}/{name}", _LONG_AGO), content[name], zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _read_me(has_certificate: bool, parameters: Parameters | None) -> str:  # noqa: FBT001 - private, one caller
    lines = [
        "Kit de raccordement à CertDc",
        "",
        "manuel-raccordement.pdf, .html   le manuel technique",
        "liste-de-controle.txt            à cocher avant le bac à sable, puis avant la production",
        "exemples/                        vérifier le certificat du serveur, avec curl et avec Python",
    ]
    lines += (
        [f"{CERTIFICATE}            le certificat serveur CertDC"]
        if has_certificate
        else ["", "Le certificat serveur n’est pas encore publié\u00a0: vous serez prévenu par courriel."]
    )
    if parameters:
        lines += [f"parametres.json                  les paramètres de votre demande {parameters.demande}"]
    return "\n".join([*lines, ""])


def _checklist() -> str:
    """The last part of the manual, each line with a box."""
    part = manual.source().partition("## Liste de contrôle\n")[2]
    return "Liste de contrôle\n" + part.replace("\n- ", "\n[ ] ")


def _page(body: str) -> str:
    return (
        '<!doctype html>\n<html lang="fr">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{manual.TITLE}</title>\n"
        "<style>body{max-width:44rem;margin:2rem auto;padding:0 1rem;font:1rem/1.6 system-ui,sans-serif}"
        "pre{overflow:auto;padding:.75rem;background:#eef2f4}table{border-collapse:collapse}"
        "th,td{padding:.4rem .75rem;border-bottom:1px solid #9fb0b8;text-align:left}</style>\n"
        f"</head>\n<body>\n{body}</body>\n</html>\n"
    )
