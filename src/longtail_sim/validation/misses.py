"""Why targets are missed: one sentence each, by key or id of the target.

Figures are not typed in; they come from the results: {measured} with interval, {mean}, {expected}, {band} and {unit}
of the target itself, {of[T2.1 headway]} for what another target has measured. A sentence is printed only where its
target is missed; a miss without a sentence is flagged on the page.
"""

EXPLANATIONS: dict[str, str] = {}
