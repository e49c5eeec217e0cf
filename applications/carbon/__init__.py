"""Carbon figures of an application: what was typed, what follows from it. Pure: no database, no HTTP.

``reduction`` is the calculation sheet of a technology (A1: 碳减排量核算过程), ``history`` the yearly figures of a leader
(A2: 较历史基准年下降率). Both read the JSON that is kept with the draft and frozen with each revision. The same
arithmetic runs in the browser (``static/applications/js/carbon.js``), proved equal on ``tests/applications/carbon/vectors.json``.
"""
