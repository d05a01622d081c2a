"""A tree of structures that the tests of administration share."""

from portal.medimail.structures.models import Structure


def tree_of(medimail) -> dict[str, Structure]:
    """The GRADeS at the top; a mother, her daughter, a stranger beside."""
    top = medimail.structure("GRADeS")
    mother = medimail.structure("Maison mère", top)
    return {
        "top": top,
        "mother": mother,
        "daughter": medimail.structure("Service fille", mother),
        "stranger": medimail.structure("Clinique étrangère", top),
    }
