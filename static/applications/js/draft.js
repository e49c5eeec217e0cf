/* A draft page saves itself: a second after typing stops, and when a field is left. What is not saved yet is kept in
   this browser. Without this script the same form is an ordinary POST. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return showNewYear();
  const QUIET = 1000, SLOW = 800, AROUND = 400, PATIENCE = 20000, RETRIES = [2, 5, 10, 30, 60];
  const prefix = form.dataset.kept, status = document.getElementById("save-status");
  const SKIPPED = /^(csrfmiddlewaretoken|copy|pick-.*|seen-.*|.*-count)$/;
  let composing = false, leaving = false, ended = false, running = null, doubtful = null, fate = "saved", failures = 0;
  let timer, retry, around, slow, offered = [];

  /* What the form holds: name → texts. Names without a ticked box are there too, so that emptying is seen. */
  function snapshot(of) {
    const found = {}, data = new FormData(of || form);
    Array.from((of || form).elements).forEach(function (control) {
      if (control.name && control.type !== "submit" && !SKIPPED.test(control.name)) found[control.name] = data.getAll(control.name);
    });
    return found;
  }
  /* What the page came with; somebody may have typed before this script was there. */
  function asServed() {
    const twin = form.cloneNode(true);
    twin.reset();
    return snapshot(twin);
  }
  const same = function (a, b) { return JSON.stringify(a) === JSON.stringify(b); };
  let attempted = asServed(), confirmed = Object.assign({}, attempted);
  document.querySelectorAll("[data-clash]").forEach(function (box) { doubt(box.id.replace("clash-", "")); });

  /* The form field that an input belongs to: a period of months has two inputs; a page may carry one mark as a whole. */
  function fieldOf(name) {
    const marks = copy();
    if ("whole" in marks) return "whole";
    return name in marks ? name : name.replace(/_\d+$/, "");
  }
  function copy() { try { return JSON.parse(form.elements.copy.value); } catch (error) { return {}; } }
  function doubt(name) {
    Object.keys(confirmed).forEach(function (each) {
      if (fieldOf(each) === name || each.startsWith(name + "-")) confirmed[each] = null;
    });
  }
  function unsaved(now) {
    const held = now || snapshot();
    return Object.keys(held).filter(function (name) { return !same(held[name], confirmed[name]); });
  }
  function untried() {
    const held = snapshot();
    return Object.keys(held).some(function (name) { return !same(held[name], attempted[name]); });
  }

  /* What is kept in this browser, field by field, with the mark of what it was made from. */
  function keep() {
    if (ended) return true;
    const held = snapshot(), open = unsaved(held), marks = copy();
    try {
      Object.keys(held).forEach(function (name) {
        if (open.includes(name)) {
          const entry = { texts: held[name], mark: marks[fieldOf(name)] || "", at: Date.now(), label: labelOf(name) };
          put(name, window.keptRows ? Object.assign(entry, keptRows.mark(form, confirmed, name)) : entry);
        } else if (!offered.includes(name)) localStorage.removeItem(prefix + name);
      });
      return true;
    } catch (error) { return false; }
  }
  function put(name, entry) { localStorage.setItem(prefix + name, JSON.stringify(entry)); }
  function keptEntries() {
    const found = {};
    try {
      Object.keys(localStorage).filter(function (key) { return key.startsWith(prefix); }).forEach(function (key) {
        found[key.slice(prefix.length)] = JSON.parse(localStorage.getItem(key));
      });
    } catch (error) { /* unreadable or no storage: nothing to offer */ }
    return found;
  }
  function release(names) {
    offered = offered.filter(function (name) { return !names.includes(name); });
    names.forEach(function (name) { try { localStorage.removeItem(prefix + name); } catch (error) { /* none */ } });
  }
  function note(word) { try { sessionStorage.setItem("left:" + prefix, word); } catch (error) { /* none */ } }
  function noted() {
    try {
      const word = sessionStorage.getItem("left:" + prefix);
      sessionStorage.removeItem("left:" + prefix);
      return word;
    } catch (error) { return null; }
  }

  /* The status line: words, icon and colour. */
  function say(state, values) {
    fate = { unfit: "saved", online: "saved" }[state] || state;  // unfit: kept by the server, but nothing that can be handed in
    const shown = (state === "offline" || state === "failed") && !keep() ? "unkept" : state;
    afterPress(function () { show(state, shown, values || {}); });
  }
  function show(state, shown, values) {
    const words = document.getElementById("save-words").content.querySelector("[data-words=" + shown + "]").cloneNode(true);
    fill(words, values);
    words.querySelectorAll("[data-login]").forEach(function (link) { link.href = form.dataset.login; });
    const first = document.querySelector("[data-clash]"), link = words.querySelector("[data-first]");
    if (link && first) link.href = "#" + first.id;
    status.dataset.state = { saved: "saved", online: "saved", busy: "busy" }[state] || "kept";
    if (status.querySelector(".save-words").textContent !== words.textContent) status.querySelector(".save-words").replaceChildren(words);
  }
  function fill(element, values) {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
      walker.currentNode.data = walker.currentNode.data.replace(/\{(\w+)\}/g, function (all, name) { return name in values ? values[name] : all; });
    }
  }

  /* Saving. One request at a time; what was typed meanwhile goes with the next. A request without an answer may have
     been saved all the same: it is sent again as it was, so that newer text does not clash with its own older one. */
  function schedule(wait) {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  }
  function save(options) {
    clearTimeout(timer);
    clearTimeout(retry);
    if (composing) return Promise.resolve(false);
    if (running) return running.then(function () { return untried() ? save() : !unsaved().length; });
    if (!doubtful && !unsaved().length) return Promise.resolve(true);
    const parcel = doubtful || packed();
    attempted = parcel.texts;
    slow = setTimeout(function () { say("busy"); }, SLOW);
    running = send(parcel, options || {}).catch(function () { doubtful = parcel; return later("offline"); });
    return running.then(function (done) {
      clearTimeout(slow);
      running = null;
      if (untried() && fate !== "refused") schedule(fate === "busy" ? 0 : QUIET);
      return done && !unsaved().length;
    });
  }
  function token() {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
  }
  function packed() {
    const body = new FormData(form);
    Array.from(body.keys()).forEach(function (name) { if (/^(pick|seen)-/.test(name)) body.delete(name); });
    body.set("who", document.body.dataset.user);
    return { texts: snapshot(), body: body };
  }
  async function send(parcel, options) {
    const body = parcel.body, stop = new AbortController();
    body.set("csrfmiddlewaretoken", token());
    const limit = setTimeout(function () { stop.abort(); }, PATIENCE);
    let answer, told;
    try {
      answer = await fetch(form.dataset.autosave, {
        method: "POST", body: body, headers: { Accept: "application/json" }, redirect: "manual",
        keepalive: Boolean(options.keepalive), signal: stop.signal,
      });
      told = (answer.headers.get("Content-Type") || "").includes("json") ? await answer.json() : {};
    } finally { clearTimeout(limit); }
    if (answer.status === 200 || answer.status === 409) return settled(parcel, told);
    if (answer.status === 401 || answer.status === 403) return signedOut();
    if (answer.status === 502 || answer.status === 504) doubtful = parcel;  // a gateway does not know either
    if (answer.status >= 500 || answer.status === 0 || answer.status === 429) return later("failed");
    keep();
    say("refused", { message: told.message || "这份草稿现在不能由您修改。" });
    return false;
  }
  function settled(parcel, told) {
    const behind = parcel === doubtful && untried();
    failures = 0;
    doubtful = null;
    confirmed = Object.assign({}, parcel.texts);
    form.elements.copy.value = JSON.stringify(told.copy);
    told.clashes.forEach(function (clash) { doubt(clash.name); });
    keep();
    afterPress(function () {
      form.dispatchEvent(new CustomEvent("draft:saved", { detail: told }));
      showClashes(told.clashes);
      if (told.newer.length) showNewer(told.newer);
    });
    if (behind) say("busy");
    else if (told.clashes.length) say("clash", { count: told.clashes.length });
    else if (told.unfit) say("unfit", { at: told.at, count: told.unfit });
    else say("saved", { at: told.at });
    refreshSoon();
    return true;
  }
  function later(state) {
    keep();
    say(state);
    retry = setTimeout(save, 1000 * RETRIES[Math.min(failures, RETRIES.length - 1)]);
    failures += 1;
    return false;
  }
  function signedOut() {
    keep();
    note("signedout");
    say("signedout");
    return false;
  }

  /* Both versions beside the field, as the server words them; a choice that was begun is left alone. */
  function showClashes(clashes) {
    document.querySelectorAll("[data-clash]").forEach(function (box) {
      if (!clashes.some(function (clash) { return box.id === "clash-" + clash.name; })) box.remove();
    });
    clashes.forEach(function (clash) {
      const old = document.getElementById("clash-" + clash.name);
      if (old && (old.contains(document.activeElement) || old.querySelector("input:checked"))) return;
      if (old) old.remove();
      const field = document.getElementById("div_id_" + clash.name);
      const legend = document.querySelector("[data-block='" + clash.name + "'] > legend");
      if (field || legend) (field || legend).insertAdjacentHTML("afterend", clash.html);
      else form.insertAdjacentHTML("beforebegin", clash.html);
    });
  }
  function showNewer(labels) {
    document.querySelectorAll(".newer-note").forEach(function (old) { old.remove(); });
    const added = document.getElementById("newer-note").content.cloneNode(true).firstElementChild;
    fill(added, { labels: labels.join("、") });
    added.querySelector("a").href = location.pathname;
    status.parentElement.before(added);
  }

  /* What stands around the fields, after a save. Never under the reader's focus, selection or unsaved text. */
  function refreshSoon() {
    clearTimeout(around);
    if (form.dataset.beside) around = setTimeout(refresh, AROUND);
  }
  async function refresh() {
    const preview = document.getElementById("paper-preview");
    const wanted = preview && preview.offsetParent ? "?paper" : "";
    try {
      const answer = await fetch(form.dataset.beside + wanted, { redirect: "manual" });
      if (!answer.ok || composing) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      afterPress(function () { page.body.querySelectorAll(":scope > [id]").forEach(place); });
    } catch (error) { /* it comes with the next save */ }
  }
  function place(fresh) {
    const old = document.getElementById(fresh.id), selection = document.getSelection();
    if (!old || old.contains(document.activeElement)) return;
    if (selection.rangeCount && !selection.isCollapsed && old.contains(selection.anchorNode)) return;
    const names = Array.from(old.querySelectorAll("[name]")).map(function (control) { return control.name; });
    if (unsaved().some(function (name) { return names.includes(name); })) return;
    const scrolled = old.parentElement.scrollTop;
    old.replaceWith(fresh);
    fresh.parentElement.scrollTop = scrolled;
    const held = snapshot();
    fresh.querySelectorAll("[name]").forEach(function (control) { confirmed[control.name] = attempted[control.name] = held[control.name]; });
  }
  function refreshAtCutoff() {
    const left = document.querySelector("#draft-strip [data-countdown]");
    const seconds = left ? Number(left.dataset.countdown) + 1 : Infinity;
    if (seconds < 86400 * 20) setTimeout(refresh, 1000 * seconds);
  }

  /* What was kept: put back after a log-in, else offered. */
  function offer() {
    const word = noted(), marks = copy(), held = snapshot();
    const arrived = word === "sent" && form.dataset.last === "own";
    const before = keptEntries();
    if (arrived) release(Object.keys(before).filter(function (name) { return !name.startsWith("rest/") && before[name].mark !== (marks[fieldOf(name)] || ""); }));
    if (window.keptRows) settleRows(held);
    const entries = keptEntries();
    const names = Object.keys(entries).filter(function (name) { return name in held && !same(entries[name].texts, held[name]); });
    release(Object.keys(entries).filter(function (name) { return name in held && !names.includes(name) && confirmed[name]; }));
    if (!names.length) return;
    if (word) return restore(entries, names, marks);
    const box = listed("kept-offer", entries, names, 200);
    offered = names;
    box.querySelector("[data-restore]").addEventListener("click", function () { box.remove(); restore(entries, names, marks); });
  }
  /* A box with kept texts above the form; its button 不要了 forgets them. */
  function listed(template, entries, names, most) {
    const box = document.getElementById(template).content.cloneNode(true).firstElementChild;
    fill(box, { count: names.length });
    names.forEach(function (name) {
      const item = document.createElement("li");
      item.textContent = (entries[name].label || labelOf(name)) + "：" + (entries[name].texts.join("、").slice(0, most) || "（空白）");
      box.querySelector("[data-list]").append(item);
    });
    box.querySelector("[data-discard]").addEventListener("click", function () { box.remove(); release(names); });
    form.before(box);
    return box;
  }
  /* Rows may have moved since: each kept text goes to the row it was typed in; what has none is shown, to be copied. */
  function settleRows(held) {
    const entries = keptEntries(), fresh = Object.keys(entries).filter(function (name) { return !name.startsWith("rest/"); });
    const moving = {};
    fresh.forEach(function (name) { moving[name] = entries[name]; });
    const homes = keptRows.homes(form, held, moving);
    const moved = fresh.filter(function (name) { return homes[name] !== name; });
    try {
      moved.forEach(function (name) {
        const to = homes[name];
        put(to || "rest/" + entries[name].at + "/" + name, to ? Object.assign({}, entries[name], keptRows.mark(form, held, to), { label: labelOf(to) }) : entries[name]);
      });
      release(moved.filter(function (name) { return !Object.values(homes).includes(name); }));
    } catch (error) { /* the storage is full: everything stays where it was */ }
    const now = keptEntries(), rest = Object.keys(now).filter(function (name) { return name.startsWith("rest/"); });
    if (rest.length) listed("kept-rest", now, rest);
  }
  function labelOf(name) {
    const holder = document.getElementById("div_id_" + name) || document.getElementById("div_id_" + fieldOf(name));
    const label = holder && holder.querySelector(".form-label"), row = holder && holder.closest("[data-line]");
    const words = label ? label.textContent.trim() : name;
    return row ? row.querySelector("legend").textContent.trim() + "，" + words : words;
  }
  /* Text kept from an older page carries the mark of that page; what was saved from this one since is no clash. */
  function restore(entries, names, served) {
    const marks = copy();
    offered = [];
    names.forEach(function (name) {
      const field = fieldOf(name);
      if (entries[name].mark !== (served[field] || "")) marks[field] = entries[name].mark;
      Array.from(form.elements).filter(function (control) { return control.name === name; }).forEach(function (control) {
        if (control.type === "checkbox" || control.type === "radio") control.checked = entries[name].texts.includes(control.value);
        else control.value = entries[name].texts[0] || "";
        control.dispatchEvent(new Event("input", { bubbles: true }));
      });
    });
    form.elements.copy.value = JSON.stringify(marks);
    save();
  }

  /* Typing, leaving a field, writing with an input method. */
  form.addEventListener("input", function () {
    ended = false;
    keep();
    if (!composing) schedule(QUIET);
  });
  form.addEventListener("change", function (event) { if (/^(radio|checkbox|select-one)$/.test(event.target.type)) schedule(150); });
  form.addEventListener("focusout", function () { if (untried()) save(); });
  form.addEventListener("compositionstart", function () { composing = true; clearTimeout(timer); });
  form.addEventListener("compositionend", function () { composing = false; schedule(QUIET); });

  /* Leaving: a link waits for the save; closing with unsaved text warns. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest("a[href]");
    if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target) return;
    if (link.hasAttribute("data-theirs")) {
      clearTimeout(timer);
      release(Object.keys(keptEntries()));
      leaving = ended = true;
      return;
    }
    if (link.origin !== location.origin || (link.pathname === location.pathname && link.hash) || link.hasAttribute("data-login")) return;
    if (fate !== "saved" && fate !== "busy" || !unsaved().length) return;
    event.preventDefault();
    save().then(function () { location.assign(link.href); });
  });
  /* A button waits for a save on its way, or else clashes with it; without a connection the page stays. */
  function cut() { return doubtful || navigator.onLine === false; }
  form.addEventListener("submit", function (event) {
    if (running || cut()) {
      event.preventDefault();
      const button = event.submitter;
      (running || save()).then(function () {
        if (!cut()) setTimeout(function () { form.requestSubmit(button && button.form === form ? button : null); });
        else if (!unsaved().length) say("offline");
      });
      return;
    }
    form.elements.csrfmiddlewaretoken.value = token();
    clearTimeout(timer);
    keep();
    note("sent");
    leaving = true;
  });
  document.addEventListener("submit", function (event) { if (event.target.hasAttribute("data-ends-session")) ended = true; });
  document.addEventListener("click", function (event) { if (event.target.closest("a[data-login]:not([target])")) leaving = true; });
  window.addEventListener("beforeunload", function (event) {
    if (leaving || !unsaved().length) return;
    keep();
    if (!running) save({ keepalive: true });
    event.preventDefault();
    event.returnValue = "";
  });

  document.addEventListener("session:ended", function () { leaving = keep(); });

  /* Coming back: the net, the window after a log-in elsewhere, the page from the browser's memory. */
  window.addEventListener("online", function () {
    if (doubtful || unsaved().length) save();
    else if (fate === "offline") say("online");
  });
  window.addEventListener("offline", function () { if (unsaved().length) later("offline"); });
  document.addEventListener("visibilitychange", function () { if (!document.hidden && fate !== "saved" && fate !== "refused") save(); });
  window.addEventListener("focus", function () { if (fate === "signedout") save(); });
  window.addEventListener("pageshow", function (event) { if (event.persisted) location.reload(); });

  /* The page to check and submit: from the cutoff on it says the new year. A submission on its way is let go. */
  function showNewYear() {
    const left = document.querySelector("#draft-strip [data-countdown]");
    const seconds = left ? Number(left.dataset.countdown) + 1 : Infinity;
    if (seconds > 86400 * 20) return;
    const due = setTimeout(function () { location.reload(); }, 1000 * seconds);
    document.addEventListener("submit", function () { clearTimeout(due); });
  }

  const clashes = document.querySelectorAll("[data-clash]").length;
  if (clashes) say("clash", { count: clashes });
  offer();
  if (untried()) schedule(QUIET);
  refreshAtCutoff();
})();
