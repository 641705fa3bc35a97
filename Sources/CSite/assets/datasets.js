"use strict";

// The page of data sets: looks at a file before it is kept, lets people mend what was found out, deletes.
const datasets = (() => {
  const { ask, element, tell, showRefusal } = tally;
  const path = "/api/v1/datasets";
  const types = ["text", "integer", "float", "boolean", "date", "datetime"];
  // Of a larger file only the beginning is sent for a look.
  const lookBytes = 8 << 20;
  const shownRows = 10;
  const shownRejects = 50;
  const shownColumns = 200;

  const form = document.getElementById("upload");
  const options = document.getElementById("options");
  const place = document.getElementById("arrival");
  const limitBytes = Number(form.dataset.limit);

  // The file that is looked at: {file, types: {column: type}, replaces: a data set or null, found: what the last look told}.
  let arrival = null;
  // Only the answer to the last look counts.
  let looks = 0;

  const field = (name) => form.elements.namedItem(name);
  const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  const size = (bytes) => bytes < 1e6 ? `${Math.ceil(bytes / 1e3)} kB` : `${(bytes / 1e6).toFixed(1)} MB`;

  // What the form says, without what is the default anyway.
  function parameters() {
    const said = new URLSearchParams();
    const defaults = { mode: "create", on_error: "abort" };
    for (const name of ["name", "mode", "on_error", "delimiter", "encoding"]) {
      const value = field(name).value.trim();
      if (value && value !== defaults[name]) said.set(name, value);
    }
    if (Object.keys(arrival.types).length) said.set("types", JSON.stringify(arrival.types));
    return said;
  }

  const target = (said) => said.size ? `${path}?${said}` : path;

  function command() {
    const name = arrival.file.name.replaceAll(/[\\"]/g, "\\$&");
    const file = arrival.replaces ? `${arrival.replaces}.csv` : name;
    const send = tally.curl("POST", target(parameters()), {
      changes: true, arguments: ["-F", `'file=@"${file.replaceAll("'", `'\\''`)}"'`],
    });
    return arrival.replaces
      ? `${tally.curl("GET", `${path}/${arrival.replaces}/file`)} -o '${file}' && ${send}` : send;
  }

  // Looking at a file

  // The beginning of a large file up to the end of a row: a line end outside of quotes.
  async function beginning(file) {
    if (file.size <= lookBytes) return file;
    const bytes = new Uint8Array(await file.slice(0, lookBytes).arrayBuffer());
    let isQuoted = false;
    let end = 0;
    for (let at = 0; at < bytes.length; at += 1) {
      if (bytes[at] === 0x22) isQuoted = !isQuoted;
      // In UTF-16 the other half of the character may follow.
      else if (bytes[at] === 0x0a && !isQuoted) end = at + (bytes[at + 1] === 0 ? 2 : 1);
    }
    return file.slice(0, end || bytes.length);
  }

  function choose(file, { replaces = null, known = {} } = {}) {
    if (!file) return;
    arrival = { file, types: { ...(known.types ?? {}) }, replaces, found: null };
    field("name").value = replaces ?? stem(file.name);
    field("mode").value = replaces ? "replace" : "create";
    field("on_error").value = known.on_error ?? "abort";
    field("delimiter").value = known.delimiter ?? "";
    field("encoding").value = known.encoding ?? "";
    field("name").readOnly = replaces !== null;
    field("mode").disabled = replaces !== null;
    options.hidden = false;
    options.disabled = false;
    document.getElementById("send").hidden = true;
    place.hidden = false;
    if (file.size > limitBytes) {
      const sentence = `The file has ${size(file.size)}, and this server takes up to ${size(limitBytes)} over HTTP. `
        + "Larger files go into its data folder.";
      showRefusal(place, new tally.Refusal(0, sentence));
      place.focus();
      return;
    }
    look({ isFirst: true });
  }

  // A name that a data set may have.
  function stem(name) {
    return name.replace(/\.(csv|tsv|txt)$/i, "").replaceAll(/[^A-Za-z0-9._-]+/g, "-")
      .replace(/^[^A-Za-z0-9]+/, "").slice(0, 64);
  }

  async function look({ isFirst = false } = {}) {
    if (!arrival) return;
    looks += 1;
    const turn = looks;
    const sent = await beginning(arrival.file);
    const said = parameters();
    said.set("_dry_run", "1");
    // So that all that does not fit is told, not the first of it alone.
    if (!said.has("on_error")) said.set("on_error", "skip_row");
    if (!field("name").value.trim()) said.delete("name");
    place.setAttribute("aria-busy", "true");
    try {
      const { body } = await ask("POST", target(said), { body: sent, headers: { "Content-Type": "text/csv" } });
      if (turn !== looks) return;
      arrival.found = body;
      show(body, sent.size);
    } catch (error) {
      if (turn !== looks) return;
      showLookFailure(error);
    } finally {
      place.removeAttribute("aria-busy");
    }
    if (isFirst) place.focus();
  }

  // A mistake in the form leaves what was found before, so that it can be mended there.
  function showLookFailure(error) {
    const sentence = element("div", { id: "problem" });
    showRefusal(sentence, error);
    const held = document.getElementById("problem");
    if (held) held.replaceWith(sentence);
    else place.replaceChildren(sentence, element("button", { type: "button", onclick: forget }, "Choose another file"));
    const keep = document.getElementById("keep");
    if (keep) keep.disabled = true;
  }

  function show(found, sentBytes) {
    const focused = document.activeElement?.id;
    const isPart = sentBytes < arrival.file.size;
    const marks = { ",": "comma", ";": "semicolon", "\t": "tab", "|": "bar" };
    const { delimiter, encoding } = found.dialect;
    const parts = [
      element("h3", {}, arrival.replaces ? `Types of ${arrival.replaces}` : arrival.file.name),
      element("p", {},
        `${count(found.rows_read, "row")} and ${count(found.columns.length, "column")}, `
          + `${marks[delimiter] ?? `'${delimiter}'`} between cells, ${encoding}.`,
        isPart ? ` This is what the first ${size(sentBytes)} of ${size(arrival.file.size)} hold; `
          + "types that you do not choose are found from all rows when the file is kept." : null),
      element("div", { id: "problem" }),
    ];
    if (found.reject_count) parts.push(rejectsOf(found, isPart), consequence(found));
    parts.push(preview(found), actions(), arrival.command = tally.command(command()));
    place.replaceChildren(...parts);
    document.getElementById(focused)?.focus();
  }

  // What becomes of what does not fit.
  function consequence(found) {
    const left = count(found.rows_rejected, "row");
    const sentences = {
      abort: "As it is, the file would be refused. Choose other types below, or above what becomes of cells that do not fit.",
      null_cell: "These cells will count as missing.",
      skip_row: `${left} will be left out.`,
    };
    return element("p", { class: "problem", id: "consequence" }, sentences[field("on_error").value]);
  }

  function rejectsOf(found, isPart = false) {
    const shown = found.rejects.slice(0, shownRejects);
    const more = found.reject_count > shown.length ? `; the first ${shown.length} are shown` : "";
    return element("div", { class: "wide" }, element("table", { id: "rejects" },
      element("caption", {},
        `${count(found.reject_count, "cell or row")} ${found.reject_count === 1 ? "does" : "do"} not fit`
          + `${isPart ? " so far" : ""}${more}`),
      element("thead", {}, element("tr", {},
        ...["Line", "Column", "Value", "Reason"].map((title) => element("th", { scope: "col" }, title)))),
      element("tbody", {}, ...shown.map((reject) => element("tr", {},
        element("td", { class: "n" }, String(reject.line)),
        element("td", { dir: "auto" }, reject.column ?? "–"),
        element("td", { dir: "auto" }, reject.value.slice(0, 200)),
        element("td", {}, reject.reason))))));
  }

  function preview(found) {
    const columns = found.columns.slice(0, shownColumns);
    const rows = found.rows.slice(0, shownRows);
    const rest = columns.length < found.columns.length
      ? `; the first ${columns.length} of ${found.columns.length} columns` : "";
    return element("div", { class: "wide", tabindex: "0", role: "region", "aria-label": "First rows" },
      element("table", {},
        element("caption", {}, `The first ${count(rows.length, "row")}${rest}`),
        element("thead", {}, element("tr", {}, ...columns.map((column, at) => head(column, at)))),
        element("tbody", {}, ...rows.map((row) => element("tr", {}, ...columns.map(({ name, type }) => {
          const cell = row[name];
          if (cell === null) return element("td", { class: "null" }, "–");
          const isNumber = type === "integer" || type === "float";
          return element("td", { class: isNumber && "n", dir: type === "text" && "auto" }, String(cell).slice(0, 200));
        }))))));
  }

  // A column with its type, which can be chosen, and a format for days and moments.
  function head(column, at) {
    const asked = arrival.types[column.name];
    const [type, format = ""] = asked ? [asked.split(":")[0], asked.split(":").slice(1).join(":")] : [column.type];
    const label = (what) => `${what} of ${column.name}`;
    const choice = element("select", {
      id: `type-${at}`, "aria-label": label("Type"),
      onchange: () => setType(column.name, choice.value, ""),
    }, ...types.map((each) => element("option", { value: each, selected: each === type }, each)));
    const isTime = type === "date" || type === "datetime";
    const pattern = element("input", {
      id: `format-${at}`, "aria-label": label("Format"), value: format, size: 12,
      placeholder: type === "date" ? "%d/%m/%Y" : "%d.%m.%Y %H:%M",
      onchange: () => setType(column.name, choice.value, pattern.value.trim()),
    });
    return element("th", { scope: "col", class: "typed" },
      element("bdi", {}, column.name.slice(0, 60)), choice, isTime ? pattern : null);
  }

  function setType(column, type, format) {
    arrival.types[column] = format ? `${type}:${format}` : type;
    look();
  }

  function actions() {
    const isRefused = arrival.found.reject_count > 0 && field("on_error").value === "abort";
    return element("p", { class: "row" },
      element("button", {
        type: "button", class: "main", id: "keep", onclick: keep, disabled: isRefused,
        "aria-describedby": arrival.found.reject_count ? "consequence" : null,
      }, arrival.replaces ? "Replace" : "Keep"),
      element("button", { type: "button", onclick: forget }, "Forget it"));
  }

  function forget() {
    looks += 1;
    arrival = null;
    form.reset();
    field("name").readOnly = false;
    field("mode").disabled = false;
    options.hidden = true;
    options.disabled = true;
    place.hidden = true;
    place.replaceChildren();
    document.getElementById("send").hidden = true;
    document.getElementById("file").focus();
  }

  // Keeping it

  // Sends the whole file. fetch does not tell how much has left; this does.
  function send(told) {
    return new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open("POST", target(parameters()));
      request.setRequestHeader("Content-Type", "text/csv");
      request.upload.addEventListener("progress", (event) => told(event.loaded / event.total));
      request.addEventListener("load", () => {
        let body = null;
        try { body = JSON.parse(request.responseText); } catch { /* said below */ }
        if (request.status === 201) resolve(body);
        else reject(new tally.Refusal(request.status, body?.detail ?? `The server answered ${request.status}`, body));
      });
      request.addEventListener("error", () => {
        reject(new tally.Refusal(0, "The server does not answer, or does not take the file."));
      });
      request.send(arrival.file);
    });
  }

  async function keep() {
    const button = document.getElementById("keep");
    const bar = element("progress", { max: 1, value: 0, "aria-label": "How much was sent" });
    const state = element("span", { role: "status" }, "Sending");
    button.disabled = true;
    button.after(bar, state);
    try {
      const kept = await send((share) => {
        bar.value = share;
        if (share === 1) state.textContent = "Reading";
      });
      const shown = done(kept);
      forget();
      place.hidden = false;
      place.replaceChildren(...shown);
      place.focus();
      refresh();
    } catch (error) {
      bar.remove();
      state.remove();
      button.disabled = false;
      showRefusal(document.getElementById("problem"), error);
      button.focus();
    }
  }

  // What became of a file that was sent or fetched.
  function done(kept) {
    const out = kept.rows_rejected ? `, ${count(kept.rows_rejected, "row")} left out` : "";
    const sentence = `${kept.name} is kept as version ${kept.version}: ${count(kept.rows_loaded, "row")} loaded${out}. `;
    return [
      element("p", { class: "done" }, sentence,
        element("a", { href: `/explore/${encodeURIComponent(kept.name)}` }, `Explore ${kept.name}`)),
      ...(kept.reject_count ? [rejectsOf(kept)] : []),
    ];
  }

  // The list

  async function refresh() {
    try {
      const { body } = await ask("GET", "/");
      const page = new DOMParser().parseFromString(body, "text/html");
      document.getElementById("datasets").replaceWith(document.adoptNode(page.getElementById("datasets")));
      equip();
    } catch {
      tell("The list could not be read again; reload the page.");
    }
  }

  function equip() {
    for (const button of document.querySelectorAll("[data-types], [data-delete]")) {
      button.hidden = false;
      button.addEventListener("click", () => {
        if (button.dataset.types) changeTypes(button); else confirm(button);
      });
    }
  }

  // The file is read and sent again: what it was made of is known to the byte.
  async function changeTypes(button) {
    const name = button.dataset.types;
    button.disabled = true;
    try {
      const response = await fetch(`${path}/${encodeURIComponent(name)}/file`);
      if (!response.ok) throw new tally.Refusal(response.status, `The file of ${name} cannot be read.`);
      const file = new File([await response.blob()], `${name}.csv`, { type: "text/csv" });
      choose(file, { replaces: name, known: JSON.parse(button.dataset.options) });
    } catch (error) {
      place.hidden = false;
      showRefusal(place, error);
      place.focus();
    }
    button.disabled = false;
  }

  function confirm(button) {
    const name = button.dataset.delete;
    const question = element("span", { class: "confirm", role: "group", "aria-label": `Delete ${name}?` });
    const no = element("button", { type: "button", class: "small", onclick: close }, "No");
    const yes = element("button", { type: "button", class: "small danger", onclick: remove }, "Yes, delete");
    question.append("Delete it for good? ", yes, " ", no);
    question.addEventListener("keydown", (event) => { if (event.key === "Escape") close(); });
    button.replaceWith(question);
    no.focus();

    function close() {
      question.replaceWith(button);
      button.focus();
    }

    async function remove() {
      try {
        await ask("DELETE", `${path}/${encodeURIComponent(name)}`);
        await refresh();
        document.getElementById("datasets").focus();
        tell(`${name} is deleted`);
      } catch (error) {
        showRefusal(question, error);
      }
    }
  }

  // The page

  document.addEventListener("DOMContentLoaded", () => {
    const input = document.getElementById("file");
    const drop = document.getElementById("drop");
    document.getElementById("send").hidden = true;
    input.addEventListener("change", () => choose(input.files[0]));
    // Elsewhere on the page a browser would open the file in place of the page.
    for (const name of ["dragover", "drop"]) document.addEventListener(name, (event) => event.preventDefault());
    for (const name of ["dragenter", "dragover"]) drop.addEventListener(name, () => drop.classList.add("over"));
    for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
    drop.addEventListener("drop", (event) => choose(event.dataTransfer.files[0]));
    form.addEventListener("submit", (event) => event.preventDefault());
    options.addEventListener("change", (event) => {
      if (["delimiter", "encoding", "on_error"].includes(event.target.name)) look();
      else arrival?.command?.update(command());
    });
    equip();
  });

  return { done, refresh };
})();
