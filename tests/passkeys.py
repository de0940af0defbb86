"""A passkey as a phone would have made it."""

import json

from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import sha256, websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from profiles.models import User

SITE = "localhost"


def a_passkey(user: User, name: str = "Telefon") -> Authenticator:
    """Registered and never used; nobody has its private key any more."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    identity = f"passkey of {user.pk}".encode()
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    told = AuthenticatorData.create(
        sha256(SITE.encode()), flags, 0, AttestedCredentialData.create(bytes(16), identity, key)
    )
    client = {
        "type": "webauthn.create",
        "challenge": websafe_encode(bytes(16)),
        "origin": f"https://{SITE}",
    }
    credential = {
        "id": websafe_encode(identity),
        "rawId": websafe_encode(identity),
        "type": "public-key",
        "response": {
            "clientDataJSON": websafe_encode(json.dumps(client).encode()),
            "attestationObject": websafe_encode(AttestationObject.create("none", told, {})),
        },
        "clientExtensionResults": {"credProps": {"rk": True}},
    }
    return WebAuthn.add(user, name, credential).instance
