"""A self-service portal for French physicians and hospital IT managers."""

from portal.factory import create_app

__all__ = ["create_app"]
