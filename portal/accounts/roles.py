"""The guards of the pages that a right opens: declared here once, imported by every room that has such pages."""

from portal.accounts.rules import Right
from portal.web.guards import Holding, guard

administrators = guard(Holding(Right.ADMINISTRATOR))
instructors = guard(Holding(Right.INSTRUCTOR))
medimail_administrators = guard(Holding(Right.MEDIMAIL_ADMINISTRATOR))
referents = guard(Holding(Right.REFERENT))
si_managers = guard(Holding(Right.SI_MANAGER))
