/* The score sheet: the weighted total while it is typed (the server counts anew), and its keys. draft.js saves it. */
(function () {
  "use strict";
  const form = document.querySelector("[data-scores]");

  function follow(selector) {
    const link = document.querySelector(selector);
    if (link) link.click();  // draft.js lets a link wait for the save
  }
  document.addEventListener("keydown", function (event) {
    if (!event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const act = { KeyN: function () { follow("[data-after]"); }, KeyP: function () { follow("[data-before]"); }, KeyJ: toOpen }[event.code];
    if (!act) return;
    event.preventDefault();
    act();
  });
  if (!form) return;

  const fields = Array.from(form.querySelectorAll("[data-weight]"));
  const confirmation = form.querySelector("[data-submit]");
  function wrong(field) {
    if (field.validity.badInput) return true;
    return field.value !== "" && !(/^\d*(\.\d?)?$/.test(field.value) && Number(field.value) <= Number(field.dataset.scale));
  }
  function scored(field) { return field.value !== "" && !wrong(field); }
  function toOpen() {
    const open = fields.find(function (field) { return !scored(field); });
    (open || fields[0]).focus();
    return Boolean(open);
  }
  const openSaid = form.querySelector("[data-open-said]"), openWords = openSaid.textContent;
  function sayOpen(count) {
    openSaid.hidden = !count;
    openSaid.textContent = count ? openWords.replace("{count}", count) : "";
  }
  function show() {
    const faulty = fields.filter(wrong).length, open = fields.filter(function (field) { return !scored(field); }).length - faulty;
    const said = [open && open + " 项未评分", faulty && faulty + " 项有误未计"].filter(Boolean).join("，");
    const total = fields.reduce(function (sum, field) {
      return sum + (scored(field) ? Number(field.value) : 0) / Number(field.dataset.scale) * Number(field.dataset.weight);
    }, 0);
    form.querySelectorAll("[data-total]").forEach(function (output) {
      output.textContent = total.toFixed(2) + (said && "（" + said + "）");
    });
  }
  form.addEventListener("input", show);
  form.addEventListener("input", function () { sayOpen(0); });
  show();

  /* Enter leads to the next place instead of sending the form; the wheel scrolls the page, never a score. */
  fields.forEach(function (field, index) {
    field.addEventListener("keydown", function (event) {
      if (event.key !== "Enter" || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      (fields[index + 1] || form.elements.remarks).focus();
    });
    field.addEventListener("focus", function () { field.select(); });
    field.addEventListener("wheel", function () { field.blur(); }, { passive: true });
  });
  form.addEventListener("keydown", function (event) {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    sayOpen(fields.filter(function (field) { return !scored(field); }).length);
    if (toOpen()) return;
    confirmation.open = true;
    confirmation.querySelector("button").focus();
  });
  confirmation.addEventListener("keydown", function (event) {
    if (event.key !== "Escape" || !confirmation.open) return;
    confirmation.open = false;
    confirmation.querySelector("summary").focus();
  });
})();
