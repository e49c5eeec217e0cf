/* A form that is sent when the session has ended meets the log-in instead, one that needs the identity confirmed meets that
   page, and one that is being filled in when the session ends is not sent at all. What was typed waits in this window, for a
   day at most, and is put back when the same person is on the page of the form again; nothing is sent by itself. Passwords and files are never kept,
   and pages that save themselves (draft.js) look after their own text. */
(function () {
  "use strict";
  const KEY = "sent", SOON = 60000, DAY = 86400000, user = document.body.dataset.user;
  const UNKEPT = /^(file|password|submit|button|image|reset)$/;

  function recall() {
    try { return JSON.parse(sessionStorage.getItem(KEY)); } catch (error) { return null; }
  }
  function keep(sent) {
    try { sessionStorage.setItem(KEY, JSON.stringify(sent)); } catch (error) { /* no room: as without this script */ }
  }
  function forget() {
    try { sessionStorage.removeItem(KEY); } catch (error) { /* nothing is there */ }
  }
  function here() { return location.pathname + location.search; }
  function controls(form, name) {
    return Array.from(form.elements).filter(function (each) {
      return (each.name && (!name || each.name === name) && !UNKEPT.test(each.type) && each.name !== "csrfmiddlewaretoken");
    });
  }
  function ticked(control) { return control.type === "checkbox" || control.type === "radio"; }
  function wordsOf(control) {
    const label = control.labels && control.labels[0];
    return label ? label.textContent.trim() : "";
  }

  /* What a form holds: of each name its values in order, and how the page calls it. */
  function held(form) {
    const entries = {}, data = new FormData(form);
    controls(form).forEach(function (control) {
      entries[control.name] = entries[control.name] || { values: data.getAll(control.name), label: wordsOf(control), hidden: control.type === "hidden" };
    });
    return entries;
  }
  document.addEventListener("submit", function (event) {
    const form = event.target;
    if (event.defaultPrevented || !user || form.method !== "post" || form.matches("[data-autosave], [data-many]")) return;
    if (form.matches("[data-confirms]")) return;
    if (form.matches("[data-ends-session]") || form.querySelector("[type=password]")) return forget();
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);  // a new one after a log-in in another window
    if (token && form.elements.csrfmiddlewaretoken) form.elements.csrfmiddlewaretoken.value = token[1];
    keep(parcel(form));
  });
  function parcel(form) {
    const files = Array.from(form.elements).some(function (each) { return each.type === "file" && each.value; });
    return { user: user, page: here(), action: form.getAttribute("action") || "", entries: held(form), files: files, at: Date.now(), met: false };
  }

  /* The session ended under the hands of somebody (idle.js): the form in which was typed last is kept. */
  let typed = null;
  ["input", "change"].forEach(function (kind) {
    document.addEventListener(kind, function (event) {
      const form = event.isTrusted && event.target.form;
      if (form && form.method === "post" && !form.matches("[data-autosave], [data-many]") && !form.querySelector("[type=password]")) typed = form;
    });
  });
  document.addEventListener("session:ended", function () {
    if (typed && typed.isConnected) keep(parcel(typed));
  });

  /* Put back what fits; return what does not, to be copied by hand. */
  function putBack(form, entries) {
    const rest = [];
    Object.keys(entries).forEach(function (name) {
      const values = entries[name].values, own = form ? controls(form, name) : [];
      own.forEach(function (control, index) {
        if (ticked(control)) control.checked = values.includes(control.value);
        else if (control.type === "select-multiple") Array.from(control.options).forEach(function (option) { option.selected = values.includes(option.value); });
        else if (index in values) control.value = values[index];
      });
      if (!own.length && !entries[name].hidden && values.join("").trim()) rest.push(entries[name]);
    });
    return rest;
  }
  function tell(form, sent, rest) {
    const box = document.getElementById("sent-again").content.cloneNode(true).firstElementChild;
    box.querySelector("[data-files]").hidden = !sent.files;
    box.querySelector("[data-rest]").hidden = !rest.length;
    rest.forEach(function (entry) {
      const item = document.createElement("li");
      item.textContent = (entry.label ? entry.label + "：" : "") + entry.values.join("、");
      box.querySelector("[data-list]").append(item);
    });
    for (let outer = form && form.closest("details"); outer; outer = outer.parentElement.closest("details")) outer.open = true;
    if (form) form.before(box);
    else document.querySelector("main .page").prepend(box);
    box.scrollIntoView({ block: "start" });
    box.focus({ preventScroll: true });
  }

  const sent = recall();
  if (!sent) return;
  const asks = document.querySelector("main form[data-confirms]");  // the page that confirms the identity
  if (Date.now() - sent.at > DAY) return forget();
  if (!user && !sent.met && Date.now() - sent.at > SOON) return forget();  // it was answered; the log-in came of something else
  if (!user || asks && sent.user === user) {
    const next = document.querySelector("main form [name=next]");
    const back = document.querySelector("[data-back]");
    if (back) back.hidden = false;
    if (next) next.value = sent.page;  // not the address that the form was sent to, which may have no page
    return keep(Object.assign(sent, { met: true }));
  }
  if (sent.user !== user || !sent.met) return forget();
  if (sent.page === here()) afterFirstFrame(bringBack);  // a box that is opened before it was ever laid out may stay shut

  function afterFirstFrame(act) {
    requestAnimationFrame(function () { requestAnimationFrame(act); });
  }
  function bringBack() {
    forget();
    const form = Array.from(document.forms).find(function (each) {
      return each.method === "post" && (each.getAttribute("action") || "") === sent.action
        && Object.keys(sent.entries).some(function (name) { return controls(each, name).length; });
    });
    const rest = putBack(form, sent.entries);
    if (form) controls(form).forEach(function (control) {
      if (control.type !== "hidden") ["input", "change"].forEach(function (kind) { control.dispatchEvent(new Event(kind, { bubbles: true })); });
    });
    tell(form, sent, rest);
  }
})();
