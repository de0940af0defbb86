"""Values that nobody means well with, for every field of every form."""

EVIL = [
    "<script>alert(1)</script>",
    "' OR 1=1 --",
    "a\x00b",
    "\u202e\u0000\ufeff",
    "{{ request.user.password }}{% debug %}",
    "%s%(x)s{0}",
    "=HYPERLINK(1)",
    "９９",
    "-1",
    "1e9",
    "99999999999999999999",
    "9" * 5000,
    "0000-00-00",
    "9999-12-31",
    "0001-01-01",
    "00000000-0000-0000-0000-000000000000",
    "😀" * 200,
    "a" * 200_000,
    "",
    "\n",
]
# The ones that reach the database's driver, or whatever parses numbers.
NASTIEST = ["a\x00b", "9" * 5000, "a" * 5000]
