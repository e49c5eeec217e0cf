/* Text that draft.js keeps in this browser belongs to one person: it goes with the log-out, when somebody else
   is signed in, and after seven days. */
(function () {
  "use strict";
  const WEEK = 7 * 24 * 3600 * 1000;
  function old(key) {
    try { return Date.now() - JSON.parse(localStorage.getItem(key)).at > WEEK; } catch (error) { return true; }
  }
  function forget(keep) {
    try {
      Object.keys(localStorage).forEach(function (key) {
        if (key.startsWith("draft/") && !(keep && key.startsWith(keep) && !old(key))) localStorage.removeItem(key);
      });
    } catch (error) { /* no storage here, so nothing was kept */ }
  }

  forget("draft/" + (document.body.dataset.user ? document.body.dataset.user + "/" : ""));
  document.addEventListener("submit", function (event) {
    if (event.target.hasAttribute("data-ends-session")) forget("");
  });
})();
