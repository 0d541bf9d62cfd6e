// The workbench's one script. Every page works without it: it only saves waiting, clicks and reloads.
"use strict";
(() => {
  const $ = (selector, within = document) => within.querySelector(selector);
  const $$ = (selector, within = document) => [...within.querySelectorAll(selector)];

  // ---- on a phone the list of contents begins folded ------------------------------------------
  if (matchMedia("(max-width: 66rem)").matches) $$(".menu").forEach(menu => { menu.open = false; });

  // ---- answers that are on their way -----------------------------------------------------------
  async function refresh() {
    const answer = await fetch(location.href, { headers: { "X-Part": "main" } });
    if (!answer.ok) { location.reload(); return; }
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const old = $("main"), next = $("main", fresh);
    if (!next) { location.reload(); return; }
    const open = $$("details[open]", old).map(each => each.closest("section")?.id);
    // Only what was waited for is taken over, so that nothing moves under a reader.
    old.replaceWith(next);
    next.classList.add("fresh");
    $$("details", next).forEach(each => { if (open.includes(each.closest("section")?.id)) each.open = true; });
    begin();
  }
  function begin() {
    const jobs = ($("main")?.dataset.jobs || "").split(" ").filter(Boolean);
    if (!jobs.length) return;
    const stream = new EventSource("/events?" + jobs.map(key => "job=" + encodeURIComponent(key)).join("&"));
    stream.addEventListener("progress", event => {
      const { key, what, share } = JSON.parse(event.data);
      const part = $(`[data-key="${CSS.escape(key)}"]`);
      if (!part) return;
      $(".what", part).textContent = what ? ": " + what : "";
      $("progress", part).value = Math.round(share * 100);
    });
    const waited = new Set($$("[data-key]").map(part => part.dataset.key));
    stream.addEventListener("over", event => {
      if (waited.has(JSON.parse(event.data).key)) { stream.close(); refresh(); }
    });
    stream.onerror = () => { stream.close(); setTimeout(() => location.reload(), 3000); };
    addEventListener("pagehide", () => stream.close());
  }
  begin();
})();
