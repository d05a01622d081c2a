"""Numbers of every register: known ones, public or synthetic, and strategies that make others."""

from hypothesis import strategies as st

from portal.identifiers import adeli, finess, luhn, rpps, siren, siret

PARSE = {
    "rpps": rpps.parse,
    "adeli": adeli.parse,
    "finess": finess.parse,
    "siren": siren.parse,
    "siret": siret.parse,
}

# RPPS: test identities of the ANS, then synthetic. FINESS: real establishments (public), then synthetic.
GENUINE = {
    "rpps": ["99700075064", "99700366240", "99700237045", "99999900014", "99999900022", "99999900030"],
    "adeli": ["759390008", "319190005"],
    "finess": [
        *("310781406", "310783048", "010780054", "010000024", "810000380", "810000521"),
        *("2B0000020", "2B0000012", "2A0000048", "2A0000030"),
        *("970300026", "970400024", "980502199"),
        *("990000002", "2A9999000", "2B9999008"),
    ],
    "siren": ["732829320", "404833048", "552008443", "356000000"],
    "siret": ["73282932000074", "26010004500012", "26200009400017", "35600000049837", "35600000000048"],
}
EVERY_GENUINE = [(name, number) for name, numbers in GENUINE.items() for number in numbers]


def closed(payload: str) -> str:
    """Add its Luhn key to a payload, trying the ten."""
    translated = payload.translate(str.maketrans("AB", "12"))
    return next(payload + key for key in "0123456789" if luhn.is_valid(translated + key))


def genuine(opening: str = "") -> st.SearchStrategy[tuple[str, str]]:
    """Names of registers and numbers of theirs; no SIRET of La Poste, whose rule is weaker."""

    def payload(length: int) -> st.SearchStrategy[str]:
        rest = length - len(opening)
        digits = st.text("0123456789", min_size=rest, max_size=rest)
        return digits.filter(lambda text: text.strip("0")).map(opening.__add__)

    corsican = st.tuples(st.sampled_from(["2A", "2B"]), payload(6)).map("".join)
    by_register = {
        "rpps": payload(10),
        "adeli": payload(8),
        "finess": payload(8) if opening else payload(8) | corsican,
        "siren": payload(8),
        "siret": st.builds("{}{:04}".format, payload(8).map(closed), st.integers(0, 9999)).filter(_not_la_poste),
    }
    return st.one_of(st.tuples(st.just(name), payloads.map(closed)) for name, payloads in by_register.items())


def retyped(case: tuple[str, str]) -> st.SearchStrategy[tuple[str, str]]:
    """The same number, some of its signs followed by what might be a separator."""
    name, number = case
    extra = st.sampled_from([*([""] * 9), " ", "\u00a0", ".", "-"])
    extras = st.lists(extra, min_size=len(number), max_size=len(number))
    return extras.map(lambda signs: (name, "".join(map("".join, zip(number.lower(), signs, strict=True)))))


def _not_la_poste(payload: str) -> bool:
    return not payload.startswith("356000000")
