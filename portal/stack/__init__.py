"""`make run` and `make test`: real PostgreSQL and Redis without Docker and without root rights.

`bootstrap.py` is called by path with whatever Python there is and needs nothing but the standard
library; everything else here runs inside the virtual environment.
"""
