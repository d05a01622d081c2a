"""Vérifie que le serveur présente bien le certificat du kit, avec Python 3 seul.

    python3 verifier_certificat.py serveur.example
"""

import hashlib
import pathlib
import socket
import ssl
import sys

fichier = pathlib.Path(__file__).parent.parent / "certificat-certdc.pem"
debut, fin = "-----BEGIN CERTIFICATE-----", "-----END CERTIFICATE-----"
texte = fichier.read_text(encoding="ascii")
premier = texte[texte.index(debut) : texte.index(fin) + len(fin)]
attendue = hashlib.sha256(ssl.PEM_cert_to_DER_cert(premier)).hexdigest()
print("Dans le kit", attendue)

serveur, _, port = sys.argv[1].partition(":")
contexte = ssl.create_default_context(cafile=str(fichier))
# Le certificat du kit suffit, sans celui de l’autorité qui l’a signé.
contexte.verify_flags |= ssl.VERIFY_X509_PARTIAL_CHAIN
with socket.create_connection((serveur, int(port or 443)), timeout=10) as prise:
    with contexte.wrap_socket(prise, server_hostname=serveur) as tls:
        presentee = hashlib.sha256(tls.getpeercert(binary_form=True)).hexdigest()
print("Par serveur", presentee)
sys.exit(0 if presentee == attendue else "Le serveur présente un autre certificat.")
