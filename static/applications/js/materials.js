/* The material list alive: drop files, watch them go, order them, look at pictures. Without this file every act is
   a plain form. After each act the parts of the page with data-fresh are taken over from the server's answer. */

import { LOST, post, Queue, SIGNED_OUT, trust } from "./uploads.js";

const root = document.getElementById("materials");
const news = document.getElementById("upload-news");
const accepted = root.dataset.accept.split(",");
const lost = new Set();
let choices = 0;

function announce(sentence) { news.textContent = sentence; }

function size(bytes) {
  if (bytes >= 1048576) return (bytes / 1048576).toFixed(1) + " MB";
  return bytes >= 1024 ? Math.round(bytes / 1024) + " KB" : bytes + " 字节";
}

/* Taking over an answer */

function fresh(page) {
  trust(page);
  const focused = document.activeElement && document.activeElement.id;
  page.querySelectorAll("[data-fresh]").forEach(function (part) {
    const old = document.getElementById(part.id);
    if (old) old.replaceWith(document.adoptNode(part));
  });
  ["#draft-strip", ".rail"].forEach(function (place) {
    const old = document.querySelector(place), now = page.querySelector(place);
    if (old && now) old.replaceWith(document.adoptNode(now));
  });
  makeDraggable();
  if (focused && document.activeElement.id !== focused) refocus(focused);
}

/* Focus stays on the button that was pressed; at the end of the list, on the one that leads back. */
function refocus(id) {
  const same = document.getElementById(id);
  if (same && !same.disabled) return same.focus();
  const pair = id.startsWith("up-") ? id.replace("up-", "down-") : id.replace("down-", "up-");
  const other = document.getElementById(pair);
  if (other && !other.disabled) other.focus();
}

function renew(then, failed) {
  fetch(root.dataset.page, { credentials: "same-origin" }).then(function (answer) {
    return answer.text();
  }).then(function (text) {
    const page = new DOMParser().parseFromString(text, "text/html");
    if (!page.getElementById("materials")) return failed(SIGNED_OUT);
    fresh(page);
    then();
  }).catch(function () { failed(LOST); });
}

/* What need not be sent: the same limits as on the server, said before a byte leaves */

