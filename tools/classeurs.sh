#!/bin/sh
# Makes again the workbooks of tests/tabular/files, as LibreOffice saves them (soffice is needed).
set -eu
made=$(mktemp -d)
.venv/bin/python -m tests.tabular.made "$made"
for kind in ods xls; do
  soffice --headless --convert-to "$kind" --outdir tests/tabular/files "$made"/*.xlsx
done
# LibreOffice's own XLSX, out of its ODS.
soffice --headless --convert-to xlsx --outdir tests/tabular/files tests/tabular/files/*.ods
rm -r "$made"
