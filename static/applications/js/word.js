/* 全选 over the boxes of one chapter; without JavaScript each box is ticked by itself. */
(function () {
  "use strict";

  document.querySelectorAll("[data-chapter]").forEach(function (chapter) {
    const all = chapter.querySelector("[data-all]");
    const boxes = Array.from(chapter.querySelectorAll("input[name='take']"));

    function show() {
      const ticked = boxes.filter(function (box) { return box.checked; }).length;
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
    }

    all.addEventListener("change", function () {
      boxes.forEach(function (box) { box.checked = all.checked; });
    });
    boxes.forEach(function (box) { box.addEventListener("change", show); });
    all.closest("[hidden]").hidden = false;
    show();
  });
})();
