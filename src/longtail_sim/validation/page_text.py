"""What people wrote of the page of results; everything else on it is measured."""

INTRO = """\
# How far the traffic can be believed

Every verdict of longtail-sim rests on its traffic. This page shows what the traffic does in test beds, beside what
the Highway Capacity Manual (HCM), other published measurements and exact calculations say it should do: targets that
are met, and targets that are missed. All test beds are ordinary scenarios of the public scenario language. The same
parameters of people serve all test beds, unless a set-up names others; some of the values below were used to fit these
parameters, or are such a parameter, and are marked with †: they show that the traffic gives back what was put in, not
that it predicts it. The formulas of the HCM are computed by `longtail_sim.validation.hcm`, which is tested against the
manual's own worked examples.

This page is written by a program; do not edit it. To repeat it:

```sh
{command}
```

`longtail validate T3.2 --watch` shows a test bed in the window, `longtail validate --list` says how each is set up.

**Measured** is the mean over independent seeds with its 95 % bootstrap interval, or one value where nothing is
random. **Verdicts**: `ok` – the interval lies inside the band, or the mean does and the interval's half-width is
below half the band (of a band that begins with `>`, the interval lies above it as a whole); `MISS` – it does not;
`wide` – the mean lies inside, but more seeds are needed to say so;
`reported` – a value without a band; `failed` – the experiment did not come to an end. Targets with \\* belong to the
minimum without which the traffic should not be used; the command fails if one of them is missed. † – a parameter was
fitted to this value.
"""

TIERS = {
    1: "Exact: formulas, single vehicles, bookkeeping",
    2: "One element at a time: a queue, a signal, a gap",
    3: "Junctions and outages, what emerges",
    4: "Networks",
    5: "Statistics of rare events",
}

QUICK = """\
> This is a quick run with few seeds; it checks that nothing has broken. The numbers to quote are those of a full run.
"""

NO_MISS = "None."
UNEXPLAINED = "**Not explained yet.**"
TOO_WIDE = "The mean is inside, but the interval is too wide: more seeds are needed."

ERRORS = """\
## How often people err

No crash is scripted and none is prevented. People err at these rates, per the scenario keys below `drivers`; every
scenario may set others. Test beds of capacity and delay switch the errors off (`errors.enabled: false`), those of
safety use the rates as they stand here.
"""

BESIDE = """\
## Side by side with SUMO

The same streets and demand in both, measured in one run of `python benchmarks/fidelity/beside_sumo.py`.
"""
