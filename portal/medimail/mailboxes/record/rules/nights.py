"""When the night works on the accounts, by the clocks of Paris: the addresses first, then what age does."""

from datetime import time

# « Date de réalisation 27-03-2021 03:00:04 » (source 002 p. 15)
ADDRESSES_AT = time(3, 0)
AGEING_AT = time(3, 10)
