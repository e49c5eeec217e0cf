/* A page must not move under a press: a button that slides away between press and release is never clicked.
   afterPress(act) acts now, or, while a pointer is down, right after it is up and its click is done. */
(function () {
  "use strict";
  const LONGEST = 2000;  // a release that nobody tells of, e.g. outside the window
  let waiting = null, limit;

  function release() {
    clearTimeout(limit);
    const acts = waiting || [];
    waiting = null;
    acts.forEach(function (act) { act(); });
  }
  document.addEventListener("pointerdown", function () {
    clearTimeout(limit);
    waiting = waiting || [];
    limit = setTimeout(release, LONGEST);
  }, true);
  ["pointerup", "pointercancel"].forEach(function (name) {
    document.addEventListener(name, function () { setTimeout(release); }, true);
  });

  window.afterPress = function (act) {
    if (waiting) waiting.push(act);
    else act();
  };
})();
