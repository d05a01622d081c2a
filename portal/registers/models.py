"""The registers as tables. What left a register is marked, never removed: a record may still speak of it.

No table points at another by a foreign key but where one file brings both: the registers come apart, each at its pace.
"""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from portal.db import Base

# Compared byte by byte in every database, so that a prefix is a range of the index whatever the locale.
Exact = String().with_variant(String(collation="C"), "postgresql")


class Register(StrEnum):
    """The registers that are imported."""

    FINESS = "finess"
    COMMUNES = "communes"


class Establishment(Base):
    """A « structure » of FINESS: one place (ET) of one legal entity (EJ)."""

    __tablename__ = "establishment"
    __table_args__ = (
        # Everything that a search by words looks at: it reads this index and not the table.
        Index("ix_establishment_search", "search", "finess_et", "left_on"),
    )

    finess_et: Mapped[str] = mapped_column(Exact, primary_key=True)
    finess_ej: Mapped[str] = mapped_column(Exact, index=True)
    name: Mapped[str]
    long_name: Mapped[str | None]
    complement: Mapped[str | None]
    distribution: Mapped[str | None]
    street: Mapped[str | None]
    locality: Mapped[str | None]
    commune_code: Mapped[str | None] = mapped_column(Exact, index=True)
    departement_code: Mapped[str | None] = mapped_column(Exact)
    routing: Mapped[str]
    postal_code: Mapped[str | None] = mapped_column(Exact, index=True)
    phone: Mapped[str | None]
    category_code: Mapped[str | None]
    category_label: Mapped[str | None]
    siret: Mapped[str | None] = mapped_column(Exact, index=True)
    opened_on: Mapped[date | None]
    authorised_on: Mapped[date | None]
    updated_on: Mapped[date | None]
    search: Mapped[str] = mapped_column(Exact)
    left_on: Mapped[date | None]

    @property
    def full_name(self) -> str:
        """Its name, whole where the register has it whole."""
        return self.long_name or self.name


class Region(Base):
    """A région, by its INSEE code."""

    __tablename__ = "region"

    code: Mapped[str] = mapped_column(Exact, primary_key=True)
    name: Mapped[str]


class Departement(Base):
    """A département or an overseas collectivity, by its INSEE code (01, 2A, 971, 988)."""

    __tablename__ = "departement"

    code: Mapped[str] = mapped_column(Exact, primary_key=True)
    name: Mapped[str]
    region_code: Mapped[str] = mapped_column(ForeignKey("region.code"))


class Commune(Base):
    """A commune, by its INSEE code; `postal_codes` as published, each separated by a space."""

    __tablename__ = "commune"

    code: Mapped[str] = mapped_column(Exact, primary_key=True)
    name: Mapped[str]
    postal_codes: Mapped[str]
    departement_code: Mapped[str] = mapped_column(ForeignKey("departement.code"))
    search: Mapped[str] = mapped_column(Exact)
    current: Mapped[bool]


class PostalCode(Base):
    """The communes of a postal code, read off `Commune.postal_codes`."""

    __tablename__ = "postal_code"

    postal_code: Mapped[str] = mapped_column(Exact, primary_key=True)
    commune_code: Mapped[str] = mapped_column(ForeignKey("commune.code"), primary_key=True, index=True)


class Edition(Base):
    """The file that a register was last read from: the licences ask for its date to be shown."""

    __tablename__ = "register_edition"

    register: Mapped[str] = mapped_column(String(16), primary_key=True)
    published_on: Mapped[date | None]
    sha256: Mapped[str] = mapped_column(String(64))
    imported_at: Mapped[datetime]
