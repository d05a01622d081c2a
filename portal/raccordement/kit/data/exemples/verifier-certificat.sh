#!/bin/sh
# Vérifie que le serveur présente bien le certificat du kit.
# Usage : sh verifier-certificat.sh https://serveur.example
set -eu
serveur="$1"
certificat="$(dirname "$0")/../certificat-certdc.pem"

# 1. L’empreinte, à comparer avec celle que montre le portail.
openssl x509 -in "$certificat" -noout -fingerprint -sha256 -enddate

# 2. Une connexion qui ne fait confiance qu’à ce certificat : elle échoue si le serveur en présente un autre.
curl --silent --show-error --cacert "$certificat" --output /dev/null \
  --write-out 'Connexion TLS établie avec %{remote_ip}\n' "$serveur"
