"""The upload of a server certificate."""

from werkzeug.datastructures import FileStorage
from wtforms import FileField, ValidationError

from portal.raccordement.certificates.rules import MAX_PEM
from portal.web.forms import Form, required


class CertificateForm(Form):
    """The certificate, and its key if one wishes to compare them."""

    certificat = FileField(
        "Certificat serveur (PEM)", validators=[required("Choisissez le fichier du certificat, au format PEM.")]
    )
    cle = FileField("Clé privée correspondante")

    def validate_certificat(self, field: FileField) -> None:
        """A certificate and its chain are small."""
        self.pem = _content(field.data)

    def validate_cle(self, field: FileField) -> None:
        """So is a key."""
        self.key = _content(field.data)

    def read(self) -> tuple[bytes, bytes]:
        """The certificate and the key, as they were sent; the key is empty when none was."""
        return self.pem, self.key


def _content(sent: object) -> bytes:
    if not isinstance(sent, FileStorage):
        return b""
    content = sent.stream.read(MAX_PEM + 1)
    if len(content) > MAX_PEM:
        raise ValidationError(f"Ce fichier dépasse {MAX_PEM // 1024} Ko\u00a0: ce n’est pas un certificat.")
    return content
