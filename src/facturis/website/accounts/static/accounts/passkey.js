// A form with data-passkey has the browser ask for a passkey, and sends its answer along as «credential».
const able = window.PublicKeyCredential?.parseCreationOptionsFromJSON;

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
  const options = JSON.parse(form.dataset.options);
  const refused = form.querySelector("[data-refused]");
  const button = form.querySelector("button");
  form.querySelector("[data-without]").hidden = true;
  button.hidden = false;
  addEventListener("pageshow", () => { button.disabled = false; }); // also for who comes back to the page
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    refused.hidden = true;
    button.disabled = true; // a second answer while the first is on its way would be refused
    try {
      const answer = form.dataset.passkey === "make"
        ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) })
        : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) });
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch {
      refused.hidden = false;
      button.disabled = false;
    }
  });
}
