// Passkeys: <form data-passkey="get|create"> asks the browser for a key and posts its answer in the field "credential".
// The question lies in #passkey-options, or is fetched from the form's own address (at log-in nobody is known yet).

const bytes = (text) =>
  Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) => letter.codePointAt(0));
const text = (buffer) =>
  btoa(String.fromCodePoint(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
const keys = (list) => (list ?? []).map((key) => ({ ...key, id: bytes(key.id) }));

async function question(form) {
  const written = document.getElementById("passkey-options");
  if (written) return JSON.parse(written.textContent).publicKey;
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(`no question: ${answer.status}`);
  return (await answer.json()).request_options.publicKey;
}

async function create(asked) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...asked,
      challenge: bytes(asked.challenge),
      user: { ...asked.user, id: bytes(asked.user.id) },
      excludeCredentials: keys(asked.excludeCredentials),
      // A key that can be found without a user name serves for log-in too; one that cannot still is a second factor.
      authenticatorSelection: { residentKey: "preferred", userVerification: "preferred" },
    },
  });
  return {
    attestationObject: text(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
    ...common(made),
  };
}

async function get(asked) {
  const used = await navigator.credentials.get({
    publicKey: { ...asked, challenge: bytes(asked.challenge), allowCredentials: keys(asked.allowCredentials) },
  });
  const { authenticatorData, signature, userHandle } = used.response;
  return {
    authenticatorData: text(authenticatorData),
    signature: text(signature),
    userHandle: userHandle ? text(userHandle) : null,
    ...common(used),
  };
}

const common = (credential) => ({ credential, clientDataJSON: text(credential.response.clientDataJSON) });

function written({ credential, ...response }) {
  return JSON.stringify({
    id: credential.id,
    rawId: text(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
    response,
  });
}

// Browsers give no key to a bare address such as 127.0.0.1: a key belongs to a name.
const able = window.PublicKeyCredential && !/^[\d.]+$|:/.test(location.hostname);
const acts = { create, get };
for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!able) break;
  const part = form.querySelector("[data-passkey-part]");
  const failed = form.querySelector("[data-passkey-failed]");
  form.querySelector("[data-passkey-none]").hidden = true;
  part.hidden = false;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    failed.hidden = true;
    try {
      form.elements.credential.value = written(await acts[form.dataset.passkey](await question(form)));
      form.submit();
    } catch {
      failed.hidden = false;
    }
  });
}
