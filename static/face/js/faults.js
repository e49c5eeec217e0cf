/* What is wrong with a field, after each autosave: a message goes with the save that accepted the value, and comes
   when a field with a faulty value is left. What is only missing is said where the page has said so before. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-autosave]");
  if (!form) return;
  const said = new Set();
  let told = null;  // null: something was typed since the last answer

  function fields() { return Array.from(form.querySelectorAll(".field[id^=div_id_]")); }
  function fieldAt(anchor) {
    const target = document.getElementById(anchor);
    return target && form.contains(target) ? target.closest(".field[id^=div_id_]") : null;
  }
  function messages(field) {
    return Array.from(field.querySelectorAll(".invalid-feedback p")).map(function (each) { return each.textContent.trim(); });
  }
  fields().forEach(function (field) { if (field.classList.contains("field-bad")) said.add(field.id); });

  function show() {
    if (!told) return;
    const wanted = new Map();
    told.forEach(function (fault) {
      const field = fieldAt(fault.anchor);
      if (field && (!fault.missing || said.has(field.id))) wanted.set(field, (wanted.get(field) || []).concat(fault.message));
    });
    fields().forEach(function (field) {
      const now = wanted.get(field) || [], before = messages(field);
      if (JSON.stringify(now) === JSON.stringify(before)) return;
      if (now.length && !before.length && field.contains(document.activeElement)) return;
      mark(field, now);
    });
    summarise();
  }

  function mark(field, found) {
    const name = field.id.replace("div_", ""), id = name + "_error", old = document.getElementById(id);
    const controls = Array.from(field.querySelectorAll("fieldset, input, select, textarea"));
    if (old) old.remove();
    field.classList.toggle("field-bad", found.length > 0);
    if (found.length) {
      said.add(field.id);
      const box = document.createElement("div");
      box.id = id;
      box.className = "invalid-feedback";
      box.setAttribute("role", "alert");
      found.forEach(function (message) {
        const line = document.createElement("p"), strong = document.createElement("strong");
        strong.textContent = message;
        line.append(strong);
        box.append(line);
      });
      (document.getElementById(name + "_helptext") || field.querySelector(".form-label, .form-check-label")).after(box);
    }
    controls.forEach(function (control) {
      const words = (control.getAttribute("aria-describedby") || "").split(" ").filter(function (each) { return each && each !== id; });
      if (found.length && control.id === name) words.push(id);
      if (words.length) control.setAttribute("aria-describedby", words.join(" "));
      else control.removeAttribute("aria-describedby");
      if (control.matches("fieldset")) return;
      control.classList.toggle("is-invalid", found.length > 0);
      if (found.length) control.setAttribute("aria-invalid", "true");
      else control.removeAttribute("aria-invalid");
    });
  }

  /* The summary above the form names what the fields say; with nothing left to say it goes. */
  function summarise() {
    const summary = document.querySelector("[data-error-summary]");
    if (!summary || summary.querySelector("a[href^='#clash-']")) return;
    const open = told.filter(function (fault) {
      const field = fieldAt(fault.anchor);
      return field && messages(field).includes(fault.message);
    });
    if (!open.length) return summary.remove();
    summary.querySelector("h2").textContent = "有 " + open.length + " 处需要修改";
    summary.querySelector("ul").replaceChildren(...open.map(function (fault) {
      const item = document.createElement("li"), link = document.createElement("a");
      link.href = "#" + fault.anchor;
      link.textContent = fault.said;
      item.append(link);
      return item;
    }));
  }

  form.addEventListener("input", function () { told = null; });
  form.addEventListener("draft:saved", function (event) {
    told = event.detail.faults || null;  // carbon figures say theirs themselves
    show();
  });
  form.addEventListener("focusout", function () { setTimeout(function () { afterPress(show); }); });
})();
