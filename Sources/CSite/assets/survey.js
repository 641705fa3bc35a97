"use strict";

// The page of the survey: asks for a state where the statistic is about one, and runs the question as a job.
document.addEventListener("DOMContentLoaded", () => {
  const { ask, element, tell, showRefusal, follow } = tally;
  const form = document.getElementById("ask");
  const run = document.getElementById("run");

  if (form) {
    const state = document.getElementById("state");
    const statistic = form.elements.statistic;
    const update = () => {
      const asked = statistic.selectedOptions[0].hasAttribute("data-state");
      state.hidden = !asked;
      state.querySelector("select").disabled = !asked;
    };
    statistic.addEventListener("change", update);
    update();
  }

  if (!run) return;
  const report = element("div", { "aria-live": "polite" });
  const button = element("button", { type: "button", class: "main", onclick: start }, "Run as a job");
  run.append(button, report);

  function status(job) {
    report.replaceChildren(element("p", {},
      element("a", { href: `/jobs/${job.id}` }, job.id), " ", element("span", { class: `state ${job.state}` }, job.state)));
  }

  async function start() {
    button.disabled = true;
    try {
      const { body } = await ask("POST", run.dataset.path, { json: JSON.parse(run.dataset.body) });
      const id = body.job_id;
      status({ id, state: "queued" });
      const job = await follow(id, status);
      status(job);
      const answer = await ask("GET", `/api/get_results/${id}`);
      report.append(
        element("pre", { tabindex: "0", id: "answer" }, JSON.stringify(answer.body, null, 2)),
        element("p", {}, element("a", { href: `/jobs/${id}` }, "The job"), ", ",
          element("a", { href: `/api/v1/jobs/${id}/result` }, "its result as a file")));
      tell(`${id} has ${job.state}`);
    } catch (error) {
      showRefusal(report, error);
    }
    button.disabled = false;
    button.focus();
  }
});
