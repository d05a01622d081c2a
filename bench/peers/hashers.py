"""argon2id at the cost of the portal (m = 19 MiB, t = 2, p = 1) for Django."""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2(Argon2PasswordHasher):
    """Django's own, at this cost."""

    memory_cost, time_cost, parallelism = 19_456, 2, 1
