"""The sizes of tables that do not depend on the map, and a time that does not come."""

NEVER = 1e18  # a time that does not come
QUEUE = 4096  # requests that the assistance pool can hold
MEMORY = 20  # steps that a driver can look back: reaction times up to 1.9 s
WAIT_BINS = 1801  # whole seconds of the wait histogram; the last bin holds the rest
