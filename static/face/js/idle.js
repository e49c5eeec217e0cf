/* The session ends when nobody does anything for a while. Three minutes before, a bar says so, and one press goes on.
   When it has ended the page goes to the log-in, so that nobody reads it on a screen left alone; what was typed is kept
   (sent_again.js, draft.js). The server says in a cookie when the end is, so all windows know of what one of them did. */
(function () {
  "use strict";
  const user = document.body.dataset.user, COOKIE = /(?:^|; )session_until=(\d+)/, LOOK = 5000;
  if (!user) return;
  const bar = document.getElementById("idle-warning"), ahead = Number(document.body.dataset.now) * 1000 - Date.now();
  const warning = Number(document.body.dataset.warning) * 1000;
  let known = 0, ended = false;

  /* Milliseconds to the end; without the cookie nothing is known. */
  function left() {
    const said = document.cookie.match(COOKIE);
    if (said) known = Number(said[1]) * 1000;
    return known ? known - (Date.now() + ahead) : Infinity;
  }
  function look() {
    if (ended) return;
    const rest = left();
    if (rest < -2000) return end();  // not before the server ends it: a page asked for just before would go on with it
    bar.hidden = rest > warning;
    if (!bar.hidden) bar.querySelector("[data-minutes]").textContent = Math.max(1, Math.ceil(rest / 60000));
  }
  function end() {
    ended = true;
    document.dispatchEvent(new CustomEvent("session:ended"));
    location.reload();
  }
  function goOn() {
    const token = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    fetch(bar.dataset.keep, { method: "POST", headers: { "X-CSRFToken": token ? token[1] : "" }, redirect: "manual" }).then(look, look);
  }
  bar.querySelector("button").addEventListener("click", goOn);
  setInterval(look, LOOK);
  document.addEventListener("visibilitychange", look);
  look();
})();