function check(file, item) {
  const dot = file.name.lastIndexOf(".");
  const extension = dot < 0 ? "" : file.name.slice(dot).toLowerCase();
  const left = Number(document.getElementById("materials-sum").dataset.left) + (item.freed || 0);
  if (/[/\\\u0000-\u001f\u007f\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/.test(file.name))
    return "文件名中含有不能使用的字符（斜杠、换行或改变文字方向的隐藏字符）。请重命名文件后再上传。";
  if (Array.from(file.name).length > Number(root.dataset.maxName))
    return "文件名有 " + Array.from(file.name).length + " 个字符，超过 " + root.dataset.maxName + " 个字符的上限。请改短文件名后再上传。";
  if (!accepted.includes(extension) && !extension.match(/^\.(docm?|xlsm?|wps|et|ofd|heic)$|^\.xls$/))
    return "不支持这种文件类型。请另存为 PDF，或 DOCX、XLSX、JPG、PNG 后再上传。";
  if (!file.size) return "文件是空的（0 字节）。请确认文件内容后重新选择。";
  if (file.size > Number(root.dataset.maxFile))
    return "文件大小为 " + size(file.size) + "，超过单个文件上限 " + root.dataset.maxFileText + "。请压缩或拆分后再上传。";
  if (file.size > left)
    return "文件大小为 " + size(file.size) + "，而本申报只能再上传 " + size(Math.max(0, left)) + "。请压缩文件，或删除不需要的文件后再上传。";
  return "";
}

const queue = Queue({ check: check, fresh: fresh, renew: renew });

/* One file on its way, as a row under its line */

function send(file, line, url, fields, freed) {
  const row = document.getElementById("upload-row").content.cloneNode(true).firstElementChild;
  const choice = row.dataset.choice = choices;
  const said = row.querySelector("[data-said]"), bar = row.querySelector("progress");
  const buttons = { cancel: row.querySelector("[data-cancel]"), retry: row.querySelector("[data-retry]"), dismiss: row.querySelector("[data-dismiss]") };
  row.querySelectorAll("[data-name]").forEach(function (each) { each.textContent = file.name; });
  bar.setAttribute("aria-label", "上传进度：" + file.name);
  line.querySelector("[data-queue]").append(row);

  function show(sentence, ...shown) {
    said.textContent = sentence;
    Object.keys(buttons).forEach(function (name) { buttons[name].hidden = !shown.includes(name); });
    row.classList.toggle("is-bad", shown.includes("dismiss"));
  }
  const states = {
    waiting: function () { bar.value = 0; show(size(file.size) + "，排队等待上传", "cancel"); },
    sending: function (bytes) {
      bar.value = bytes.total ? 100 * bytes.loaded / bytes.total : 0;
      show("正在上传 " + Math.floor(bar.value) + "%，" + size(Math.min(bytes.loaded, file.size)) + " / " + size(file.size), "cancel");
    },
    checking: function () { bar.value = 100; show("已传完，正在检查文件", "cancel"); },
    done: function () { row.remove(); forgetRefused(line.dataset.line, choice); announce("「" + file.name + "」已上传。"); },
    cancelled: function () { row.remove(); announce("已取消上传「" + file.name + "」。"); renew(function () {}, function () {}); },
    lost: function (sentence) { lost.add(item); show(sentence, "retry", "dismiss"); announce("「" + file.name + "」：" + sentence); },
    refused: function (sentence) { show(sentence, "dismiss"); announce("「" + file.name + "」没有上传：" + sentence); },
  };
  const item = {
    file: file,
    url: url,
    freed: freed,
    data: function () {
      const data = new FormData();
      Object.keys(fields).forEach(function (name) { data.append(name, fields[name]); });
      data.append("files", file, file.name);
      return data;
    },
    said: function (state, detail) { states[state](detail); },
  };
  buttons.cancel.addEventListener("click", function () { queue.cancel(item); });
  buttons.retry.addEventListener("click", function () { lost.delete(item); queue.retry(item); });
  buttons.dismiss.addEventListener("click", function () { lost.delete(item); row.remove(); });
  queue.add(item);
}

/* What a line refused of an earlier choice is settled once a file of a later one is in; what was cut off still waits
   for its second try. */
function forgetRefused(line, choice) {
  document.querySelectorAll("[data-line='" + line + "'] .upload.is-bad").forEach(function (row) {
    if (row.querySelector("[data-retry]").hidden && Number(row.dataset.choice) < choice) row.remove();
  });
}

function sendAll(files, line) {
  choices += 1;
  Array.from(files).forEach(function (file) {
    send(file, line, root.dataset.page, { material: line.dataset.line });
  });
}

window.addEventListener("online", function () {
  const items = Array.from(lost);
  lost.clear();
  items.forEach(queue.retry);
});
window.addEventListener("beforeunload", function (event) {
  if (!queue.busy()) return;
  event.preventDefault();
  event.returnValue = "";
});

/* The forms of the page */

root.addEventListener("change", function (event) { chosen(event.target); });

function chosen(input) {
  const form = input.closest("[data-upload]");
  if (!form || input.type !== "file" || !input.files.length) return;
  const files = Array.from(input.files);
  input.value = "";
  form.querySelectorAll("[data-refused]").forEach(function (each) { each.remove(); });
  form.querySelector(".field").classList.remove("field-bad");
  sendAll(files, form.closest("[data-line]"));
}

root.addEventListener("submit", function (event) {
  const form = event.target;
  if (form.hasAttribute("data-replace")) {
    const input = form.querySelector("[type=file]");
    event.preventDefault();
    if (!input.files.length) return input.focus();
    const old = form.closest("[data-file]");
    choices += 1;
    send(input.files[0], form.closest("[data-line]"), form.action, {}, Number(old.dataset.size));
  } else if (form.hasAttribute("data-act")) {
    event.preventDefault();
    const data = new FormData(form);
    if (event.submitter && event.submitter.name) data.append(event.submitter.name, event.submitter.value);
    act(form.action, data);
  }
});

function act(url, data) {
  post(url, data, function () {}, function (result) {
    if (!result.page) return announceBadly(result.failed || LOST);
    const told = result.page.querySelector(".notice-error, .notice-success");
    fresh(result.page);
    if (told && told.classList.contains("notice-error")) announceBadly(told.textContent.trim());
    else announce(told ? told.textContent.trim() : "次序已保存。");
  });
}

/* What went wrong with an act that has no row of its own stands over the list. */
function announceBadly(sentence) {
  let box = document.getElementById("materials-trouble");
  if (!box) {
    box = document.createElement("p");
    box.id = "materials-trouble";
    box.className = "field-error";
    box.tabIndex = -1;
    root.prepend(box);
  }
  box.textContent = sentence.replace("，没有上传", "");
  box.focus();
}

/* Dropping: files onto a line, files onto the page (asked where they belong), a file of the list to another place */

function carriesFiles(event) { return Array.from(event.dataTransfer.types).includes("Files"); }

let dragged = null;

function clearMarks() {
  document.querySelectorAll(".is-over, .drop-mark, .drop-mark-after").forEach(function (each) {
    each.classList.remove("is-over", "drop-mark", "drop-mark-after");
  });
}

function makeDraggable() {
  root.querySelectorAll("[data-file]").forEach(function (each) { each.draggable = true; });
}

function placeUnder(event) {
  const line = event.target.closest("[data-line]"), over = event.target.closest("[data-file]");
  if (!line) return null;
  const others = Array.from(line.querySelectorAll("[data-file]")).filter(function (each) { return each !== dragged; });
  if (!over || over === dragged) return { line: line, index: over ? null : others.length, mark: null };
  const box = over.getBoundingClientRect(), after = event.clientY > box.top + box.height / 2;
  return { line: line, index: others.indexOf(over) + (after ? 1 : 0), mark: over, after: after };
}

root.addEventListener("dragstart", function (event) {
  dragged = event.target.closest && event.target.closest("[data-file]");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", dragged.querySelector(".file-name").textContent);
});
document.addEventListener("dragend", function () { dragged = null; clearMarks(); });

document.addEventListener("dragover", function (event) {
  if (!dragged && !carriesFiles(event)) return;
  event.preventDefault();
  clearMarks();
  const line = event.target.closest("[data-line]");
  if (line) line.classList.add("is-over");
  const place = dragged && placeUnder(event);
  if (place && place.mark) place.mark.classList.add(place.after ? "drop-mark-after" : "drop-mark");
});

document.addEventListener("drop", function (event) {
  if (!dragged && !carriesFiles(event)) return;
  event.preventDefault();
  clearMarks();
  if (dragged) {
    const place = placeUnder(event), url = dragged.dataset.place;
    dragged = null;
    if (!place || place.index === null) return;
    const data = new FormData();
    data.append("material", place.line.dataset.line);
    data.append("index", place.index);
    act(url, data);
    return;
  }
  const line = event.target.closest("[data-line]");
  if (line) sendAll(event.dataTransfer.files, line);
  else askWhere(Array.from(event.dataTransfer.files));
});

/* How many pairs of neighbouring characters a file name shares with the name of a line */
function likeness(name, line) {
  let shared = 0;
  for (let at = 0; at + 2 <= line.length; at += 1) if (name.includes(line.slice(at, at + 2))) shared += 1;
  return shared;
}

function askWhere(files) {
  const dialog = document.getElementById("sort-files"), rows = dialog.querySelector("[data-rows]");
  const lines = Array.from(root.querySelectorAll("[data-line]"));
  const last = lines[lines.length - 1];
  rows.textContent = "";
  files.forEach(function (file, number) {
    const row = document.getElementById("sort-row").content.cloneNode(true).firstElementChild;
    const label = row.querySelector("label"), select = row.querySelector("select");
    const best = lines.reduce(function (found, line) {
      return likeness(file.name, line.dataset.name) > likeness(file.name, found.dataset.name) ? line : found;
    }, last);
    label.textContent = file.name;
    label.htmlFor = select.id = "sort-" + number;
    select.value = best.dataset.line;
    rows.append(row);
  });
  dialog.returnValue = "";
  dialog.onclose = function () {
    if (dialog.returnValue !== "upload") return;
    files.forEach(function (file, number) {
      const key = document.getElementById("sort-" + number).value;
      sendAll([file], document.getElementById("material-" + key));
    });
  };
  if (files.length) dialog.showModal();
}

/* Pictures are shown in place; a PDF opens in a window of its own, where a phone can show it too. */
root.addEventListener("click", function (event) {
  const link = event.target.closest("[data-picture]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const dialog = document.getElementById("picture"), image = dialog.querySelector("img");
  dialog.querySelector("h2").textContent = link.dataset.picture;
  image.src = link.href;
  image.alt = link.dataset.picture;
  dialog.querySelector("a").href = link.href;
  dialog.showModal();
});

trust(document);
makeDraggable();
root.classList.add("is-live");
root.querySelectorAll("[data-upload] [type=file]").forEach(chosen); // what was chosen before this script came
