// Hands in files one by one, each with its own progress and answer, chosen or dropped. Without it the form does the same at once.
"use strict";

const form = document.querySelector(".handing-in");
const answers = document.querySelector(".answers");
const input = form?.querySelector("input[type=file]");

function begun(file) {
  const item = document.querySelector("template.answer").content.cloneNode(true).firstElementChild;
  item.querySelector("strong").textContent = file.name;
  item.querySelector("progress").setAttribute("aria-label", file.name);
  tell(item, "waiting", form.dataset.waiting);
  answers.append(item);
  return item;
}

function tell(item, state, text, url) {
  item.className = state;
  item.querySelector("span").textContent = text;
  const link = item.querySelector("a");
  if (url) {
    link.href = url;
    link.hidden = false;
  }
}

function answered(item, request) {
  item.querySelector("progress").remove();
  const [file] = request.response?.files ?? [];
  if (file) {
    item.querySelector("strong").textContent = file.name;
    tell(item, file.state, file.text, file.url);
  } else {
    tell(item, "refused", request.response?.errors?.join(" ") || form.dataset.failed);
  }
}

function send(file, item) {
  return new Promise((done) => {
    const data = new FormData(form);
    data.set(input.name, file, file.name);
    const request = new XMLHttpRequest();
    const progress = item.querySelector("progress");
    request.upload.addEventListener("progress", (event) => {
      progress.value = event.lengthComputable ? (100 * event.loaded) / event.total : 0;
    });
    request.upload.addEventListener("load", () => {
      progress.removeAttribute("value");
      tell(item, "reading", form.dataset.reading);
    });
    request.addEventListener("loadend", () => {
      answered(item, request);
      done();
    });
    request.open("POST", form.action);
    request.setRequestHeader("Accept", "application/json");
    request.responseType = "json";
    tell(item, "sending", form.dataset.sending);
    request.send(data);
  });
}

async function handIn(files) {
  const waiting = [...files].map((file) => [file, begun(file)]);
  for (const [file, item] of waiting) {
    await send(file, item);
  }
}

if (form) {
  const told = document.createElement("p");
  told.className = "drop";
  told.textContent = form.dataset.drop;
  form.prepend(told);
  form.addEventListener("submit", (event) => {
    if (input.files.length) {
      event.preventDefault();
      const files = [...input.files];
      input.value = "";
      handIn(files);
    }
  });
  for (const kind of ["dragover", "dragleave", "drop"]) {
    form.addEventListener(kind, (event) => {
      event.preventDefault();
      form.classList.toggle("over", kind === "dragover");
    });
  }
  form.addEventListener("drop", (event) => handIn(event.dataTransfer.files));
}
