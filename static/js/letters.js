// Choosing photos uploads them at once; without JavaScript the button does it.
"use strict";

document.querySelectorAll("form[data-upload]").forEach((form) => {
  const input = form.querySelector("input[type=file]");
  input.addEventListener("change", () => {
    if (input.files.length) form.requestSubmit();
  });
  form.addEventListener("submit", () => {
    form.querySelector("[data-upload-wait]").hidden = false;
  });
});
