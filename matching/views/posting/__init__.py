"""Posting a need or an offer: start, write it step by step, check the answers, hand it in.

start.py       what to start from, and the first step, which creates the draft
steps.py       every step of a draft
answering.py   what both have in common: one group of questions is answered and stored
preview.py     what would fit today, as a piece of HTML while somebody writes
checking.py    every answer once more, handing in, and what happens then
edit.py        the one page on which a published entry is changed
"""
