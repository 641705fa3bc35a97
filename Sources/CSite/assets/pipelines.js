"use strict";

// The form of a pipeline: offers the columns of the source, makes the order of what is filled in, submits it, and shows mistakes where they are.
document.addEventListener("DOMContentLoaded", () => {
  const { ask, element, showRefusal, curl, tell } = tally;
  const form = document.getElementById("order");
  const source = document.getElementById("source");
  const address = document.getElementById("address");
  const elsewhere = document.getElementById("elsewhere");
  const name = document.getElementById("job_id");
  const mistakes = document.getElementById("mistakes");
  const code = document.querySelector("#command code");

  // The order

  const values = {
    text: (field) => field.value,
    boolean: (field) => (field.value === "" ? "" : field.value === "true"),
    number: (field) => (field.validity.badInput ? "no number" : field.value === "" ? "" : Number(field.value)),
    integer: (field) => values.number(field),
    texts: (field) => field.value.split("\n").map((line) => line.trim()).filter((line) => line),
    integers: (field) => field.value.split(",").map((part) => part.trim()).filter((part) => part)
      .map((part) => (/^-?\d+$/.test(part) ? Number(part) : part)),
    words: (field) => [...field.querySelectorAll("input:checked")].map((box) => box.value),
  };

  // The body as it stands in the form. What is empty is left out, so that it has its default.
  function order() {
    const stages = [...form.querySelectorAll("input[name=stage]:checked")].map((box) => box.value);
    const config = { analysis_stages: stages };
    for (const field of form.querySelectorAll("[data-kind]")) {
      const value = values[field.dataset.kind](field);
      if (value === "" || (Array.isArray(value) && !value.length)) continue;
      const [, ...path] = field.dataset.path.split(".");
      if (path.length === 1) {
        config[path[0]] = value;
      } else if (stages.includes(path[1])) {
        config.parameters ??= {};
        config.parameters[path[1]] ??= {};
        config.parameters[path[1]][path[2]] = value;
      }
    }
    return { job_id: name.value, data_url: source.value || address.value, config };
  }

  const showCommand = () => { code.textContent = curl("POST", "/api/v1/jobs", { json: order(), changes: true }); };

  // The source

  let isNamed = false, asked = 0;

  function suggestName() {
    if (isNamed) return;
    const words = (source.value || address.value).split("?")[0].replace(/\.csv$/, "");
    const start = words.split(/[/:]/).pop().replaceAll(/[^A-Za-z0-9_-]+/g, "-").replaceAll(/^-+|-+$/g, "").slice(0, 60);
    const moment = new Date().toISOString().replaceAll(/\D/g, "");
    name.value = `${start || "analysis"}-${moment.slice(0, 8)}-${moment.slice(8, 14)}`;
  }

  // A list to choose a column from, or a field to type its name where the columns are not known.
  function columnField(old, columns) {
    const { path, kind } = old.dataset;
    const kept = { "data-path": path, "data-kind": kind, "data-column": true };
    if (!columns) return element("input", { type: "text", placeholder: "none", autocomplete: "off", ...kept, value: old.value });
    const names = old.value && !columns.includes(old.value) ? [...columns, old.value] : columns;
    const field = element("select", kept, element("option", { value: "" }, "none"),
      ...names.map((each) => element("option", { value: each }, each.slice(0, 200))));
    field.value = old.value;
    return field;
  }

  function offer(columns) {
    for (const old of form.querySelectorAll("[data-column]")) old.replaceWith(columnField(old, columns));
    showCommand();
  }

  async function look() {
    const turn = ++asked;
    elsewhere.hidden = source.value !== "";
    let columns = null;
    if (source.value) {
      try {
        columns = (await ask("POST", "/api/v1/data/preview", { json: { file_path: source.value } })).body.headers;
      } catch (error) {
        tell(`The columns cannot be told: ${error.message}`);
      }
    }
    // Somebody may have chosen another source meanwhile.
    if (turn === asked) offer(columns?.slice(0, 2000));
  }

  // Mistakes

  function forget() {
    mistakes.replaceChildren();
    form.querySelectorAll(".mistake").forEach((each) => each.remove());
    form.querySelectorAll("[aria-invalid]").forEach((each) => {
      each.removeAttribute("aria-invalid");
      each.removeAttribute("aria-describedby");
    });
  }

  // The field of a place in the body, or of what stands around it.
  function fieldAt(loc) {
    const path = loc.slice(1).map(String);
    const fields = [...form.querySelectorAll("[data-path]")];
    for (; path.length; path.pop()) {
      const field = fields.find((each) => each.dataset.path === path.join("."));
      if (field) return field;
    }
    return null;
  }

  function showMistake({ loc, msg }, number) {
    const field = fieldAt(loc);
    const text = element("span", { class: "mistake", id: `mistake-${number}` }, msg);
    if (!field) return mistakes.append(element("p", { class: "problem" }, `${loc.slice(1).join(".")}: ${msg}`));
    for (let around = field.closest("details"); around; around = around.parentElement.closest("details")) around.open = true;
    if (field.tagName === "FIELDSET") {
      field.querySelector("legend").after(text);
      const control = field.querySelector("input:not([hidden]), select");
      control?.setAttribute("aria-describedby", text.id);
      control?.setAttribute("aria-invalid", "true");
    } else {
      field.after(text);
      field.setAttribute("aria-describedby", text.id);
      field.setAttribute("aria-invalid", "true");
    }
  }

  // The API takes an order without stages, which does nothing; a person has forgotten them.
  function hasStage() {
    const first = form.querySelector("input[name=stage]");
    first.setCustomValidity(form.querySelector("input[name=stage]:checked") ? "" : "Choose a stage");
    return first.reportValidity();
  }

  async function submit(event) {
    event.preventDefault();
    forget();
    if (!hasStage()) return;
    const button = document.getElementById("submit");
    button.disabled = true;
    try {
      const { body } = await ask("POST", "/api/v1/jobs", { json: order() });
      location.assign(`/jobs/${encodeURIComponent(body.job_id)}`);
    } catch (error) {
      button.disabled = false;
      const found = error.body?.detail;
      if (Array.isArray(found)) {
        found.forEach(showMistake);
        mistakes.prepend(element("p", { class: "problem", role: "alert" },
          `${found.length === 1 ? "One thing has" : `${found.length} things have`} to be mended.`));
      } else {
        showRefusal(mistakes, error);
      }
      (form.querySelector("[aria-invalid]") ?? button).focus();
    }
  }

  form.addEventListener("submit", submit);
  form.addEventListener("input", (event) => {
    if (event.target === name) isNamed = true;
    if (event.target === address) suggestName();
    showCommand();
  });
  source.addEventListener("change", () => { suggestName(); look(); });
  suggestName();
  look();
});
