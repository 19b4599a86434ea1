"""The Highway Capacity Manual's procedures, 7th edition, as formulas: the oracle that the traffic is compared with.

Nothing here simulates streets; the two Monte Carlo queues (``queue_at_signal``, ``queue_at_stop``) are mathematical
queues that show how far a formula may be from the mean of a random process.

Values of the exhibits were read in crosstraffic/transportations-library, which cites exhibit and equation numbers and
passes the worked examples of HCM chapter 32, not in the manual itself.
"""
