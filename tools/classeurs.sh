#!/bin/sh
# Makes again the workbooks of tests/tabular/files, as LibreOffice saves them:
#   apt install libreoffice-calc && make classeurs
# They are committed, so that nobody who runs the tests needs it. protege.xlsx is another: profils.xlsx behind a password
# (« secret »), as Excel encrypts it; only its being told apart matters.
set -eu
made=$(mktemp -d)
.venv/bin/python -m tests.tabular.made "$made"
for kind in ods xls; do
  soffice --headless --convert-to "$kind" --outdir tests/tabular/files "$made"/*.xlsx
done
# LibreOffice's own XLSX, out of its ODS.
soffice --headless --convert-to xlsx --outdir tests/tabular/files tests/tabular/files/*.ods
rm -r "$made"
