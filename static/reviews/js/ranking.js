/* The details of a line of the ranking unfold below it; without this script its link opens them as a page. */
(function () {
  "use strict";

  function fold(link, row) {
    row.remove();
    link.setAttribute("aria-expanded", "false");
    link.firstChild.data = "展开";
  }
  async function unfold(link, line) {
    const answer = await fetch(link.href, { headers: { "HX-Request": "true" }, redirect: "manual" });
    if (!answer.ok) throw new Error(answer.status);
    const row = document.createElement("tr"), cell = document.createElement("td");
    row.className = "fold-row";
    cell.colSpan = line.closest("table").tHead.rows[0].cells.length;
    cell.innerHTML = await answer.text();
    row.append(cell);
    line.after(row);
    link.setAttribute("aria-expanded", "true");
    link.firstChild.data = "收起";
  }

  document.querySelectorAll("[data-fold]").forEach(function (link) { link.setAttribute("aria-expanded", "false"); link.setAttribute("role", "button"); });
  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-fold]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const line = link.closest("tr"), next = line.nextElementSibling;
    if (next && next.classList.contains("fold-row")) fold(link, next);
    else if (!link.hasAttribute("aria-busy")) {
      link.setAttribute("aria-busy", "true");
      unfold(link, line).catch(function () { location.assign(link.href); }).finally(function () { link.removeAttribute("aria-busy"); });
    }
  });
  document.addEventListener("keydown", function (event) {
    const link = event.target.closest("[data-fold]");
    if (!link || event.key !== " ") return;
    event.preventDefault();
    link.click();
  });
})();
