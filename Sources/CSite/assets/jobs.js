"use strict";

// The board of jobs and the page of one job: what changes is asked for again as the server renders it, and buttons act.
document.addEventListener("DOMContentLoaded", () => {
  const { ask, element, tell, showRefusal, stream, isFinal, follow } = tally;
  const section = document.getElementById("board") ?? document.getElementById("job");
  if (!section) return;
  // Buttons that need scripts are seen from now on.
  document.documentElement.classList.add("scripted");
  const problems = element("div", { "aria-live": "polite" });
  section.before(problems);

  // Looking again

  // A search reads what all jobs were asked, so it is made less often.
  const pauseMilliseconds = new URLSearchParams(location.search).get("q") ? 5000 : 700;
  let pending, last = 0, isAsking = false;

  // Looks again soon, and not too often.
  function refreshSoon() {
    if (pending) return;
    pending = setTimeout(refresh, Math.max(0, last + pauseMilliseconds - Date.now()));
  }

  async function refresh() {
    pending = undefined;
    if (isAsking) return refreshSoon();
    isAsking = true;
    try {
      const { body } = await ask("GET", location.pathname + location.search);
      const fresh = new DOMParser().parseFromString(body, "text/html").getElementById(section.id);
      if (fresh) show(fresh);
    } catch (error) {
      if (error.status === 404 || error.status === 410) section.replaceChildren();
      if (error.status) showRefusal(problems, error);
    }
    last = Date.now();
    isAsking = false;
  }

  // Which part of the section has the focus, so that its successor gets it.
  function focused() {
    const here = document.activeElement;
    if (!section.contains(here) || here === section) return () => {};
    const id = here.closest("[id]").id;
    const same = [...document.getElementById(id).querySelectorAll(here.tagName)].indexOf(here);
    return () => {
      const place = document.getElementById(id);
      const next = id === section.id ? place.querySelectorAll(here.tagName)[same]
        : place?.querySelectorAll(here.tagName)[same] ?? place?.querySelector("a");
      (next ?? section).focus();
    };
  }

  // Puts what has changed in the place of what was shown; what is open stays open.
  function show(fresh) {
    const refocus = focused();
    const opened = [...section.querySelectorAll("details[open][id]")].map((each) => each.id);
    const rows = new Map([...section.querySelectorAll("tr[id]")].map((row) => [row.id, row.outerHTML]));
    section.dataset.state = fresh.dataset.state ?? "";
    section.replaceChildren(...fresh.childNodes);
    for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
    for (const row of section.querySelectorAll("tr[id]")) {
      if (rows.size && rows.get(row.id) !== row.outerHTML) row.classList.add("live");
    }
    refocus();
  }

  // Hearing of changes

  const isFiltered = ["state", "q"].some((name) => new URLSearchParams(location.search).get(name));

  // Shows in the row of a job where it stands, as the server would write it.
  // Returns whether that is all that there is to show: rows that come, go, or end are the server's to write.
  function follows(job, row) {
    if (!row || isFinal(job.state)) return false;
    if (row.dataset.state !== job.state) {
      if (isFiltered || job.state !== "running") return false;
      row.dataset.state = job.state;
      const state = row.querySelector(".state");
      state.className = `state ${job.state}`;
      state.textContent = job.state;
      while (state.nextSibling) state.nextSibling.remove();
      state.after(" ", element("progress", { max: 100, "aria-label": `Progress of ${job.id}` }), " ",
        element("span", { class: "phase note" }));
    }
    const bar = row.querySelector("progress");
    if (!bar) return true;
    bar.value = job.progress;
    row.querySelector(".phase").textContent = job.phase ?? "";
    return true;
  }

  function hearOfAll() {
    const hear = (event) => {
      const job = JSON.parse(event.data);
      if (!follows(job, document.getElementById(job.id))) refreshSoon();
    };
    // What has changed before the stream began, or while it was lost, is not told.
    stream("/api/v1/job-events", { open: refreshSoon, job: hear, gone: refreshSoon, reset: refreshSoon });
  }

  function hearOf(id) {
    const show = (job) => {
      const bar = section.querySelector(".standing progress");
      if (bar) bar.value = job.progress;
      refreshSoon();
    };
    follow(id, show).then(show, refreshSoon);
  }

  if (section.id === "board") {
    if (section.dataset.first === "yes") hearOfAll();
  } else if (["queued", "running"].includes(section.dataset.state)) {
    hearOf(section.dataset.job);
  }

  // Acting

  const acts = {
    async cancel(id) {
      const { status } = await ask("DELETE", `/api/v1/jobs/${id}?_if=unfinished`);
      tell(status === 202 ? `${id} stops in a moment` : `${id} is cancelled`);
      refreshSoon();
    },
    async retry(id) {
      const { body } = await ask("POST", `/api/v1/jobs/${id}/retry`);
      if (section.id === "job") location.assign(`/jobs/${body.id}`);
      tell(`${id} was submitted again as ${body.id}`);
      refreshSoon();
    },
    async remove(id) {
      if (!confirm(`Remove ${id} with its result?`)) return;
      await ask("DELETE", `/api/v1/jobs/${id}`);
      if (section.id === "job") location.assign("/jobs");
      tell(`${id} is removed`);
      section.focus();
      refreshSoon();
    },
  };

  section.addEventListener("click", async (event) => {
    const button = event.target.closest("button[data-action]");
    if (!button) return;
    problems.replaceChildren();
    try {
      await acts[button.dataset.action](button.dataset.job);
    } catch (error) {
      showRefusal(problems, error);
      refreshSoon();
    }
  });
});
