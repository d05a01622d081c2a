"""The ends of the sign-in assistant: what to do, why, and what if it fails.

Sources: 004, « Mot de passe oublié ou compte bloqué ? »; 000 for MSSanté, the life of a password and the CPS card;
002 and 003 for Medimail. A name between braces is a field of `facts.Facts`.
"""

from dataclasses import replace

from portal.information.rules import CERTDC, Advice, Page, Phone

SIGN_IN = Page("Se connecter", "signin.start")
ASK_LINK = Page("Recevoir le lien", "password.forgotten")
ENTER_CODE = Page("Revenir à la saisie du code", "signin.code")
ENTER_ADDRESS = Page("Revenir à l’enregistrement de l’adresse", "signin.address")
WHO_IS_REFERENT = Page("Qui est le référent ?", "information.help", "referent")
WHO_IS_MEDIMAIL_ADMINISTRATOR = Page(
    "Qui est l’administrateur Medimail ?", "information.help", "administrateur-medimail"
)
CALL = Phone("Appeler le {phone}")

INSERT_CARD = "Placez la carte dans le lecteur, puis ouvrez CertDc."
CHOOSE_CERTIFICATE = "Choisissez de vous connecter avec un certificat électronique, puis saisissez le code de la carte."
AT_HAND = (
    "Préparez votre numéro RPPS.",
    "Préparez aussi le numéro FINESS géographique de votre établissement d’exercice, le cas échéant.",
)
LOST_CARD = "La carte est perdue, ou n’est jamais arrivée ? Signalez-le aussi à l’organisme qui délivre votre carte."

# Forgotten or blocked

LINK = Advice(
    "Demandez un lien",
    "Il part à votre adresse MSSanté, et à elle seule. Il débloque le compte ou fait choisir un nouveau mot de passe.",
    (
        "Saisissez l’identifiant avec lequel vous vous connectez.",
        "Ouvrez votre messagerie MSSanté : suivez le lien du message, ou recopiez son code. Il est valable {link}.",
        "Débloquez le compte en gardant votre mot de passe, ou choisissez-en un nouveau.",
    ),
    ASK_LINK,
    "Rien n’arrive après quelques minutes ? Vérifiez l’identifiant et les indésirables. S’il n’y a toujours rien, "
    "changez votre dernière réponse : d’autres voies existent.",
)
LINK_SI = replace(
    LINK,
    reason="Il part à {si_address}. Il débloque le compte ou fait choisir un nouveau mot de passe.",
    steps=(
        LINK.steps[0],
        "Ouvrez cette messagerie : suivez le lien du message, ou recopiez son code. Il est valable {link}.",
        LINK.steps[2],
    ),
    otherwise="Rien n’arrive après quelques minutes ? Vérifiez l’identifiant et les indésirables, "
    "puis appelez l’assistance au {phone}.",
)
CARD = Advice(
    "Utilisez votre carte CPS",
    "Elle ouvre CertDc sans mot de passe, même si le vôtre a expiré.",
    (
        INSERT_CARD,
        CHOOSE_CERTIFICATE,
        "Pour la prochaine fois, faites enregistrer une adresse MSSanté : un lien suffira.",
    ),
    CERTDC,
    "La carte est refusée ? Appelez l’assistance au {phone}, {hours}.",
)
REFERENT = Advice(
    "Contactez le référent CertDc de votre établissement",
    "Sans adresse MSSanté, rien ne peut vous être envoyé ; le référent, lui, sait qui vous êtes.",
    (
        "Demandez-lui votre identifiant et un mot de passe initial.",
        "Donnez-lui votre adresse MSSanté, si vous en avez une : la prochaine fois, un lien suffira.",
        "Connectez-vous avec le mot de passe initial, puis choisissez le vôtre.",
    ),
    WHO_IS_REFERENT,
    "Le référent est absent ? Un compte bloqué se rouvre seul après {block}, avec le même mot de passe. "
    "Sinon, appelez l’assistance au {phone}, {hours}.",
)
SUPPORT = Advice(
    "Appelez l’assistance",
    "Aucune autre voie ne permet de vérifier que c’est bien vous. L’assistance répond {hours}.",
    AT_HAND,
    CALL,
    "Un compte bloqué se rouvre aussi seul après {block}, avec le même mot de passe.",
)
MEDIMAIL_ADMINISTRATOR = Advice(
    "Contactez l’administrateur Medimail de votre structure",
    "Il gère les comptes Medimail de votre établissement ou de votre groupement.",
    (
        "Donnez-lui l’adresse de votre boîte.",
        "Demandez-lui de réinitialiser votre mot de passe ou, si l’adresse est fausse, de la changer.",
        "Une adresse changée sert à se connecter dès le lendemain.",
    ),
    WHO_IS_MEDIMAIL_ADMINISTRATOR,
    "Un compte bloqué se rouvre aussi seul après {block}, avec le même mot de passe.",
)

