"""The registers of the demonstration: those that are shipped with the portal, loaded once."""

from portal.db import reading
from portal.registers import commands as shipped
from portal.registers import sources, store
from portal.registers.imports import communes, finess
from portal.registers.models import Register


def fill() -> None:
    """Load the establishments and the communes, each where nothing of it was ever loaded; some seconds in all."""
    with reading() as session:
        missing = {register for register in Register if store.edition(session, register) is None}
    if Register.COMMUNES in missing:
        tables = (shipped.REGIONS_SHIPPED, shipped.DEPARTEMENTS_SHIPPED, shipped.COMMUNES_SHIPPED)
        communes.run(communes.open_tables(*(sources.shipped(name) for name in tables)))
    if Register.FINESS in missing:
        finess.run(finess.open_extract(sources.shipped(shipped.FINESS_SHIPPED)))
