"""First step of both commands: a fit Python, a virtual environment, the locked requirements.

Called by path (`python3 portal/stack/bootstrap.py run`), with the standard library only and in
syntax that old Pythons can read, so that even they get a sentence and not a traceback.
"""

import hashlib
import os
import shutil
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
VENV = os.path.join(ROOT, ".venv")
VENV_PYTHON = os.path.join(VENV, "bin", "python")
OLDEST, NEWEST = (3, 11), (3, 13)
LOCKS = {"run": "requirements-local.lock", "test": "requirements-test.lock"}


def stop(sentence):
    """End with one sentence that says what to do."""
    sys.stderr.write(sentence + "\n")
    raise SystemExit(1)


def is_fit(version):
    return OLDEST <= tuple(version[:2]) <= NEWEST


def fit_python():
    """The path of a Python 3.11 to 3.13: this one, or another on PATH."""
    if is_fit(sys.version_info):
        return sys.executable
    for name in ("python3.13", "python3.12", "python3.11"):
        found = shutil.which(name)
        if found and subprocess.call([found, "-c", "pass"], stderr=subprocess.DEVNULL) == 0:
            return found
    return stop(
        "The portal needs Python 3.11, 3.12 or 3.13, but this is %d.%d: please install one of them."
        % sys.version_info[:2]
    )


def make_venv(python):
    """Create `.venv` unless it is there and its Python still runs."""
    if os.path.exists(VENV_PYTHON):
        code = "import sys; sys.exit(not %r <= sys.version_info[:2] <= %r)" % (OLDEST, NEWEST)
        if subprocess.call([VENV_PYTHON, "-c", code], stderr=subprocess.DEVNULL) == 0:
            return
        shutil.rmtree(VENV)
    if subprocess.call([python, "-c", "import ensurepip, venv"], stderr=subprocess.DEVNULL) != 0:
        stop(
            "This Python has no ensurepip, which virtual environments need: "
            "on Debian and Ubuntu, install it with `sudo apt install python3-venv`."
        )
    print("Making the virtual environment …", flush=True)
    if subprocess.call([python, "-m", "venv", VENV]) != 0:
        stop("The virtual environment could not be made in %s: is the folder writable?" % VENV)


def install(lock):
    """Install what `lock` pins, unless this very lock is installed already."""
    path = os.path.join(ROOT, lock)
    with open(path, "rb") as file:
        wanted = hashlib.sha256(file.read()).hexdigest()
    stamp = os.path.join(VENV, lock + ".installed")
    if os.path.exists(stamp):
        with open(stamp) as file:
            if file.read() == wanted:
                return
    print("Installing the requirements (%s) …" % lock, flush=True)
    pip = [VENV_PYTHON, "-m", "pip", "--disable-pip-version-check", "install", "--quiet"]
    hashed = ["--no-compile", "--require-hashes", "--only-binary", ":all:", "-r", path]
    if subprocess.call(pip + hashed) != 0:
        stop("pip could not install %s: is there a network? The lines above say more." % lock)
    with open(stamp, "w") as file:
        file.write(wanted)
    # pip would have us wait for it. Some packages carry files for other Pythons, which fail.
    subprocess.Popen([VENV_PYTHON, "-m", "compileall", "-qq", os.path.join(VENV, "lib")])


def main(arguments):
    command = arguments[0] if arguments else "run"
    if command not in LOCKS:
        stop("Usage: bootstrap.py run | test [pytest arguments]")
    make_venv(fit_python())
    install(LOCKS[command])
    os.chdir(ROOT)
    module = "portal.stack." + command
    # -I would hide the checkout; the empty package import of Celery happens inside the venv only.
    os.execv(VENV_PYTHON, [VENV_PYTHON, "-m", module] + arguments[1:])


if __name__ == "__main__":
    main(sys.argv[1:])
