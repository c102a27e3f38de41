"""What a text is: its language, its tone, its likeness to others.

One thread a process, and said before numpy is loaded: the encoder's own option for it works only where `threadpoolctl`
is installed. A second thread gains a quarter while nothing else runs and loses two thirds beside other work
(docs/text.md), and a desk is never idle in a crisis.
"""

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
