"""Is it still true? Entries are asked by mail, answered by a link, age visibly and then rest.

`rules` says when, `asking` puts the questions and lets entries rest, `telling` writes the mails,
`links` signs what stands in them, `answering` does what somebody answered.
"""
