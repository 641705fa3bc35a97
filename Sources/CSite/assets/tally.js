"use strict";

// What the scripts of all pages share: asking the server, telling people, building elements, following jobs, and commands to copy.
const tally = (() => {
  // What the server refused, with its own words. `status` is 0 where it did not answer.
  class Refusal extends Error {
    constructor(status, sentence, body) {
      super(sentence);
      this.status = status;
      this.body = body;
    }
  }

  // The sentence of an error body in any of the shapes that the server has.
  function sentence(body, status) {
    if (typeof body === "string" && body) return body.slice(0, 500);
    const detail = body?.detail ?? body?.reason ?? body?.error ?? body?.message;
    if (typeof detail === "string") return detail;
    if (Array.isArray(detail)) {
      return detail.map((each) => `${(each.loc ?? []).slice(1).join(".")}: ${each.msg}`).join("; ");
    }
    return `The server answered ${status}`;
  }

  async function bodyOf(response) {
    const text = await response.text();
    if (!/json/.test(response.headers.get("Content-Type") ?? "")) return text;
    try {
      return JSON.parse(text);
    } catch {
      return text;
    }
  }

  // Asks the server. `options` are those of fetch, and `json`: a body that is sent as JSON.
  // Resolves to {status, headers, body}; rejects with a Refusal.
  async function ask(method, path, options = {}) {
    const { json, ...others } = options;
    const headers = new Headers(others.headers);
    if (json !== undefined) {
      headers.set("Content-Type", "application/json");
      others.body = JSON.stringify(json);
    }
    let response;
    try {
      response = await fetch(path, { ...others, method, headers });
    } catch {
      throw new Refusal(0, "The server does not answer; does it still run?");
    }
    const body = await bodyOf(response);
    if (!response.ok) throw new Refusal(response.status, sentence(body, response.status), body);
    return { status: response.status, headers: response.headers, body };
  }

  // An element with attributes and content. An attribute whose name begins with "on" is a listener; one that is false, null or undefined is left out.
  function element(name, attributes = {}, ...content) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) {
      if (value === false || value === null || value === undefined) continue;
      if (key.startsWith("on")) made.addEventListener(key.slice(2), value);
      else made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...content.filter((each) => each !== null && each !== undefined));
    return made;
  }

  let silence;
  // Tells people something for some seconds; screen readers read it.
  function tell(text) {
    const news = document.getElementById("news");
    news.textContent = text;
    clearTimeout(silence);
    silence = setTimeout(() => { news.textContent = ""; }, 6000);
  }

  // Shows in an element why something failed; with a way to show a key where one is needed.
  function showRefusal(place, error) {
    const words = [error.message];
    if (error.status === 401 || error.status === 403) {
      const here = encodeURIComponent(location.pathname + location.search);
      words.push(" ", element("a", { href: `/sign-in?scope=write&next=${here}` }, "Sign in with a key"));
    }
    place.replaceChildren(element("p", { class: "problem", role: "alert" }, ...words));
  }

  const quoted = (text) => `'${String(text).replaceAll("'", `'\\''`)}'`;

  // A request as a command that can be pasted into a shell. `changes`: it changes something, which may need a key where reading does not.
  function curl(method, path, { json, changes = false, arguments: more = [] } = {}) {
    const words = ["curl", "-s"];
    if (method !== "GET" && !(method === "POST" && (json !== undefined || more.length))) words.push("-X", method);
    words.push(quoted(new URL(path, location.href).href));
    const guarding = document.body.dataset.guarding;
    if (guarding === "everything" || (guarding === "changes" && changes)) {
      words.push("-H", '"Authorization: Bearer $TALLY_KEY"');
    }
    if (json !== undefined) words.push("--json", quoted(JSON.stringify(json)));
    return [...words, ...more].join(" ");
  }

  // Copies a text, also where the page came over plain HTTP and browsers offer no clipboard.
  async function copy(text, near) {
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const range = document.createRange();
      range.selectNodeContents(near);
      const selection = getSelection();
      selection.removeAllRanges();
      selection.addRange(range);
      document.execCommand("copy");
    }
    tell("Copied");
  }

  // A command that can be copied, as the server writes them; `update` changes what it says.
  function command(text, title = "Copy as curl") {
    const code = element("code", {}, text);
    const made = element("details", { class: "curl" },
      element("summary", {}, title), element("pre", { tabindex: "0" }, code));
    equip(made);
    made.update = (next) => { code.textContent = next; };
    return made;
  }

  // Gives a command that the server has written its button.
  function equip(details) {
    const code = details.querySelector("code");
    details.append(element("button",
      { type: "button", class: "small copy", onclick: () => copy(code.textContent, code) }, "Copy"));
  }

  const retryMilliseconds = 3000;

  // Listens to a stream of events; `listeners` by the names of the events. While nobody sees the page it listens to nothing, because a
  // browser keeps only a few connections to a server, for all its pages together: `open` says that what was missed can be asked for.
  // A browser tries again by itself where the connection was lost, but not where the server said no: then `refused` is called, and it is
  // tried again after a while. Returns how to end it.
  function stream(path, listeners, refused = () => {}) {
    let events = null, retry;

    function open() {
      clearTimeout(retry);
      if (events || document.hidden) return;
      const source = new EventSource(path);
      events = source;
      for (const [name, listener] of Object.entries(listeners)) source.addEventListener(name, listener);
      source.addEventListener("error", () => {
        if (source !== events || source.readyState !== EventSource.CLOSED) return;
        events = null;
        retry = setTimeout(open, retryMilliseconds);
        refused();
      });
    }

    function close() {
      clearTimeout(retry);
      events?.close();
      events = null;
    }

    const look = () => { if (document.hidden) close(); else open(); };
    document.addEventListener("visibilitychange", look);
    open();
    return () => {
      document.removeEventListener("visibilitychange", look);
      close();
    };
  }

  const isFinal = (state) => ["succeeded", "failed", "cancelled"].includes(state);

  // Follows a job: `told` is called with what it is until it is finished. Resolves to the finished job; rejects with the Refusal of who may
  // not follow it, or of a job that is gone.
  function follow(id, told) {
    return new Promise((resolve, reject) => {
      const path = `/api/v1/jobs/${id}`;
      const hear = (job) => {
        if (!isFinal(job.state)) return told(job);
        end();
        resolve(job);
      };
      const read = (event) => hear(JSON.parse(event.data));
      const end = stream(`${path}/events`, { state: read, progress: read }, async () => {
        // A stream says not why it is refused; the job does. Where the server is only busy it is tried again.
        try {
          hear((await ask("GET", path)).body);
        } catch (error) {
          if (error.status === 0 || error.status === 429 || error.status >= 500) return;
          end();
          reject(error);
        }
      });
    });
  }

  document.addEventListener("DOMContentLoaded", () => {
    document.querySelectorAll("details.curl").forEach(equip);
    // Where a script reads the address behind the hash, browsers leave the focus where it was.
    document.querySelector(".skip").addEventListener("click", () => document.getElementById("content").focus());
  });

  return { Refusal, ask, element, tell, showRefusal, curl, copy, command, equip, stream, isFinal, follow };
})();
