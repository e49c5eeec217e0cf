/* Rows of remarks: one more without asking the server, one less, and a click on an answer of the form beside picks its
   place. Without this file the rows work as plain fields (templates/applications/remarks/rows.html). */
(function () {
  "use strict";
  const rows = document.querySelector("[data-remarks]");
  if (!rows) return;
  const list = rows.querySelector("[data-remark-list]"), total = rows.querySelector("[name$='-TOTAL_FORMS']");
  const most = Number(rows.querySelector("[name$='-MAX_NUM_FORMS']").value);
  const paper = document.getElementById("paper");

  function all() { return Array.from(list.querySelectorAll("[data-remark-row]")); }
  function placeOf(row) { return row.querySelector("select"); }
  function textOf(row) { return row.querySelector("textarea"); }
  function told(row) { placeOf(row).dispatchEvent(new Event("input", { bubbles: true })); }  // for what saves by itself
  function ready(row) { row.querySelector("[data-remark-remove]").hidden = false; }

  function added() {
    if (all().length >= most) return null;
    const holder = document.createElement("div");
    holder.innerHTML = rows.querySelector("[data-remark-new]").innerHTML.replace(/__prefix__/g, total.value);
    total.value = Number(total.value) + 1;
    const row = holder.firstElementChild;
    list.append(row);
    ready(row);
    document.dispatchEvent(new CustomEvent("htmx:load", { detail: { elt: row } }));
    return row;
  }

  rows.querySelector("[data-remark-more]").addEventListener("click", function (event) {
    event.preventDefault();
    const row = added();
    if (row) placeOf(row).focus();
  });

  /* A removed row is emptied and stays in the page, so that the numbers of the others hold. */
  list.addEventListener("click", function (event) {
    const button = event.target.closest("[data-remark-remove]");
    if (!button) return;
    const row = button.closest("[data-remark-row]");
    placeOf(row).value = textOf(row).value = "";
    row.hidden = true;
    told(row);
    rows.querySelector("[data-remark-more]").focus();
  });

  function pick(place) {
    const rest = all().filter(function (row) { return !row.hidden; });
    const there = rest.find(function (row) { return placeOf(row).value === place; });
    const blank = rest.find(function (row) { return !placeOf(row).value && !textOf(row).value.trim(); });
    const row = there || blank || added();
    if (!row) return;
    placeOf(row).value = place;
    told(row);
    for (let parent = row.closest("details"); parent; parent = parent.parentElement.closest("details")) parent.open = true;
    row.scrollIntoView({ block: "center" });
    textOf(row).focus({ preventScroll: true });
  }

  all().forEach(ready);
  if (!paper) return;
  rows.classList.add("remark-picks");
  paper.classList.add("paper-picks");
  paper.addEventListener("click", function (event) {
    const selection = document.getSelection();
    if (selection && !selection.isCollapsed) return;
    const cell = event.target.closest("td");
    const answers = cell ? Array.from(cell.querySelectorAll("[data-place]")) : [];
    const answer = event.target.closest("[data-place]") || (answers.length === 1 ? answers[0] : null);
    if (!answer) return;
    const known = Array.from(placeOf(all()[0] || rows).options).some(function (option) { return option.value === answer.dataset.place; });
    if (known) pick(answer.dataset.place);
  });
})();