# First sign-in

FIRST_PASSWORD = Advice(
    "Connectez-vous avec le mot de passe initial",
    "Il ne sert qu’à cette première connexion : vous choisirez le vôtre aussitôt.",
    (
        "Saisissez l’identifiant et le mot de passe reçus.",
        "Recopiez le code envoyé par courriel ; sans adresse enregistrée, le portail vous demande la vôtre.",
        "Choisissez votre mot de passe personnel : c’est lui qui servira ensuite.",
    ),
    SIGN_IN,
    "Le mot de passe est refusé ? Demandez au référent de vérifier qu’il est bien recopié, ou d’en donner un autre.",
)
FIRST_REFERENT = Advice(
    "Demandez vos accès au référent CertDc",
    "Il va vous donner votre identifiant et un mot de passe initial, à utiliser lors de votre première connexion.",
    (
        "Donnez-lui votre numéro RPPS ; sans numéro RPPS, il vous attribue un identifiant.",
        "Donnez-lui votre adresse MSSanté : elle recevra vos codes de connexion.",
    ),
    WHO_IS_REFERENT,
    "Le profil de médecin ne peut être attribué qu’à un médecin ayant une inscription valide au tableau de l’Ordre "
    "départemental et enregistré au RPPS.",
)
FIRST_CARD = Advice(
    "Utilisez votre carte CPS pour cette première connexion",
    "Elle prouve que c’est bien vous ; vous définissez ensuite votre mot de passe.",
    (
        INSERT_CARD,
        CHOOSE_CERTIFICATE,
        "Définissez votre mot de passe personnel. Ensuite, la carte ou le mot de passe conviendront.",
    ),
    CERTDC,
    CARD.otherwise,
)
FIRST_WITHOUT_CARD = Advice(
    "Appelez l’assistance",
    "En libéral, la première connexion demande la carte CPS. L’assistance répond {hours}.",
    (*AT_HAND, LOST_CARD),
    CALL,
)
FIRST_SI = Advice(
    "Vos paramètres de connexion sont dans un courriel",
    "Il vous a été envoyé à l’enregistrement de votre demande de raccordement ; il contient votre identifiant.",
    (
        "Cherchez-le, y compris dans les indésirables.",
        "Choisissez votre mot de passe par le lien qu’il contient, ou remplacez le mot de passe initial qu’il donne.",
        "Connectez-vous avec votre identifiant, puis recopiez le code envoyé.",
    ),
    SIGN_IN,
    "Le courriel est introuvable ? Écrivez à l’équipe de coordination : coordination-cepidc.dsi@inserm.fr.",
)
FIRST_MEDIMAIL = Advice(
    "Finalisez votre inscription depuis le courriel reçu",
    "Son lien vous fait choisir votre mot de passe et confirmer vos informations.",
    (
        "Ouvrez ce courriel et suivez le lien.",
        "Connectez-vous ensuite avec l’adresse de votre boîte et ce mot de passe.",
    ),
    SIGN_IN,
    "Pas de courriel, ou un lien périmé ? L’administrateur Medimail de votre structure peut vous relancer.",
)

# Which identifier

IDENTIFIER = Advice(
    "Essayez votre numéro RPPS",
    "C’est l’identifiant de tout professionnel qui en possède un.",
    (
        "Il compte 11 chiffres, sans lettre ni espace.",
        "Sans numéro RPPS, saisissez l’identifiant CertDc que le référent vous a donné.",
    ),
    SIGN_IN,
    "Toujours rien ? Le référent de votre établissement, ou le guichet de votre ordre, peut vous le rappeler.",
)
IDENTIFIER_MEDIMAIL = Advice(
    "Utilisez l’adresse de votre boîte",
    "C’est l’identifiant de tout compte Medimail.",
    ("Saisissez-la en entier, avec ce qui suit le signe @.",),
    SIGN_IN,
    "L’adresse a changé ? La nouvelle sert à se connecter dès le lendemain du changement.",
)
IDENTIFIER_SI = Advice(
    "Essayez l’adresse de messagerie de votre demande",
    "C’est l’identifiant de tout compte ouvert par une demande de raccordement.",
    (
        "Saisissez-la en entier, avec ce qui suit le signe @.",
        "Le courriel reçu à l’enregistrement de la demande donne un autre identifiant ? C’est alors celui-là.",
    ),
    SIGN_IN,
    FIRST_SI.otherwise,
)

# Messages and codes

