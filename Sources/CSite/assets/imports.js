"use strict";

// The page of data sets: has a file fetched from elsewhere, as a job, and follows it to its end.
document.addEventListener("DOMContentLoaded", () => {
  const { ask, element, showRefusal } = tally;
  const fetching = document.getElementById("fetch");
  const fetched = document.getElementById("fetched");

  function order() {
    const said = Object.fromEntries([...new FormData(fetching)].filter(([, value]) => value.trim()));
    if (said.mode === "create") delete said.mode;
    if (said.on_error === "abort") delete said.on_error;
    return said;
  }

  const importCommand = () => tally.curl("POST", "/api/v1/imports", { json: order(), changes: true });

  async function importFile(event) {
    event.preventDefault();
    const button = fetching.querySelector("button");
    button.disabled = true;
    try {
      const { body } = await ask("POST", "/api/v1/imports", { json: order() });
      const bar = element("progress", { max: 100, "aria-label": "How far the import is" });
      fetched.replaceChildren(element("p", {}, element("a", { href: `/jobs/${body.id}` }, body.id), " fetches the file ", bar));
      const job = await tally.follow(body.id, ({ progress }) => { if (progress) bar.value = progress; });
      if (job.state !== "succeeded") throw new tally.Refusal(0, job.error ?? `The job was ${job.state}`);
      const result = await ask("GET", `/api/v1/jobs/${body.id}/result`);
      fetched.replaceChildren(...datasets.done(result.body.data ?? result.body));
      datasets.refresh();
    } catch (error) {
      showRefusal(fetched, error);
    }
    button.disabled = false;
    fetched.focus();
  }

  document.getElementById("import").hidden = false;
  const copied = tally.command(importCommand());
  fetching.after(copied);
  fetching.addEventListener("input", () => copied.update(importCommand()));
  fetching.addEventListener("submit", importFile);
});
