"use strict";

// The collector: a day is collected, its job followed, and what is there shown anew.
document.addEventListener("DOMContentLoaded", () => {
  const form = document.getElementById("order");
  if (!form) return;
  const progress = document.getElementById("progress");
  const command = document.querySelector("details.curl");

  const path = () => `/process-request?date=${encodeURIComponent(form.elements.date.value)}`;

  function showCommand() {
    command.querySelector("code").textContent = tally.curl("POST", path(), { changes: true });
  }

  // Takes the parts that tell what is there from a page that the server makes now.
  async function showAnew() {
    const { body } = await tally.ask("GET", location.pathname + location.search);
    const made = new DOMParser().parseFromString(body, "text/html");
    for (const id of ["coverage", "countries"]) {
      const part = document.adoptNode(made.getElementById(id));
      const before = document.getElementById(id);
      // Who types in a part is not disturbed.
      if (before.contains(document.activeElement)) continue;
      before.replaceWith(part);
      part.querySelectorAll("details.curl").forEach(tally.equip);
    }
  }

  // Each city that failed stands behind a semicolon, and its reason may hold others.
  function failures(sentence) {
    const [, lead, list] = sentence.match(/^(\d+ of \d+ cities failed): (.*)$/s) ?? [null, sentence, ""];
    const cities = list ? list.split(/; (?=[^;]+ \(id [^;]*\): )/) : [];
    return [
      tally.element("p", { class: "problem" }, lead),
      cities.length > 0 ? tally.element("ul", {}, ...cities.map((city) => tally.element("li", {}, city))) : null,
    ].filter((each) => each !== null);
  }

  function show(job, date) {
    const name = tally.element("a", { href: `/jobs/${job.id}` }, job.id);
    if (job.state === "succeeded") {
      progress.replaceChildren(tally.element("p", { class: "done" }, `${date} is stored (`, name, ")"));
    } else if (job.state === "failed" || job.state === "cancelled") {
      progress.replaceChildren(...failures(job.error ?? `It was ${job.state}`), tally.element("p", {}, "The job was ", name));
    } else {
      const bar = progress.querySelector("progress") ?? tally.element("progress", { max: 100, "aria-label": `Collecting ${date}` });
      bar.value = job.progress;
      const words = tally.element("span", {}, ` ${job.phase ?? job.state} (`, name, ")");
      progress.replaceChildren(tally.element("p", {}, bar, words));
    }
  }

  function showAnewSoon() {
    showAnew().catch((error) => tally.tell(error.message));
  }

  form.addEventListener("input", showCommand);
  form.addEventListener("submit", async (submitted) => {
    submitted.preventDefault();
    const date = form.elements.date.value;
    try {
      const { body } = await tally.ask("POST", path());
      // The days that have changed are shown at both ends.
      showAnewSoon();
      show(await tally.follow(body.job_id, (job) => show(job, date)), date);
      showAnewSoon();
    } catch (error) {
      tally.showRefusal(progress, error);
    }
  });
});
