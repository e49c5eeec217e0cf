/* A clerk's sheet keeps itself while it is filled in: form[data-keeps] names the address, [data-keeps-said] shows the answer.
   A refusal (a colleague kept another state, or the session ended) stops the keeping: what is typed stays, and the page's own button shows
   where they differ. Without this script that button keeps it. */
(function () {
  "use strict";
  const SIGNED_OUT = "登录已失效，刚才的改动尚未保存。请按保存按钮重新登录，填写的内容会放回本页。";
  const form = document.querySelector("form[data-keeps]");
  if (!form) return;
  const said = form.querySelector("[data-keeps-said]"), seen = form.elements.seen;
  let timer = 0, busy = false, dirty = false, stopped = false, pressed = null;

  function say(words) { afterPress(function () { said.textContent = words; }); }
  async function keep() {
    if (busy || stopped) return;
    busy = true;
    dirty = false;
    try {
      const answer = await fetch(form.dataset.keeps, { method: "POST", body: new FormData(form), redirect: "manual" });
      const told = answer.type === "opaqueredirect" ? { refused: SIGNED_OUT } : await answer.json();
      if (told.refused) stopped = true;
      else seen.value = told.seen;
      say(told.refused || told.text);
    } catch (error) {
      say("暂时没有保存成功，请稍后按保存按钮重试。");
    }
    busy = false;
    if (pressed) form.requestSubmit(pressed);
    else if (dirty) wait();
  }

  function wait() {
    dirty = true;
    clearTimeout(timer);
    timer = setTimeout(keep, 1500);
  }

  form.addEventListener("input", wait);
  /* What was typed before this script was there. */
  const changed = Array.from(form.elements).some(function (control) {
    if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
    return control.localName === "textarea" && control.value !== control.defaultValue;
  });
  if (changed) wait();
  /* A button pressed while a save is on its way waits for it: the sheet would have moved on under it. */
  form.addEventListener("submit", function (event) {
    clearTimeout(timer);
    if (busy) {
      event.preventDefault();
      event.stopPropagation();
      pressed = event.submitter;
    } else {
      stopped = true;
    }
  });
})();