EXPIRED = Advice(
    "Choisissez un nouveau mot de passe",
    "Un mot de passe vit {months} ou {sign_ins}, selon ce qui vient en premier. Rien n’est perdu.",
    (
        "Connectez-vous avec l’ancien mot de passe, puis avec le code envoyé par courriel.",
        "La page suivante fait choisir le nouveau.",
    ),
    SIGN_IN,
    "Vous avez oublié l’ancien ? Changez votre réponse à la question « Qu’est-ce qui vous arrête ? ».",
)
REGISTER_ADDRESS = Advice(
    "Enregistrez votre adresse MSSanté",
    "Elle recevra le code de cette connexion et des suivantes.",
    (
        "Saisissez-la sur la page qui la demande.",
        "Recopiez le code qui vient d’y être envoyé : l’adresse est enregistrée et vous êtes connecté.",
    ),
    ENTER_ADDRESS,
    "La page s’est fermée ? Recommencez la connexion : elle revient.",
)
GET_ADDRESS = Advice(
    "Demandez une adresse MSSanté",
    "C’est la messagerie sécurisée des professionnels de santé ; le code de connexion n’est envoyé qu’à elle.",
    (
        "En établissement, demandez au référent CertDc ce qui y est prévu.",
        "En libéral, renseignez-vous sur le site de MSSanté : cms.mssante.fr.",
        "D’ici là, votre carte CPS ouvre CertDc.",
    ),
    Page("Qu’est-ce que MSSanté ?", "information.help", "mssante"),
    "Sans carte CPS, appelez l’assistance au {phone}, {hours}.",
)
NEW_CODE = Advice(
    "Recommencez la connexion",
    "Un code est valable {code} et ne sert qu’une fois ; {wrong_codes}. Un autre va vous être envoyé.",
    (
        "Saisissez de nouveau votre identifiant et votre mot de passe.",
        "Recopiez le code du courriel le plus récent.",
    ),
    SIGN_IN,
)
TOO_MANY_CODES = Advice(
    "Utilisez un code déjà reçu, ou attendez",
    "Les codes envoyés à une adresse sont comptés, pour que personne n’encombre votre messagerie.",
    (
        "La page du code est encore ouverte ? Tous les codes de moins de {code} y conviennent.",
        "Sinon, attendez {code_mails_window}, puis recommencez la connexion : un code va vous être envoyé.",
        "Ne le redemandez pas aussitôt : un courriel est parfois retenu en chemin.",
    ),
    ENTER_CODE,
    "Aucun code n’est jamais arrivé ? Changez votre réponse à la question « Qu’est-ce qui vous arrête ? » : dites que "
    "vous attendez un code.",
)
LINK_STILL_GOOD = Advice(
    "Suivez le lien du même message",
    "Après trop d’erreurs, le code du message ne sert plus. Son lien, lui, reste bon.",
    (
        "Ouvrez le message qui contient le code, et suivez son lien. Il est valable {link} après son envoi.",
        "Débloquez le compte en gardant votre mot de passe, ou choisissez-en un nouveau.",
    ),
    Page("Demander un nouveau lien", "password.forgotten"),
    "Pas de message ? Vérifiez l’identifiant saisi en demandant un nouveau lien.",
)
NEW_LINK = Advice(
    "Demandez un nouveau lien",
    "Un lien est valable {link} et ne sert qu’une fois.",
    (
        "Saisissez votre identifiant.",
        "Ouvrez le courriel le plus récent : c’est toujours le bon.",
    ),
    ASK_LINK,
)
OTHER_MESSAGE = Advice(
    "Notez le message, puis appelez l’assistance",
    "Mot pour mot, il dit à l’assistance ce qui s’est passé. Elle répond {hours}.",
    ("Recopiez aussi le numéro affiché dessous, s’il y en a un.", *AT_HAND),
    CALL,
    "En dehors de ces heures, attendez quelques minutes, rechargez la page, puis recommencez.",
)
WAIT = Advice(
    "Laissez quelques minutes au courriel",
    "Il est parfois retenu en chemin. Tous les codes de moins de {code} conviennent, pas seulement le dernier.",
    (
        "Regardez dans les indésirables.",
        "Au besoin, demandez un nouveau code : la page le permet après {wait}.",
        "Vous pouvez quitter la page du code et y revenir.",
    ),
    ENTER_CODE,
    "Toujours rien ? L’adresse affichée n’est peut-être plus la vôtre : changez votre dernière réponse.",
)
CHANGE_ADDRESS = Advice(
    "Faites changer votre adresse par le référent",
    "Le code n’est envoyé qu’à l’adresse enregistrée sur le compte.",
    (
        "Donnez-lui l’adresse MSSanté que vous lisez aujourd’hui.",
        "Recommencez ensuite la connexion : le code y sera envoyé.",
    ),
    WHO_IS_REFERENT,
    "Le référent est absent ? Appelez l’assistance au {phone}, {hours}.",
)
