/* Shows an attachment in place of the official form. Without this script its link opens it in a window of its own. */
(function () {
  "use strict";

  document.addEventListener("DOMContentLoaded", function () {
    const box = document.querySelector("[data-viewer]");
    if (!box) return;
    const paper = box.querySelector("[data-viewer-paper]"), file = box.querySelector("[data-viewer-file]");

    function mark(which) {
      box.querySelectorAll("[data-view]").forEach(function (link) {
        if (link.dataset.view === which) link.setAttribute("aria-current", "true");
        else link.removeAttribute("aria-current");
      });
    }

    function content(link) {
      const picture = /\.(png|jpe?g)$/i.test(link.dataset.name);
      const element = document.createElement(picture ? "img" : "iframe");
      element.src = link.href + (picture ? "" : "#navpanes=0&view=FitH");
      if (picture) element.alt = link.dataset.name;
      else element.title = link.dataset.name;
      return element;
    }

    function show(link) {
      const own = document.createElement("p"), away = document.createElement("a");
      away.href = link.href;
      away.target = "_blank";
      away.rel = "noopener";
      away.textContent = "在新窗口打开 " + link.dataset.name;
      own.append(away);
      file.replaceChildren(own, content(link));
      file.hidden = false;
      paper.hidden = true;
      mark(link.dataset.view);
      box.parentElement.scrollTop = 0;
      file.focus({ preventScroll: true });
    }

    document.addEventListener("click", function (event) {
      const link = event.target.closest("a[data-view]");
      if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
      if (link.dataset.view === "paper") {
        paper.hidden = false;
        file.hidden = true;
        file.replaceChildren();
        mark("paper");
        return;
      }
      /* On a narrow screen nothing stands beside the sheet: a window of its own is the better viewer. */
      if (window.matchMedia("(max-width: 1099.98px)").matches) return;
      event.preventDefault();
      show(link);
    });
  });
})();
