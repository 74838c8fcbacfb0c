// Passkeys, where the browser knows them. Every page that loads this works without it, by password and code.
(function () {
  const forms = window.allauth?.webauthn?.forms;
  if (!forms || !window.PublicKeyCredential) return;
  document.querySelectorAll("[data-passkey]").forEach((part) => {
    const { passkey, button, credential, passwordless, options } = part.dataset;
    forms[passkey]({
      ids: { add: button, authenticate: button, login: button, credential, passwordless },
      data: options ? JSON.parse(options) : undefined,
    });
    part.hidden = false;
  });
  document.querySelectorAll("[data-without-passkeys]").forEach((part) => { part.hidden = true; });
  document.addEventListener("allauth.error", (event) => {
    event.preventDefault();
    document.querySelectorAll("[data-passkey-problem]").forEach((part) => { part.hidden = false; });
  });
})();
