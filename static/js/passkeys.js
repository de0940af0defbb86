// Shows what only works with passkeys, and says kindly when one did not work; allauth does the rest.
"use strict";

if (window.PublicKeyCredential) {
  for (const part of document.querySelectorAll("[data-needs-passkeys]")) part.hidden = false;
}

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  const sentence = document.querySelector("[data-passkey-error]");
  if (sentence) sentence.hidden = false;
});
document.addEventListener("click", () => {
  const sentence = document.querySelector("[data-passkey-error]");
  if (sentence) sentence.hidden = true;
});
