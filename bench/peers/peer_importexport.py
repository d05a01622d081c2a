"""Peer 3: Django + django-import-export, the 13 CertDc columns, one report line per row. Prints JSON.

usage: peer_importexport.py DB CSV --mode default|tuned|bulk --hash argon2|fixed [--base CSV]
 default: the library as documented (diff per row, one query + one save per row, one transaction)
 tuned:   skip_diff + CachedInstanceLoader, as the performance page advises; the best found for 'modify'
 bulk:    the same + use_bulk; the best found for 'create' (bulk_update is slower than one save per row)
 --hash fixed replaces password hashing by a constant (to measure the import alone); --base is loaded beforehand.
"""

import argparse
import csv
import json
import os
import subprocess
import sys
import time

import django
from django.conf import settings

p = argparse.ArgumentParser()
p.add_argument("db")
p.add_argument("csv")
p.add_argument("--mode", default="default", choices=["default", "tuned", "bulk"])
p.add_argument("--hash", default="argon2")
p.add_argument("--base")
p.add_argument("--load-only", action="store_true")
a = p.parse_args()

settings.configure(
    SECRET_KEY="bench-only",
    LANGUAGE_CODE="fr",
    USE_TZ=True,
    INSTALLED_APPS=["import_export"],
    DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    PASSWORD_HASHERS=["hashers.Argon2"],
    DATABASES={
        "default": {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": a.db,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    },
)
django.setup()

from django.contrib.auth.hashers import make_password  # noqa: E402
from django.core.exceptions import ValidationError  # noqa: E402
from django.core.validators import validate_email  # noqa: E402
from django.db import connection, models  # noqa: E402
from import_export import fields, instance_loaders, resources, widgets  # noqa: E402
from tablib import Dataset  # noqa: E402

COLUMNS = {
    "finess_ej": "Finess EJ",
    "finess_et": "Finess ET",
    "equipe": "Nom de l'équipe",
    "action": "Code action",
    "nom": "Nom",
    "prenom": "Prénom",
    "rpps": "N° RPPS",
    "role": "Rôle",
    "identifiant": "Identifiant",
    "mot_de_passe": "Mot de passe",
    "email": "Email",
    "debut": "Date de début",
    "fin": "Date de fin",
}
ROLES = {"CDC3D", "CDC3E", "CDC3A", "CDC4", "CDC1", "CDC2", "SYNT", "OEC1", "OEC2"}
REQUIRED = ["Finess EJ", "Finess ET", "Nom", "Prénom", "Rôle"]


class Profile(models.Model):
    cle = models.CharField(max_length=200, unique=True)
    finess_ej = models.CharField(max_length=9)
    finess_et = models.CharField(max_length=9, db_index=True)
    equipe = models.CharField(max_length=100, blank=True)
    nom = models.CharField(max_length=100)
    prenom = models.CharField(max_length=100)
    rpps = models.CharField(max_length=11, blank=True)
    role = models.CharField(max_length=5)
    identifiant = models.CharField(max_length=60, blank=True)
    mot_de_passe = models.CharField(max_length=128)
    email = models.CharField(max_length=254, blank=True)
    debut = models.DateField(null=True)
    fin = models.DateField(null=True)

    class Meta:
        app_label = "import_export"  # any installed application will do: this file is not one


def luhn_ok(digits):
    return sum(d if i % 2 == 0 else d // 5 + d * 2 % 10 for i, d in enumerate(map(int, reversed(digits)))) % 10 == 0


def key(row):
    return "|".join((row["Finess ET"], row["Nom de l'équipe"], row["Rôle"], row["N° RPPS"] or row["Identifiant"]))


def _field(name, widget=None):
    return fields.Field(name, COLUMNS[name], widget=widget or widgets.CharWidget())


class ProfileResource(resources.ModelResource):
    cle = fields.Field("cle", "cle")
    finess_ej, finess_et, equipe = _field("finess_ej"), _field("finess_et"), _field("equipe")
    nom, prenom, rpps, role = _field("nom"), _field("prenom"), _field("rpps"), _field("role")
    identifiant, email = _field("identifiant"), _field("email")
    debut = _field("debut", widgets.DateWidget("%d/%m/%Y"))
    fin = _field("fin", widgets.DateWidget("%d/%m/%Y"))

    class Meta:
        model = Profile
        import_id_fields = ["cle"]
        exclude = ["id", "mot_de_passe"]
        use_transactions = True
        if a.mode != "default":
            skip_diff = True
            instance_loader_class = instance_loaders.CachedInstanceLoader
        if a.mode == "bulk":
            use_bulk, batch_size = True, 200

    def get_bulk_update_fields(self):
        return ["nom", "prenom", "email", "debut", "fin"]  # what an M row may change, rather than all columns

    def before_import(self, dataset, **kwargs):
        self.seen = set()
        headers = dataset.headers
        dataset.append_col(lambda values: key(dict(zip(headers, values))), header="cle")

    def before_import_row(self, row, **kwargs):
        e = {}
        for column in REQUIRED:
            if not row[column]:
                e[column] = "Donnée obligatoire absente."
        action, rpps = row["Code action"], row["N° RPPS"]
        if action not in ("C", "M", "S"):
            e["Code action"] = "Code action inconnu."
        if row["Rôle"] not in ROLES:
            e["Rôle"] = "Rôle inconnu."
        if row["Rôle"] in ("CDC3E", "CDC3A", "CDC4") and not row["Nom de l'équipe"]:
            e["Nom de l'équipe"] = "Ce rôle demande une équipe."
        if rpps and not (len(rpps) == 11 and rpps.isdigit() and luhn_ok(rpps)):
            e["N° RPPS"] = "N° RPPS invalide."
        if not rpps and not row["Identifiant"]:
            e["Identifiant"] = "N° RPPS ou identifiant attendu."
        if action == "C" and not row["Mot de passe"]:
            e["Mot de passe"] = "Mot de passe attendu pour une création."
        if row["Email"]:
            try:
                validate_email(row["Email"])
                if not row["Email"].endswith((".mssante.fr", "@mssante.fr")):
                    e["Email"] = "Adresse hors MSSanté."
            except ValidationError:
                e["Email"] = "Adresse invalide."
        if action == "C" and row["cle"] in self.seen:
            e["cle"] = "Profil déjà créé plus haut dans le fichier."
        if e:
            raise ValidationError(e)
        self.seen.add(row["cle"])

    def after_init_instance(self, instance, new, row, **kwargs):
        if new != (row["Code action"] == "C"):
            raise ValidationError("Profil inconnu." if new else "Profil déjà existant.")

    def for_delete(self, row, instance):
        return row["Code action"] == "S"

    def validate_instance(self, instance, import_validation_errors=None, **kwargs):
        super().validate_instance(instance, import_validation_errors, **kwargs)
        if instance.debut and instance.fin and instance.fin < instance.debut:
            raise ValidationError({"Date de fin": "La fin précède le début."})

    def before_save_instance(self, instance, row, **kwargs):
        if row["Code action"] == "C":
            instance.mot_de_passe = make_password(row["Mot de passe"]) if a.hash == "argon2" else "argon2$fixed"

    def after_import_row(self, row, row_result, **kwargs):
        if row["Code action"] == "M" and row["Mot de passe"]:
            row_result.alerte = "Mot de passe ignoré : il n'est pas expiré."


def peak_kib():
    """Peak memory of this program (ru_maxrss would count its parent's, from before the exec)."""
    with open("/proc/self/status") as f:
        return int(next(line for line in f if line.startswith("VmHWM")).split()[1])


def load_base():
    """The people of --base, by bulk_create, outside of what is measured."""
    with connection.schema_editor() as editor:
        editor.create_model(Profile)
    if a.base:
        names = {c: n for n, c in COLUMNS.items()}
        with open(a.base, encoding="utf-8", newline="") as f:
            people = []
            for row in csv.DictReader(f, delimiter=";"):
                values = {names[c]: v for c, v in row.items() if names[c] not in ("action", "debut", "fin")}
                people.append(Profile(**values | {"mot_de_passe": "argon2$fixed"}, cle=key(row)))
        Profile.objects.bulk_create(people, batch_size=1000)


def main():
    for suffix in ("", "-wal", "-shm"):
        if os.path.exists(a.db + suffix):
            os.unlink(a.db + suffix)
    # in a process of its own, so that it does not count in this one's peak memory
    subprocess.run([sys.executable, *sys.argv, "--load-only"], check=True)
    rss0 = peak_kib()
    wall, cpu = time.perf_counter(), time.process_time()
    with open(a.csv, encoding="utf-8", newline="") as f:
        data = Dataset().load(f, format="csv", delimiter=";")
    result = ProfileResource().import_data(data, dry_run=False, raise_errors=False)
    statuses = []
    with open(a.db + ".rapport.csv", "w", encoding="utf-8", newline="") as f:
        report = csv.writer(f, delimiter=";")
        for n, row in enumerate(result.rows, 1):
            if row.is_valid() and not row.is_skip():
                alert = getattr(row, "alerte", "")
                statuses.append("ALERTE" if alert else "OK")
                report.writerow((n, statuses[-1], alert))
            else:
                statuses.append("ERREUR")
                why = row.validation_error.messages if row.validation_error else [repr(e.error) for e in row.errors]
                report.writerow((n, "ERREUR", " ".join(why)))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    with open(a.csv + ".expected", encoding="utf-8") as f:
        expected = [line.split(";")[1] for line in f]
    wrong = [n for n, (x, y) in enumerate(zip(statuses, expected), 1) if x != y]
    peak = peak_kib()
    print(
        json.dumps(
            {
                "rows": len(expected),
                "wall": wall,
                "cpu": cpu,
                "rows_per_cpu_s": len(expected) / cpu,
                "peak_mib": peak / 1024,
                "peak_over_start_mib": (peak - rss0) / 1024,
                "profiles": Profile.objects.count(),
                "base_errors": [repr(e.error) for e in result.base_errors],
                "wrong_status": len(wrong) + abs(len(statuses) - len(expected)),
                "first_wrong": wrong[:5],
            }
        )
    )


if __name__ == "__main__":
    load_base() if a.load_only else main()
