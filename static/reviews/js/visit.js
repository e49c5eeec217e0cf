/* Photos of a site visit are sent beside the page, as soon as they are taken, so that nothing typed is lost where the net
   is bad. Without this script the same form is an ordinary POST. */
(function () {
  "use strict";
  const form = document.querySelector("form[data-photos]");
  if (!form) return;
  const status = form.querySelector("[data-photo-status]"), words = form.querySelector("[data-photo-words]");
  const caption = form.elements.caption;
  let busy = false, wordless = null;  // the photo that was sent without words: those typed after it are its own

  function say(name, count) {
    const word = name && words.content.querySelector("[data-word=" + name + "]");
    status.textContent = word ? word.textContent.replace("{count}", count) : "";
  }
  function token() {
    const found = document.cookie.match(/(?:^|; )csrftoken=([^;]+)/);
    return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
  }
  function chosen() {
    return Array.from(form.querySelectorAll("input[type=file]")).reduce(function (sum, input) { return sum + input.files.length; }, 0);
  }
  /* The list as it is now, and what the server says of it; null when the answer has none. */
  function take(page) {
    const fresh = page.getElementById("photo-list");
    if (fresh) afterPress(function () {
      document.getElementById("photo-list").replaceWith(fresh);
      status.textContent = Array.from(page.querySelectorAll("main .page > .notice")).map(function (each) { return each.textContent.trim(); }).join(" ");
    });
    return fresh;
  }
  async function send() {
    const count = chosen();
    if (busy || !count) return;
    busy = true;
    say("sending", count);
    const body = new FormData(form), sent = caption.value;
    body.set("csrfmiddlewaretoken", token());
    try {
      const answer = await fetch(form.action, { method: "POST", body: body });
      const fresh = take(new DOMParser().parseFromString(await answer.text(), "text/html"));
      if (!fresh) return say(answer.ok ? "signedout" : "failed");
      form.querySelectorAll("input[type=file]").forEach(function (input) { input.value = ""; });
      const own = Array.from(fresh.querySelectorAll("[data-caption]")).pop();
      wordless = !sent && own ? own.action : null;
      if (caption.value === sent) caption.value = "";
    } catch (error) {
      say("failed");
    } finally {
      busy = false;
    }
    if (document.activeElement !== caption) addWords();
  }
  async function addWords() {
    if (busy || !wordless || !caption.value.trim()) return;
    busy = true;
    const body = new FormData(), words = caption.value;
    body.set("csrfmiddlewaretoken", token());
    body.set("caption", words);
    try {
      const answer = await fetch(wordless, { method: "POST", body: body });
      if (!take(new DOMParser().parseFromString(await answer.text(), "text/html"))) return say(answer.ok ? "signedout" : "failed");
      wordless = null;
      if (caption.value === words) caption.value = "";
    } catch (error) {
      say("failed");
    } finally {
      busy = false;
    }
  }
  form.addEventListener("change", function (event) { if (event.target.type === "file") send(); });
  caption.addEventListener("change", addWords);
  form.addEventListener("submit", function (event) {
    if (!chosen()) return;
    event.preventDefault();
    send();
  });
})();
