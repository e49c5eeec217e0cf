"""From release to release: what is frozen of each, dumps to compare by, and data from before the first."""
