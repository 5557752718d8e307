// Choosing photos uploads them at once when they look readable; if not, it says why and the button decides.
// Without JavaScript the button does it all, and the server says the same afterwards.
"use strict";

document.querySelectorAll("form[data-upload]").forEach((form) => {
  const input = form.querySelector("input[type=file]");
  const hints = form.querySelector("[data-upload-hints]");
  const notice = form.querySelector("[data-upload-notice]");
  const rules = JSON.parse(document.getElementById("photo-rules")?.dataset.rules || "null");
  let sent = false;

  const show = (found) => {
    hints.replaceChildren(
      ...found.map(([name, fault]) => {
        const line = document.createElement("li");
        line.textContent = name ? `${name}: ${rules.texts[fault]}` : rules.texts[fault];
        return line;
      }),
    );
    notice.hidden = !found.length;
  };

  input.addEventListener("change", async () => {
    if (!input.files.length) return;
    const files = [...input.files];
    const found = rules && window.checkPhotos ? await window.checkPhotos(files, rules, Number(form.dataset.room)) : [];
    if (sent || files[0] !== input.files[0]) return;
    show(found);
    form.querySelector("[name=checked]").value = rules ? "1" : "";
    if (!found.length) form.requestSubmit();
    else notice.focus();
  });
  form.addEventListener("submit", () => {
    sent = true;
    form.querySelector("[data-upload-wait]").hidden = false;
  });
});
