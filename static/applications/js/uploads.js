/* Files on their way to the server: one after the other, each with its bytes counted, to be cancelled or tried again. */

const SILENCE = 60000; // ms without a byte sent or received, after which the connection counts as lost
export const LOST = "连接中断，没有上传。请检查网络后点「重试」，恢复连接后也会自动重试。";
export const SIGNED_OUT = "登录已过期，没有上传。请在新窗口重新登录，再回到这里点「重试」。";
const FAILED = "系统暂时不能接收，没有上传。请稍后点「重试」。";
const REFUSED = "上传内容超过上限，没有上传。请压缩或拆分后再上传。";

/* Send one POST. `progress(loaded, total)` hears of bytes that left. Calls back with {page} (the answer as a
   document), {lost}, {failed} (a sentence) or {cancelled}. Returns a function that cancels. */
export function post(url, data, progress, done) {
  const request = new XMLHttpRequest();
  let silence = 0, ended = false;

  function end(result) {
    if (ended) return;
    ended = true;
    clearTimeout(silence);
    done(result);
  }
  function listen() {
    clearTimeout(silence);
    silence = setTimeout(function () { end({ lost: true }); request.abort(); }, SILENCE);
  }

  request.upload.addEventListener("progress", function (event) {
    listen();
    progress(event.loaded, event.total);
  });
  request.addEventListener("progress", listen);
  request.addEventListener("error", function () { end({ lost: true }); });
  request.addEventListener("abort", function () { end({ cancelled: true }); });
  request.addEventListener("load", function () { end(answered(request)); });
  request.open("POST", url);
  request.setRequestHeader("X-CSRFToken", token);
  listen();
  request.send(data);
  return function () { request.abort(); };
}

function answered(request) {
  if (request.status === 400 || request.status === 413) return { failed: REFUSED };
  if (request.status === 403) return { failed: SIGNED_OUT, retry: true };
  if (request.status !== 200) return { failed: FAILED, retry: true };
  const page = new DOMParser().parseFromString(request.responseText, "text/html");
  if (!page.getElementById("materials")) return { failed: SIGNED_OUT, retry: true };
  return { page: page };
}

let token = "";
export function trust(page) {
  const field = page.querySelector("#materials input[name=csrfmiddlewaretoken]");
  if (field) token = field.value;
}

/* The queue. An item is {file, url, data(), said(state, detail), cancelled}; `check(file)` gives a sentence when the
   file need not be sent at all; `fresh(page)` puts an answer into the page; `renew(then)` fetches the page again. */
export function Queue(options) {
  const waiting = [];
  let running = null;

  function next() {
    if (running || !waiting.length) return;
    const item = waiting.shift();
    const refusal = options.check(item.file, item);
    if (refusal) {
      item.said("refused", refusal);
      next();
      return;
    }
    running = item;
    item.said("sending", { loaded: 0, total: item.file.size });
    item.stop = post(item.url, item.data(), function (loaded, total) {
      item.said(loaded < total ? "sending" : "checking", { loaded: loaded, total: total });
    }, function (result) {
      running = null;
      finish(item, result);
      next();
    });
  }

  function finish(item, result) {
    if (result.cancelled) item.said("cancelled");
    else if (result.lost) item.said("lost", LOST);
    else if (result.failed) item.said(result.retry ? "lost" : "refused", result.failed);
    else {
      const refused = Array.from(result.page.querySelectorAll("[data-refused]")).map(function (each) {
        return each.lastChild.textContent.trim().replace(/^「[^」]*」未上传：/, "");
      });
      options.fresh(result.page);
      item.said(refused.length ? "refused" : "done", refused.join(" "));
    }
  }

  return {
    add: function (item) {
      item.said("waiting");
      waiting.push(item);
      next();
    },
    cancel: function (item) {
      const place = waiting.indexOf(item);
      if (place >= 0) {
        waiting.splice(place, 1);
        item.said("cancelled");
      } else if (running === item) {
        item.stop();
      }
    },
    retry: function (item) {
      item.said("waiting");
      options.renew(function () { waiting.push(item); next(); }, function (sentence) { item.said("lost", sentence); });
    },
    busy: function () { return Boolean(running || waiting.length); },
  };
}
