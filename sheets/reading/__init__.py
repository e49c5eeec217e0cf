"""Reading an official form back from Word, however it was filled in: the inverse of ``sheets.grid``.

``package`` opens the file, ``body`` reads what Word shows as text, ``tables`` finds rows and cells, ``pattern`` knows
from the blank grid where what is written, ``places`` puts texts to the places of the form. None of them trusts the file.
"""
