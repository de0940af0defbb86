"""The locked requirements install with every pip, also after a package has had a newer release."""

import re
from importlib.metadata import PackageNotFoundError, requires

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.stack.packaging import ROOT

LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))
LINE = re.compile(r"^([A-Za-z0-9._-]+)(?:\[([^\]]*)\])?==", re.MULTILINE)


def locked(name: str) -> dict[str, set[str]]:
    """Extras by package, as the lock pins them."""
    return {
        canonicalize_name(package): set(filter(None, extras.split(",")))
        for package, extras in LINE.findall((ROOT / name).read_text())
    }


@pytest.mark.parametrize("name", LOCKS)
def test_extras_that_locked_packages_ask_for_are_locked_too(name):
    """pip 23 took `coverage[toml]>=7.10` for something else than the pinned `coverage`, looked for
    its newest release and refused that one for having no hash: on the day of that release, nobody
    could install the portal any more."""
    pinned = locked(name)
    assert len(pinned) > 20
    for package in pinned:
        try:
            wanted = [Requirement(line) for line in requires(package) or ()]
        except PackageNotFoundError:
            continue  # for another platform
        for requirement in wanted:
            found = canonicalize_name(requirement.name)
            applies = requirement.marker is None or requirement.marker.evaluate({"extra": ""})
            if applies and found in pinned:
                assert requirement.extras <= pinned[found], f"{package} asks for {requirement}"
