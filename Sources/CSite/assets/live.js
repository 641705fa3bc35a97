"use strict";

// Live events: the numbers of the window as the server tells them each second, drawn over the last minutes, and a test event to send.
document.addEventListener("DOMContentLoaded", () => {
  const live = document.getElementById("live");
  const link = document.getElementById("link");
  const pause = document.getElementById("pause");
  const rolling = document.getElementById("rolling");
  const spread = document.getElementById("histogram");
  const seconds = Number(live.dataset.seconds);
  // The clock of this machine that never goes back: the server's history is told in seconds before now.
  const clock = () => performance.now() / 1000;
  // Each [when, mean, least, greatest].
  const points = JSON.parse(live.dataset.history).map(([ago, ...numbers]) => [clock() - ago, ...numbers]);
  let last = null, isPaused = false, end = null;

  function say(text, kind) {
    if (link.textContent === text) return;
    link.textContent = text;
    link.className = `state ${kind}`;
  }

  function draw() {
    const now = clock();
    while (points.length > 0 && now - points[0][0] > seconds) points.shift();
    const label = drawing.rolling(rolling, points.map(([at, ...numbers]) => [now - at, ...numbers]), seconds, 12);
    rolling.querySelector("figcaption").textContent = label || "There is nothing to draw yet.";
    if (last) drawHistogram(last.histogram);
  }

  function drawHistogram({ edges, counts }) {
    const label = drawing.histogram(spread, edges, counts);
    spread.querySelector("figcaption").textContent = label || "There is nothing to draw yet.";
    const cell = (number) => tally.element("td", { class: "n" }, drawing.readable(number));
    document.querySelector("#intervals tbody").replaceChildren(...counts.map((count, place) =>
      tally.element("tr", {}, cell(edges[place]), cell(edges[place + 1]), cell(count))));
  }

  function take(answer) {
    last = answer;
    document.getElementById("none").hidden = answer.count > 0;
    for (const place of document.querySelectorAll("[data-statistic]")) {
      place.textContent = drawing.readable(answer[place.dataset.statistic]);
    }
    if (answer.mean !== null) points.push([clock(), answer.mean, answer.min, answer.max]);
    draw();
  }

  function open() {
    end = tally.stream(live.dataset.stream, {
      statistics(event) {
        say("Live", "ok");
        take(JSON.parse(event.data));
      },
      error() { say("The server does not answer; trying again", "failed"); },
    });
  }

  pause.addEventListener("click", () => {
    isPaused = !isPaused;
    pause.textContent = isPaused ? "Go on" : "Pause";
    if (isPaused) {
      end();
      say("Paused", "partial");
    } else {
      say("Connecting", "running");
      open();
    }
  });

  pause.hidden = false;
  say("Connecting", "running");
  draw();
  open();
  addEventListener("resize", draw);

  // Sending
  const form = document.getElementById("send");
  const sent = document.getElementById("sent");
  const command = [...document.querySelectorAll("details.curl")].at(-1);

  // The event that the form describes. What is no number is sent as it stands: the server has the words for it.
  function event() {
    const value = form.elements.value.value.trim();
    const series = form.elements.series.value;
    return {
      timestamp: new Date().toISOString(),
      value: value !== "" && Number.isFinite(Number(value)) ? Number(value) : value,
      ...(series === "" ? {} : { series }),
    };
  }

  function showCommand() {
    command.querySelector("code").textContent = tally.curl("POST", "/event", { json: event() });
  }

  form.addEventListener("input", showCommand);
  command.addEventListener("toggle", () => { if (command.open && form.elements.value.value) showCommand(); });
  form.addEventListener("submit", async (submitted) => {
    submitted.preventDefault();
    const field = form.elements.value;
    try {
      await tally.ask("POST", "/event", { json: event() });
      field.removeAttribute("aria-invalid");
      sent.replaceChildren(tally.element("p", { class: "done" }, `Sent ${field.value}`));
    } catch (error) {
      field.setAttribute("aria-invalid", "true");
      tally.showRefusal(sent, error);
    }
    field.focus();
    field.select();
  });
});
