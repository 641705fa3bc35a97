"use strict";

// Draws numbers that change as SVG. Sizes are pixels of the place, so that texts stay readable however wide it is.
const drawing = (() => {
  const left = 64, right = 16, top = 12, bottom = 30;

  function shape(name, attributes = {}, text) {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  // A number with up to six significant digits.
  function readable(number) {
    if (number === null || number === undefined) return "–";
    const magnitude = Math.abs(number);
    if (magnitude !== 0 && (magnitude < 1e-4 || magnitude >= 1e15)) return number.toExponential(5).replace(/\.?0+e/, "e");
    return number.toLocaleString("en", magnitude >= 1e6 ? { maximumFractionDigits: 0 } : { maximumSignificantDigits: 6 });
  }

  // Round numbers from one at or below the least to one at or above the greatest, with about so many steps between them.
  function ticks(least, greatest, steps = 4) {
    let low = least, high = greatest;
    if (low === high) {
      const half = Math.abs(low) / 10 || 1;
      low -= half;
      high += half;
    }
    const rough = (high - low) / steps;
    const power = 10 ** Math.floor(Math.log10(rough));
    const step = power * [1, 2, 5, 10].find((each) => each * power >= rough * 0.999);
    const first = Math.floor(low / step), last = Math.ceil(high / step);
    return Array.from({ length: last - first + 1 }, (_, place) => Number(((first + place) * step).toPrecision(12)));
  }

  // An empty drawing that fills a place, with marks at its left.
  function frame(place, height, marks, label) {
    const width = Math.max(260, place.clientWidth);
    const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, width, height, role: "img", "aria-label": label, class: "drawn" });
    const low = marks[0], high = marks[marks.length - 1];
    const y = (value) => height - bottom - ((value - low) / (high - low)) * (height - top - bottom);
    for (const mark of marks) {
      svg.append(shape("line", { class: "rule", x1: left, x2: width - right, y1: y(mark), y2: y(mark) }));
      svg.append(shape("text", { x: left - 8, y: y(mark) + 4, "text-anchor": "end" }, readable(mark)));
    }
    svg.append(shape("line", { class: "axis", x1: left, x2: width - right, y1: height - bottom, y2: height - bottom }));
    return { svg, y, width, room: width - left - right };
  }

  function show(place, svg) {
    const before = place.querySelector("svg");
    if (before) before.replaceWith(svg);
    else place.querySelector("figcaption").before(svg);
  }

  // Lines over the last seconds: `points` are [seconds ago, mean, least, greatest], the longest ago first. A gap parts them.
  function rolling(place, points, seconds, gapSeconds) {
    if (points.length === 0) {
      place.querySelector("svg")?.remove();
      return "";
    }
    const least = Math.min(...points.map((each) => each[2])), greatest = Math.max(...points.map((each) => each[3]));
    const newest = points[points.length - 1];
    const label = `Mean of the window, now ${readable(newest[1])}; within the last ${seconds / 60} minutes `
      + `the values of the window were from ${readable(least)} to ${readable(greatest)}.`;
    const height = 260;
    const { svg, y, width, room } = frame(place, height, ticks(least, greatest), label);
    const x = (age) => left + (1 - age / seconds) * room;
    for (let minutes = seconds / 60; minutes >= 0; minutes -= 1) {
      const at = x(minutes * 60);
      svg.append(shape("line", { class: "axis", x1: at, x2: at, y1: height - bottom, y2: height - bottom + 5 }));
      svg.append(shape("text", { x: at, y: height - 9, "text-anchor": minutes === 0 ? "end" : "middle" },
        minutes === 0 ? "now" : `−${minutes} min`));
    }
    for (const piece of pieces(points, gapSeconds)) {
      const upper = piece.map((each) => `${x(each[0]).toFixed(1)},${y(each[3]).toFixed(1)}`);
      const lower = piece.map((each) => `${x(each[0]).toFixed(1)},${y(each[2]).toFixed(1)}`).reverse();
      svg.append(shape("polygon", { class: "band", points: [...upper, ...lower].join(" ") }));
      svg.append(shape("polyline", { class: "edge", points: upper.join(" ") }));
      svg.append(shape("polyline", { class: "edge", points: lower.join(" ") }));
      svg.append(shape("polyline", { class: "mean", points: piece.map((each) => `${x(each[0]).toFixed(1)},${y(each[1]).toFixed(1)}`).join(" ") }));
    }
    svg.append(shape("circle", { class: "now", cx: x(newest[0]), cy: y(newest[1]), r: 4 }));
    show(place, svg);
    return label;
  }

  function pieces(points, gapSeconds) {
    const found = [];
    points.forEach((point, place) => {
      if (place === 0 || points[place - 1][0] - point[0] > gapSeconds) found.push([]);
      found[found.length - 1].push(point);
    });
    return found;
  }

  // Bars: how many events lie between an edge and the next.
  function histogram(place, edges, counts) {
    if (counts.length === 0) {
      place.querySelector("svg")?.remove();
      return "";
    }
    const most = Math.max(...counts);
    const peak = counts.indexOf(most);
    const low = edges[0], high = edges[edges.length - 1];
    const label = `${counts.reduce((sum, each) => sum + each, 0)} events from ${readable(low)} to ${readable(high)}; `
      + `most of them, ${most}, lie from ${readable(edges[peak])} to ${readable(edges[peak + 1])}.`;
    const height = 260;
    const marks = ticks(0, most).filter((mark) => Number.isInteger(mark));
    const { svg, y, room } = frame(place, height, marks.length > 1 ? marks : [0, most], label);
    const x = (value) => left + ((value - low) / (high - low)) * room;
    counts.forEach((count, number) => {
      if (count === 0) return;
      const from = x(edges[number]), to = x(edges[number + 1]);
      const bar = shape("rect", { class: "bar-of", x: from + 0.5, width: Math.max(0.5, to - from - 1), y: y(count), height: height - bottom - y(count) });
      bar.append(shape("title", {}, `${readable(edges[number])} to ${readable(edges[number + 1])}: ${count}`));
      svg.append(bar);
    });
    const inner = ticks(low, high, Math.max(2, Math.floor(room / 90))).filter((mark) => mark >= low && mark <= high);
    for (const mark of inner) {
      svg.append(shape("line", { class: "axis", x1: x(mark), x2: x(mark), y1: height - bottom, y2: height - bottom + 5 }));
      svg.append(shape("text", { x: x(mark), y: height - 9, "text-anchor": "middle" }, readable(mark)));
    }
    show(place, svg);
    return label;
  }

  return { readable, ticks, rolling, histogram };
})();
