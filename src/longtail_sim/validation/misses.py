"""Why targets are missed: one sentence each, by key or id of the target.

Figures are not typed in; they come from the results: {measured} with interval, {mean}, {expected}, {band} and {unit}
of the target itself, {of[T2.1 headway]} for what another target has measured. A sentence is printed only where its
target is missed; a miss without a sentence is flagged on the page.
"""

EXPLANATIONS: dict[str, str] = {
    "T2.7 90 % stop": (
        "Nine in ten stop at {measured} {unit}: nobody plans to pass after the end of yellow, which cuts the curve "
        "off from above."
    ),
    "T2.7 deceleration": (
        "Drivers begin to brake soon after the onset and evenly, at {measured} {unit}; with a reaction of one second "
        "a vehicle 4 s from the line needs no more than 2.3 m/s². The published mean comes from faster roads."
    ),
    "T2.7 reaction": (
        "{measured} {unit}: who is far from the line starts to brake when 1.6 m/s² are needed, later than the second "
        "that those near the line take."
    ),
    "T2.13 gentler than 3 m/s2, straight on": (
        "{measured} of the braking samples are gentler: the IDM brakes harder than 3 m/s² for some tenths of a second"
        " when a queue comes to rest ahead, and who stops late at yellow needs up to 4.5 m/s²."
    ),
    "T3.4 1,200 veh/h": (
        "{measured} {unit}: a left turn keeps those who come towards it waiting for about two seconds, so that a "
        "junction with turns passes {of[T3.2]} veh/h, and delay grows steeply there."
    ),
    "T3.4 1,000 veh/h": "{measured} {unit}: see 1,200 veh/h.",
    "T3.8 450 veh/h": (
        "{measured} {unit}: demand is close to what the junction passes in this bed, {of[T3.8 450 veh/h, served]} "
        "veh/h, so a few per cent of capacity move the time by minutes."
    ),
    "T3.12 load 0.5": (
        "{measured} times the twin's delay: every vehicle that asks holds its lane for about ten seconds even when it"
        " is answered at once."
    ),
    "T4.5 all dark, 60 %": (
        "{measured}: with everybody driving straight on, as in this bed, an all-way stop passes more than with turns "
        "(3600 s and {of[T3.1 4 approaches]} s per approach, not 9.6 s)."
    ),
    "T4.5 all dark, 90 %": "{measured}: see 60 %.",
    "T4.6 share at junctions": (
        "{measured}: blocks of 150 m have neither driveways nor parked cars, and nearly everybody who stands, to be "
        "run into, stands before a stop line."
    ),
    "T5.6 run and twin": (
        "{measured}: a junction that clogs in the run or in its twin but not in both, one in hundreds, makes most of "
        "both variances; of logarithms the ratio is {of[T5.6 run and twin, logarithms]}."
    ),
}
