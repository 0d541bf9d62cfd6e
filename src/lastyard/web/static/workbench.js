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
    const next = answer.ok && mainOf(await answer.text());
    if (next) replaceBy(next); else location.reload();
  }
  const mainOf = text => $("main", new DOMParser().parseFromString(text, "text/html"));
  function replaceBy(next) {
    const old = $("main");
    const open = $$("details[open]", old).map(each => each.closest("section")?.id);
    // Only what was waited for is taken over, so that nothing moves under a reader.
    old.replaceWith(next);
    $$("details", next).forEach(each => { if (open.includes(each.closest("section")?.id)) each.open = true; });
    begin();
    ready();
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

  // ---- what changes in the folder shows by itself, unless somebody is at work on the page ----------------
  // What the folder holds now is compared with what the page shows, never with what was fetched before:
  // else a change between the page and the first look at the folder would not be seen.
  function atRest() {
    const main = $("main[data-watch]:not([data-jobs])"), at = document.activeElement;
    const typed = () => $$("textarea, input[type=text], input[type=file]", main).some(each => each.value);
    return main && !document.hidden && (at === main || !main.contains(at)) && !typed() ? main : null;
  }
  async function watch() {
    const main = atRest();
    if (!main) return;
    try {
      const answer = await fetch(location.href, { headers: { "X-Part": "main" } });
      const next = answer.ok && mainOf(await answer.text());
      // Somebody may have begun to write while the answer was on its way.
      if (next && atRest() === main && next.dataset.watch !== main.dataset.watch) replaceBy(next);
    } catch { /* the server was stopped */ }
  }
  if ($("main[data-watch]")) setInterval(watch, 4000);

  // ---- keys: none acts in a field -------------------------------------------------------------
  const typing = target => target.closest?.("input:not([type=checkbox]):not([type=radio]):not([type=submit]), textarea, select, [contenteditable]");
  const visible = element => element && !element.disabled && element.getClientRects().length > 0;
  function ready() {
    $$(".correct, .help").forEach(button => { button.hidden = false; });
    keepTyped();
    markPictures();
    $("#now")?.scrollIntoView({ block: "center" });
  }
  document.addEventListener("click", event => {
    if (event.target.closest(".correct")) { const field = $("#what"); field.focus(); field.select(); }
    if (event.target.closest(".help")) $("#keys").showModal();
    const to = event.target.closest("[data-line]");
    if (to && $("#text")) { event.preventDefault(); goToLine(+to.dataset.line, +to.dataset.column || 1); }
  });
  document.addEventListener("keydown", event => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.key === "Escape" && typing(event.target)) { event.target.blur(); return; }
    if (typing(event.target) || $("dialog[open]")) return;
    const firmness = $$('.coding input[name="firmness"]')["12345".indexOf(event.key)];
    if (firmness && "12345".includes(event.key)) { firmness.checked = true; firmness.focus(); keep(firmness.form); event.preventDefault(); return; }
    const hit = $$("button[data-key], a[data-key]").find(each => each.dataset.key === event.key && visible(each));
    if (hit) { event.preventDefault(); hit.click(); }
  });

  // ---- what was typed into a draft outlives an error, a reload and a server that was stopped -------
  const named = form => "lastyard:" + location.pathname + ":" + form.dataset.draft;
  function keep(form) {
    const typed = Object.fromEntries([...new FormData(form)].filter(([name]) => name !== "csrf"));
    try { sessionStorage.setItem(named(form), JSON.stringify(typed)); } catch { /* no room: the page still holds it */ }
  }
  function keepTyped() {
    const form = $(".coding");
    if (!form || form.dataset.kept) return;
    form.dataset.kept = "yes";
    try {
      const typed = JSON.parse(sessionStorage.getItem(named(form)) || "{}");
      for (const [name, value] of Object.entries(typed)) {
        const field = form.elements[name];
        if (field && name !== "draft") field.value = value;
      }
    } catch { /* nothing of use was kept */ }
    form.addEventListener("input", () => keep(form));
    form.addEventListener("submit", event => {
      if (event.submitter?.value === "undo") return;
      // It is forgotten when the next page is here, which the server sends only when all was written.
      sessionStorage.setItem("lastyard:sent", named(form));
    });
  }
  const sent = sessionStorage.getItem("lastyard:sent");
  if (sent) {
    sessionStorage.removeItem("lastyard:sent");
    if (!$(".draft [role=alert]")) sessionStorage.removeItem(sent);
  }

  // ---- files dropped anywhere on the page go into the field for files -------------------------------
  const drop = $(".drop");
  if (drop) {
    addEventListener("dragover", event => { event.preventDefault(); drop.classList.add("over"); });
    addEventListener("dragleave", () => drop.classList.remove("over"));
    addEventListener("drop", event => {
      event.preventDefault();
      drop.classList.remove("over");
      if (event.dataTransfer.files.length) $("input[type=file]", drop).files = event.dataTransfer.files;
    });
  }

  // ---- the text of a case: what is wrong, while it is written ----------------------------------------
  function goToLine(line, column) {
    const field = $("#text"), lines = field.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    field.focus();
    field.setSelectionRange(start + column - 1, start + (lines[line - 1] || "").length);
    field.scrollTop = Math.max(0, (line - 4) * field.scrollHeight / lines.length);
  }
  const editor = $("[data-check]"), field = $("#text");
  if (editor && field) {
    let timer, asked = 0, changed = false;
    field.addEventListener("input", () => {
      changed = true;
      clearTimeout(timer);
      timer = setTimeout(async () => {
        const mine = ++asked;
        const body = new URLSearchParams({ csrf: editor.elements.csrf.value, text: field.value });
        try {
          const answer = await fetch(editor.dataset.check, { method: "POST", body });
          if (answer.ok && mine === asked) $("#found").outerHTML = await answer.text();
        } catch { /* the server was stopped; saving will say so */ }
      }, 250);
    });
    editor.addEventListener("submit", () => { changed = false; });
    addEventListener("beforeunload", event => { if (changed) event.preventDefault(); });
    const line = /^#L(\d+)$/.exec(location.hash);
    if (line) goToLine(+line[1], 1);
  }

  // ---- pictures answer: the pointer, or the arrow keys, go from mark to mark ---------------------------
  // A picture is an image. Over it lies its own outline, which is not seen and knows what each mark says.
  function markPictures() {
    $$(".picture > img").forEach(image => {
      // Pages allow no styles but those of their file; what is not seen needs none.
      const drawn = decodeURIComponent(image.src.slice(image.src.indexOf(",") + 1))
        .replace(/<style[^]*?<\/style>/g, "").replace(/ style="[^"]*"/g, "");
      const over = new DOMParser().parseFromString(drawn, "image/svg+xml").documentElement;
      [over, ...$$("[id]", over)].forEach(each => each.removeAttribute("id"));
      const marks = $$("title", over).map(each => each.parentElement).filter(each => each !== over);
      if (!marks.length) return;
      const box = image.parentElement, frame = document.createElement("div"), told = document.createElement("p");
      over.setAttribute("class", "over");
      over.setAttribute("aria-hidden", "true");
      frame.className = "marked";
      image.replaceWith(frame);
      frame.append(image, over);
      told.className = "note picture-says";
      told.setAttribute("role", "status");
      told.textContent = "Point at a mark, or go through them with the arrow keys.";
      box.after(told);
      const ring = document.createElementNS(over.namespaceURI, "rect");
      ring.setAttribute("class", "ring");
      let at = -1;
      const show = k => {
        at = k;
        const mark = marks[k], { x, y, width, height } = mark.getBBox();
        Object.entries({ x: x - 4, y: y - 4, width: width + 8, height: height + 8 }).forEach(([name, value]) => ring.setAttribute(name, value));
        mark.after(ring);
        told.textContent = $("title", mark).textContent;
      };
      over.addEventListener("pointerover", event => {
        const k = marks.indexOf(event.target.closest("*:has(> title)"));
        if (k >= 0) show(k);
      });
      box.addEventListener("keydown", event => {
        const step = { ArrowRight: at + 1, ArrowDown: at + 1, ArrowLeft: at - 1, ArrowUp: at - 1, Home: 0, End: marks.length - 1 }[event.key];
        if (step === undefined) return;
        event.preventDefault();
        show((step + marks.length) % marks.length);
      });
    });
  }

  // ---- sliders say their word -------------------------------------------------------------------------
  const words = [["floated", .15], ["tentative", .3], ["stated", .6], ["firm", .85], ["absolute", .97]];
  document.addEventListener("input", event => {
    if (event.target.type !== "range") return;
    const value = +event.target.value, out = $("output", event.target.closest("fieldset"));
    const [word] = words.reduce((best, each) => Math.abs(each[1] - value) < Math.abs(best[1] - value) ? each : best);
    if (out) out.textContent = `${word} ${value.toFixed(2)}`;
  });
  // The address of a scenario holds what was changed, and nothing else.
  $(".levers")?.addEventListener("submit", event => {
    $$("input[type=range]", event.target).forEach(each => { if (each.value === (+each.dataset.was).toFixed(2) || +each.value === +each.dataset.was) each.disabled = true; });
    $$("input[type=text], select", event.target).forEach(each => { if (!each.value || (each.name === "verb" && !event.target.elements.what.value)) each.disabled = true; });
  });
  addEventListener("pageshow", () => $$(".levers [disabled]").forEach(each => { each.disabled = false; }));
  ready();
})();
