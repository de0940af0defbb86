"""Files that people send each other: what they are is read from their content, never believed.

`checked(upload)` names a file anew, finds out what it is and returns what may be stored, or raises
BadFile with a sentence for the person. There are four shapes (PDF, picture, office file, text), all
told apart by their first bytes and then taken apart, because one file can be two things at once. A
library that guesses types was weighed and left: four beginnings are quickly compared, and what
follows them has to be read here anyway.
"""

from portal.foundation.uploads.checking import Checked, checked
from portal.foundation.uploads.names import clean_name
from portal.foundation.uploads.refusing import MAX_BYTES, BadFile

__all__ = ["MAX_BYTES", "BadFile", "Checked", "checked", "clean_name"]
