"""What is asked for when a field is empty: one sentence each."""

from collections.abc import Mapping

from portal.medimail.mailboxes.record.rules.fields import Field

MISSING: Mapping[Field, str] = {
    Field.ADDRESS: "Saisissez l’adresse mail du compte.",
    Field.LAST_NAME: "Saisissez le nom.",
    Field.FIRST_NAME: "Saisissez le prénom.",
    Field.RPPS: "Saisissez le numéro RPPS, ou le numéro ADELI.",
    Field.ADELI: "Saisissez le numéro ADELI, ou le numéro RPPS.",
    Field.POSTAL_CODE: "Saisissez le code postal.",
    Field.CITY: "Saisissez la ville.",
    Field.DEPARTEMENT: "Choisissez le département.",
    Field.REGION: "Choisissez la région.",
    Field.PROFESSION: "Choisissez la profession dans la liste.",
    Field.DIPLOMA: "Saisissez le diplôme\u00a0: il est demandé pour une profession médico-sociale.",
    Field.IS_LIBERAL: "Dites s’il s’agit d’une activité libérale\u00a0: NON pour un salarié de l’établissement.",
    Field.KIND: "Choisissez le type de BAL.",
    Field.PLACE_KIND: "Choisissez le type d’identifiant de la structure.",
    Field.PLACE_NUMBER: "Saisissez l’identifiant de la structure de rattachement.",
    Field.RETURN_ADDRESS: "Saisissez l’adresse MSSanté à laquelle on pourra répondre.",
    Field.RESPONSIBLE_LAST_NAME: "Saisissez le nom du responsable du compte.",
    Field.RESPONSIBLE_FIRST_NAME: "Saisissez le prénom du responsable du compte.",
    Field.RESPONSIBLE_PROFESSION: "Choisissez la profession du responsable du compte.",
    Field.RESPONSIBLE_RPPS: "Saisissez le numéro RPPS du responsable du compte.",
    Field.DESCRIPTION: "Saisissez la description\u00a0: c’est ce que lira le destinataire d’un message.",
    Field.TITLE: "Choisissez la civilité d’exercice\u00a0: elle est demandée pour cette profession.",
    Field.APICRYPT_SPECIALTY: "Saisissez la spécialité Apicrypt, ou effacez l’adresse Apicrypt.",
    Field.CONNECTIONS: "Ajoutez au moins un compte de connexion\u00a0: une BAL partagée s’ouvre par le compte "
    "nominatif (MED, PER ou INT) de chaque personne.",
}
