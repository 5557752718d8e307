// Lets the surveyor's form open without a line: the newest answer when there is one, else what was kept.
"use strict";

const STORE = "survei-harga-1";
const LAST = 40;

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

async function keep(request, answer) {
  const store = await caches.open(STORE);
  await store.put(request, answer);
  const names = await store.keys();
  await Promise.all(names.slice(0, Math.max(0, names.length - LAST)).map((name) => store.delete(name)));
}

async function newestOrKept(event) {
  try {
    const answer = await fetch(event.request);
    // A redirect (to the log-in) is nobody's form.
    if (answer.ok && !answer.redirected) event.waitUntil(keep(event.request, answer.clone()));
    return answer;
  } catch (error) {
    const kept = await caches.match(event.request);
    if (kept) return kept;
    throw error;
  }
}

self.addEventListener("fetch", (event) => {
  const url = new URL(event.request.url);
  const ours = url.origin === self.location.origin && event.request.method === "GET";
  if (ours && (url.pathname.startsWith("/harga/survei/") || url.pathname.startsWith("/static/"))) {
    event.respondWith(newestOrKept(event));
  }
});
