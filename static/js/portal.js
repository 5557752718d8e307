// What makes pages smoother; every form works without it.
"use strict";

// A summary of errors takes the focus, also when HTMX brought it (autofocus works on page load only).
function focusErrors(root) {
  const summary = root.querySelector("[data-focus]");
  if (summary) summary.focus();
}

// A second tap on a button sends nothing again. (The server refuses doubles too; this spares the wait.)
function guardAgainstDoubles(event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "yes";
  window.setTimeout(() => delete form.dataset.sent, 8000);
}

// Pages that a feature kept for a phone without a line belong to whoever was signed in: leaving takes them along.
function forgetKeptPages(event) {
  const leaves = event.target.method === "post" && new URL(event.target.action).pathname === "/akun/keluar/";
  if (leaves && window.caches) caches.keys().then((names) => names.forEach((name) => caches.delete(name)));
}

// Name, size and a small picture of the chosen file; dropping a file works too.
function readableSize(bytes) {
  return bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} KB` : `${(bytes / 1e6).toFixed(1).replace(".", ",")} MB`;
}

function showChosen(picker) {
  const file = picker.querySelector("input[type=file]").files[0];
  const chosen = picker.querySelector("[data-chosen]");
  const picture = picker.querySelector("[data-preview]");
  chosen.hidden = !file;
  if (picture.src) URL.revokeObjectURL(picture.src);
  picture.hidden = true;
  picture.removeAttribute("src");
  if (!file) return;
  const limit = Number(picker.dataset.maxBytes || 0);
  const tooLarge = limit > 0 && file.size > limit;
  picker.querySelector("[data-name]").textContent =
    `${file.name} (${readableSize(file.size)})` + (tooLarge ? ` – ${picker.dataset.tooLarge}` : "");
  if (file.type.startsWith("image/")) {
    picture.src = URL.createObjectURL(file);
    picture.hidden = false;
  }
}

function preparePicker(picker) {
  const input = picker.querySelector("input[type=file]");
  if (!input || picker.dataset.ready) return;
  picker.dataset.ready = "yes";
  input.addEventListener("change", () => showChosen(picker));
  const over = (on) => (event) => {
    event.preventDefault();
    picker.classList.toggle("is-over", on);
  };
  picker.addEventListener("dragover", over(true));
  picker.addEventListener("dragleave", over(false));
  picker.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) {
      input.files = event.dataTransfer.files;
      input.dispatchEvent(new Event("change", { bubbles: true }));
    }
  });
}

function prepare(root) {
  root.querySelectorAll("[data-file-picker]").forEach(preparePicker);
  focusErrors(root);
}

document.addEventListener("submit", guardAgainstDoubles);
document.addEventListener("submit", forgetKeptPages);
document.addEventListener("htmx:afterSwap", (event) => prepare(event.target));
// A page from the back-forward cache may be sent again.
window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((f) => delete f.dataset.sent));
// The account menu closes by Escape and by a click elsewhere, like any menu.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  document.querySelectorAll("details.account[open]").forEach((menu) => {
    menu.open = false;
    menu.querySelector("summary").focus();
  });
});
document.addEventListener("click", (event) => {
  document.querySelectorAll("details.account[open]").forEach((menu) => {
    if (!menu.contains(event.target)) menu.open = false;
  });
});
prepare(document);
