/* The interactive graph of people, events and bodies: newsnlpGraph(element, data, options).
 *
 * Stands on cytoscape.js (vendor/cytoscape.min.js, inlined before this file), which draws nodes and
 * lines on a 2D canvas and knows mouse and touch. Here: the layout (seeded, so that two openings look
 * alike; in short slices, so that the page never freezes), labels that do not overlap, the list of
 * neighbours as real buttons, colours from the page, print.
 *
 * data:    {nodes: [{id, label, kind: "person" | "event" | "organisation", weight}],
 *           links: [{source, target, kind: "role" | "part" | "unit", label}]}
 * options: {onSelect(id): called with the id that the reader chose, or null}
 * returns: {select(id): chooses and centres a node, null clears; false if there is no such node,
 *           destroy(): takes everything out of the element again}
 *
 * Text reaches the page through textContent and fillText only. Nothing here needs eval, a style
 * attribute or a <style> element, so a policy of script hashes is enough.
 */
"use strict";

(() => {
  const KINDS = ["person", "event", "organisation"];
  const TITLES = { person: "Люди", event: "Мероприятия", organisation: "Организации" };
  const LINKS = { role: "должность", part: "участие", unit: "подразделение" };
  const SHAPES = { person: "ellipse", event: "diamond", organisation: "round-rectangle" };
  const LIGHT = { person: "#1f6fb2", event: "#c8501e", organisation: "#14805e" };
  const DARK = { person: "#6cb2f2", event: "#f29a63", organisation: "#56cfa3" };
  const LIMITS = [150, 500, 1500];
  const SVG = "http://www.w3.org/2000/svg";

  /* ---- layout: positions from links alone ------------------------------------------------- */

  /** Numbers in [0, 1) that are the same on every run (mulberry32). */
  function seeded(seed) {
    return () => {
      seed = (seed + 0x6d2b79f5) | 0;
      let t = Math.imul(seed ^ (seed >>> 15), seed | 1);
      t = (t + Math.imul(t ^ (t >>> 7), t | 61)) ^ t;
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    };
  }

  /** Connected components as lists of node numbers, the largest first. */
  function components(near) {
    const seen = new Uint8Array(near.length);
    const found = [];
    for (let start = 0; start < near.length; start++) {
      if (seen[start]) continue;
      const list = [start];
      seen[start] = 1;
      for (const node of list) {
        for (const other of near[node]) {
          if (!seen[other]) list.push(other);
          seen[other] = 1;
        }
      }
      found.push(list);
    }
    return found.sort((a, b) => b.length - a.length || a[0] - b[0]);
  }

  /** First places: a tree around the busiest node, each branch in a wedge as wide as its leaves. */
  function radial(near, x, y) {
    const n = near.length;
    let root = 0;
    for (let i = 1; i < n; i++) if (near[i].length > near[root].length) root = i;
    const parent = new Int32Array(n).fill(-1);
    const depth = new Int32Array(n);
    const order = [root];
    parent[root] = root;
    for (const node of order) {
      for (const other of near[node]) {
        if (parent[other] !== -1) continue;
        parent[other] = node;
        depth[other] = depth[node] + 1;
        order.push(other);
      }
    }
    const leaves = new Float64Array(n);
    for (let k = n - 1; k >= 0; k--) {
      const node = order[k];
      leaves[node] = leaves[node] || 1;
      if (node !== root) leaves[parent[node]] += leaves[node];
    }
    const from = new Float64Array(n);
    const taken = new Float64Array(n);
    const random = seeded(n);
    for (const node of order) {
      const up = parent[node];
      if (node !== root) {
        from[node] = from[up] + taken[up];
        taken[up] += (leaves[node] / leaves[root]) * 2 * Math.PI;
      }
      const angle = from[node] + (leaves[node] / leaves[root]) * Math.PI;
      const far = node === root ? 0 : depth[node] + 0.2 * random();
      x[node] = far * Math.cos(angle);
      y[node] = far * Math.sin(angle);
    }
  }

  /** Barnes–Hut: what every node feels of all others, ~ mass / distance, added to fx and fy. */
  function repel(x, y, mass, fx, fy) {
    const n = x.length;
    let low = Infinity;
    let high = -Infinity;
    for (let i = 0; i < n; i++) {
      low = Math.min(low, x[i], y[i]);
      high = Math.max(high, x[i], y[i]);
    }
    const child = []; // four a cell: -1 none, -2-i node i, else a cell
    const sum = []; // mass, mass·x, mass·y a cell
    const box = []; // middle x, middle y, half a side a cell
    const cell = (cx, cy, half) => {
      child.push(-1, -1, -1, -1);
      sum.push(0, 0, 0);
      box.push(cx, cy, half);
      return box.length / 3 - 1;
    };
    const quarter = (c, i) => 4 * c + (x[i] > box[3 * c] ? 1 : 0) + (y[i] > box[3 * c + 1] ? 2 : 0);
    const add = (c, i) => {
      sum[3 * c] += mass[i];
      sum[3 * c + 1] += mass[i] * x[i];
      sum[3 * c + 2] += mass[i] * y[i];
    };
    cell((low + high) / 2, (low + high) / 2, (high - low) / 2 + 1e-3);
    for (let i = 0; i < n; i++) {
      let c = 0;
      for (let level = 0; level < 48; level++) {
        add(c, i);
        const q = quarter(c, i);
        const held = child[q];
        if (held === -1) {
          child[q] = -2 - i;
          break;
        }
        if (held < -1) {
          const half = box[3 * c + 2] / 2;
          const side = q - 4 * c;
          const d = cell(
            box[3 * c] + (side & 1 ? half : -half),
            box[3 * c + 1] + (side & 2 ? half : -half),
            half,
          );
          child[q] = d;
          add(d, -2 - held);
          child[quarter(d, -2 - held)] = held;
          c = d;
        } else c = held;
      }
    }
    const stack = [];
    const push = (i, dx, dy, m) => {
      const force = (mass[i] * m) / (dx * dx + dy * dy + 1e-2);
      fx[i] += dx * force;
      fy[i] += dy * force;
    };
    for (let i = 0; i < n; i++) {
      stack.push(0);
      while (stack.length) {
        const c = stack.pop();
        const m = sum[3 * c];
        const dx = x[i] - sum[3 * c + 1] / m;
        const dy = y[i] - sum[3 * c + 2] / m;
        const side = 2 * box[3 * c + 2];
        if (side * side < 0.8 * (dx * dx + dy * dy)) {
          push(i, dx, dy, m);
          continue;
        }
        for (let q = 4 * c; q < 4 * c + 4; q++) {
          const held = child[q];
          if (held >= 0) stack.push(held);
          else if (held < -1 && held !== -2 - i) {
            push(i, x[i] - x[-2 - held], y[i] - y[-2 - held], mass[-2 - held]);
          }
        }
      }
    }
  }

  /** Push apart nodes that are closer than their two rooms; true if any was. */
  function separate(x, y, room) {
    const n = x.length;
    const width = 2 * Math.max(...room);
    const grid = new Map();
    const key = (i, j) => i * 65536 + j;
    for (let i = 0; i < n; i++) {
      const k = key(Math.floor(x[i] / width), Math.floor(y[i] / width));
      if (grid.has(k)) grid.get(k).push(i);
      else grid.set(k, [i]);
    }
    let moved = false;
    for (let i = 0; i < n; i++) {
      const a = Math.floor(x[i] / width);
      const b = Math.floor(y[i] / width);
      for (let p = a - 1; p <= a + 1; p++) {
        for (let q = b - 1; q <= b + 1; q++) {
          for (const j of grid.get(key(p, q)) || []) {
            if (j <= i) continue;
            const dx = x[j] - x[i] || 1e-3 * (j - i);
            const dy = y[j] - y[i] || 1e-3;
            const d = Math.hypot(dx, dy);
            const lack = room[i] + room[j] - d;
            if (lack <= 0.1) continue;
            const step = (0.5 * lack) / d;
            x[i] -= dx * step;
            y[i] -= dy * step;
            x[j] += dx * step;
            y[j] += dy * step;
            moved = true;
          }
        }
      }
    }
    return moved;
  }

  /** Places of the nodes of one component, its middle at 0, 0; yields between steps. */
  function* force(near, room, aspect) {
    const n = near.length;
    const x = new Float64Array(n);
    const y = new Float64Array(n);
    if (n === 1) return { x, y };
    radial(near, x, y);
    const gap = 45;
    const mass = Float64Array.from(near, (list) => 1 + 0.35 * Math.sqrt(list.length - 1));
    for (let i = 0; i < n; i++) {
      x[i] *= gap * Math.sqrt(aspect);
      y[i] *= gap / Math.sqrt(aspect);
    }
    const fx = new Float64Array(n);
    const fy = new Float64Array(n);
    const pull = 0.14 / Math.sqrt(n); // towards the middle
    const rounds = n < 400 ? 300 : 220;
    for (let round = 0; round < rounds; round++) {
      fx.fill(0);
      fy.fill(0);
      repel(x, y, mass, fx, fy);
      const heat = gap * Math.sqrt(n) * 0.12 * (1 - round / rounds) ** 2 + 0.3;
      for (let i = 0; i < n; i++) {
        fx[i] = fx[i] * gap - (x[i] * pull) / Math.sqrt(aspect);
        fy[i] = fy[i] * gap - y[i] * pull * Math.sqrt(aspect);
        for (const j of near[i]) {
          const share = 0.06 / Math.sqrt(Math.min(near[i].length, near[j].length));
          fx[i] -= (x[i] - x[j]) * share;
          fy[i] -= (y[i] - y[j]) * share;
        }
      }
      for (let i = 0; i < n; i++) {
        const size = Math.hypot(fx[i], fy[i]);
        const step = Math.min(size, heat) / (size || 1);
        x[i] += fx[i] * step;
        y[i] += fy[i] * step;
      }
      yield;
    }
    const [wide, high] = [x, y].map((v) => Math.max(...v) - Math.min(...v) + gap);
    const stretch = Math.min(1.25, Math.max(0.8, Math.sqrt((aspect * high) / wide)));
    for (let i = 0; i < n; i++) {
      x[i] *= stretch;
      y[i] /= stretch;
    }
    for (let round = 0; round < 80 && separate(x, y, room); round++) yield;
    const [mx, my] = [x, y].map((v) => (Math.min(...v) + Math.max(...v)) / 2);
    for (let i = 0; i < n; i++) {
      x[i] -= mx;
      y[i] -= my;
    }
    return { x, y };
  }

  /** The squares of a grid that a component covers, its lines included, with a margin around. */
  function covered(place, near, room, square) {
    const cells = new Set();
    const mark = (px, py, r) => {
      for (let a = Math.floor((px - r) / square); a <= Math.floor((px + r) / square); a++) {
        for (let b = Math.floor((py - r) / square); b <= Math.floor((py + r) / square); b++) {
          cells.add(a * 65536 + b);
        }
      }
    };
    near.forEach((list, i) => {
      mark(place.x[i], place.y[i], room[i] + 12);
      for (const j of list) {
        if (j < i) continue;
        const dx = place.x[j] - place.x[i];
        const dy = place.y[j] - place.y[i];
        const steps = Math.ceil((2 * Math.hypot(dx, dy)) / square);
        for (let s = 1; s < steps; s++) {
          mark(place.x[i] + (dx * s) / steps, place.y[i] + (dy * s) / steps, 6);
        }
      }
    });
    const list = [...cells].map((c) => {
      const a = Math.round(c / 65536);
      return [a, c - a * 65536];
    });
    return near.length < 12 ? list : filled(list);
  }

  /** Squares with all that lie between two of them in both a row and a column: no holes or bays. */
  function filled(cells) {
    const span = (at, of) => {
      const ends = new Map();
      for (const cell of cells) {
        const [low, high] = ends.get(cell[at]) || [cell[of], cell[of]];
        ends.set(cell[at], [Math.min(low, cell[of]), Math.max(high, cell[of])]);
      }
      return ends;
    };
    const [columns, rows] = [span(0, 1), span(1, 0)];
    const all = [];
    for (const [a, [low, high]] of columns) {
      for (let b = low; b <= high; b++) {
        const row = rows.get(b);
        if (row && row[0] <= a && a <= row[1]) all.push([a, b]);
      }
    }
    return all;
  }

  /** Lay all components out and pack them around the largest one; returns {x, y} of all nodes. */
  function* arrange(near, room, aspect) {
    const square = 26;
    const parts = [];
    for (const list of components(near)) {
      const number = new Map(list.map((node, i) => [node, i]));
      const inner = list.map((node) => near[node].map((other) => number.get(other)));
      const rooms = list.map((node) => room[node]);
      const place = yield* force(inner, rooms, aspect);
      parts.push({ list, place, cells: covered(place, inner, rooms, square) });
      yield;
    }
    const area = parts.reduce((total, part) => total + part.cells.length, 0);
    const reach = Math.ceil(Math.sqrt(2 * area)) + 4; // squares to either side: always enough
    const spots = [];
    for (let a = -reach; a <= reach; a++) for (let b = -reach; b <= reach; b++) spots.push([a, b]);
    const far = ([a, b]) => (a * a) / aspect + b * b * aspect;
    spots.sort((p, q) => far(p) - far(q) || p[0] - q[0] || p[1] - q[1]);
    yield;
    const x = new Float64Array(near.length);
    const y = new Float64Array(near.length);
    const taken = new Set();
    let size = Infinity;
    let spot = 0; // for parts of this size, all before it are full
    for (const { list, place, cells } of parts) {
      if (list.length < size) spot = 0;
      size = list.length;
      const fits = ([a, b]) => cells.every(([p, q]) => !taken.has((a + p) * 65536 + b + q));
      while (spot < spots.length - 1 && !fits(spots[spot])) if (++spot % 400 === 0) yield;
      const [a, b] = spots[spot];
      for (const [p, q] of cells) taken.add((a + p) * 65536 + b + q);
      list.forEach((node, i) => {
        x[node] = place.x[i] + a * square;
        y[node] = place.y[i] + b * square;
      });
    }
    return { x, y };
  }

  /* ---- data, words, colours --------------------------------------------------------------- */

  /** Nodes with their neighbours (number → what links them) and one line for each linked pair. */
  function read(data) {
    const nodes = [];
    const number = new Map();
    for (const { id, label, kind, weight } of data.nodes) {
      if (!KINDS.includes(kind) || number.has(id)) continue;
      number.set(id, nodes.length);
      nodes.push({
        id,
        label: String(label || id),
        kind,
        weight: Math.max(1, +weight || 1),
        near: new Map(),
      });
    }
    const lines = [];
    for (const { source, target, kind, label } of data.links) {
      const [a, b] = [number.get(source), number.get(target)];
      if (a === undefined || b === undefined || a === b) continue;
      if (!nodes[a].near.has(b)) {
        lines.push({ a, b, kind });
        nodes[a].near.set(b, new Set());
        nodes[b].near.set(a, nodes[a].near.get(b));
      }
      nodes[a].near.get(b).add(String(label || LINKS[kind] || ""));
    }
    for (const node of nodes) node.rank = node.near.size + Math.sqrt(node.weight);
    const most = Math.max(1, ...nodes.map((node) => node.rank));
    for (const node of nodes) node.r = 5 + 11 * Math.sqrt(node.rank / most);
    const ranked = nodes.map((_, i) => i).sort((a, b) => nodes[b].rank - nodes[a].rank || a - b);
    return { nodes, lines, number, ranked };
  }

  /** [least, largest] of numbers; [0, 0] of none. */
  function ends(values) {
    return values.length ? [Math.min(...values), Math.max(...values)] : [0, 0];
  }

  function plural(n, one, few, many) {
    const [ten, hundred] = [n % 10, n % 100];
    if (ten === 1 && hundred !== 11) return one;
    return ten >= 2 && ten <= 4 && (hundred < 12 || hundred > 14) ? few : many;
  }

  const count = (n, ...forms) => `${n.toLocaleString("ru")} ${plural(n, ...forms)}`;

  /** [red, green, blue, alpha] of a computed colour such as "rgba(1, 2, 3, 0.5)". */
  function channels(colour) {
    const [r = 0, g = 0, b = 0, alpha = 1] = (colour.match(/[\d.]+/g) || []).map(Number);
    return [r, g, b, alpha];
  }

  /** The page's colours around an element: custom properties first, else what it stands on. */
  function palette(element) {
    const style = getComputedStyle(element);
    let paper = "";
    for (let e = element; e && !paper; e = e.parentElement) {
      const colour = getComputedStyle(e).backgroundColor;
      if (colour.startsWith("rgb") && channels(colour)[3] > 0.9) paper = colour;
    }
    if (!paper) {
      const probe = document.createElement("i");
      probe.style.backgroundColor = "Canvas";
      element.append(probe);
      paper = getComputedStyle(probe).backgroundColor;
      probe.remove();
    }
    const [r, g, b] = channels(paper);
    const own = 0.299 * r + 0.587 * g + 0.114 * b < 128 ? DARK : LIGHT;
    const colours = {
      paper,
      ink: style.color,
      font: style.fontFamily,
      line: own === DARK ? "#8b93a1" : "#7d8592",
    };
    const named = (name) =>
      style.getPropertyValue(`--graph-${name}`).trim() || style.getPropertyValue(`--${name}`).trim();
    for (const kind of KINDS) colours[kind] = named(kind) || own[kind];
    colours.line = style.getPropertyValue("--graph-line").trim() || colours.line;
    return colours;
  }

  const PRINT = { ...LIGHT, paper: "#ffffff", ink: "#111111", line: "#7d8592" };

  /* ---- labels: the most important first, none over another ---------------------------------- */

  /** Lines of at most `width` pixels, at most `limit` of them, the last one cut by «…». */
  function wrap(text, width, limit, measure) {
    const lines = [];
    let line = "";
    const cut = (words) => {
      let end = words;
      while (end && measure(`${end}…`) > width) end = end.slice(0, -1);
      return `${end.trimEnd()}…`;
    };
    for (const word of text.split(/\s+/)) {
      const longer = line ? `${line} ${word}` : word;
      if (!line || measure(longer) <= width) {
        line = longer;
        continue;
      }
      if (lines.length === limit - 1) {
        line = cut(longer);
        break;
      }
      lines.push(line);
      line = word;
    }
    lines.push(measure(line) > width * 1.25 ? cut(line) : line);
    return lines;
  }

  /** Rectangles on screen that can be asked what they meet; squares of 64 pixels keep it quick. */
  function mesh() {
    const cells = new Map();
    const each = (box, visit) => {
      for (let a = Math.floor(box.x0 / 64); a <= Math.floor(box.x1 / 64); a++) {
        for (let b = Math.floor(box.y0 / 64); b <= Math.floor(box.y1 / 64); b++) {
          visit(a * 65536 + b);
        }
      }
    };
    return {
      add(box) {
        each(box, (key) => (cells.has(key) ? cells.get(key).push(box) : cells.set(key, [box])));
      },
      meets(box) {
        const found = new Set();
        each(box, (key) => {
          for (const other of cells.get(key) || []) {
            if (other.x0 < box.x1 && box.x0 < other.x1 && other.y0 < box.y1 && box.y0 < other.y1) {
              found.add(other);
            }
          }
        });
        return found;
      },
    };
  }

  /** Where labels go: dots are {x, y, r, lit, lines, width, head, force} in pixels, the most
   * important first.
   * A label may cover no other label and no lit dot, but as many as `head` says if they
   * are of less importance; a forced one stands in any case. */
  function settle(dots, width, height, line) {
    const shapes = mesh();
    for (const dot of dots) {
      const { x, y, r } = dot;
      if (dot.lit) shapes.add({ x0: x - r, x1: x + r, y0: y - r, y1: y + r, dot });
    }
    const labels = mesh();
    const placed = [];
    for (const dot of dots) {
      if (!dot.lines) continue;
      const { x, y, r } = dot;
      const [w, h] = [dot.width, dot.lines.length * line];
      const corners = [
        [x - w / 2, y + r + 2],
        [x - w / 2, y - r - 2 - h],
        [x + r + 4, y - h / 2],
        [x - r - 4 - w, y - h / 2],
      ];
      let best = null;
      for (const [x0, y0] of corners) {
        const box = { x0, y0, x1: x0 + w, y1: y0 + h, dot };
        const room = { x0: x0 - 5, y0: y0 - 2, x1: x0 + w + 5, y1: y0 + h + 2 };
        const out = x0 < 2 || y0 < 2 || box.x1 > width - 2 || box.y1 > height - 2;
        const over = labels.meets(room).size;
        if ((out || over) && !dot.force) continue;
        let cost = over * 20 + (out ? 50 : 0);
        for (const other of shapes.meets(box)) {
          if (other.dot !== dot) cost += other.dot.head ? 6 : 1;
        }
        if (!dot.force && cost > (dot.head || 0)) continue;
        if (!best || cost < best.cost) best = { ...box, cost };
      }
      if (!best) continue;
      if (dot.force) {
        const by = (low, high, limit) => Math.max(2 - low, Math.min(0, limit - 2 - high));
        const [dx, dy] = [by(best.x0, best.x1, width), by(best.y0, best.y1, height)];
        best = { dot, x0: best.x0 + dx, x1: best.x1 + dx, y0: best.y0 + dy, y1: best.y1 + dy };
      }
      labels.add(best);
      placed.push(best);
    }
    return placed;
  }

  /* ---- looks of the controls ---------------------------------------------------------------- */

  const RULES = [
    ".ng { --ng-edge: rgba(128, 128, 128, .38); display: flex; flex-direction: column; gap: .6rem; min-width: 0 }",
    ".ng [hidden] { display: none !important }",
    ".ng-bar { display: flex; flex-wrap: wrap; gap: .4rem 1rem; align-items: center; justify-content: space-between }",
    ".ng-kinds { display: flex; flex-wrap: wrap; gap: .1rem 1rem; border: 0; margin: 0; padding: 0; min-width: 0 }",
    ".ng-kinds label { display: inline-flex; gap: .35em; align-items: center; min-height: 2rem; cursor: pointer }",
    ".ng-kinds small { opacity: .7 }",
    ".ng-icon { width: 1em; height: 1em; flex: none }",
    ".ng-tools { display: flex; flex-wrap: wrap; gap: .4rem; align-items: center }",
    ".ng button, .ng select { font: inherit; color: inherit; background: transparent; border: 1px solid var(--ng-edge); border-radius: 6px; min-height: 2.1rem; min-width: 2.1rem; padding: .15rem .6rem; cursor: pointer }",
    ".ng select option { color: initial; background: initial }",
    ".ng button:hover { background: rgba(128, 128, 128, .16) }",
    ".ng button[aria-pressed=true] { background: rgba(128, 128, 128, .28) }",
    ".ng button:disabled { opacity: .45; cursor: default }",
    ".ng :focus-visible { outline: 2px solid currentColor; outline-offset: 1px }",
    ".ng-body { display: flex; flex-wrap: wrap; gap: .8rem; align-items: stretch }",
    ".ng-stage { position: relative; flex: 1 1 25rem; min-width: 0; height: clamp(20rem, 72vh, 48rem); border: 1px solid var(--ng-edge); border-radius: 8px; overflow: hidden; touch-action: none }",
    ".ng-canvas, .ng-labels { position: absolute; inset: 0; width: 100%; height: 100% }",
    ".ng-labels { pointer-events: none }",
    ".ng-note { position: absolute; inset: 0; display: grid; place-items: center; margin: 0; padding: 1rem; text-align: center; pointer-events: none }",
    ".ng-zoom { position: absolute; right: .5rem; top: .5rem; display: flex; flex-direction: column; gap: .3rem }",
    ".ng .ng-zoom button { background: var(--ng-paper, Canvas); opacity: .9; padding: 0 }",
    ".ng-side { flex: 1 1 15rem; max-width: 100%; min-width: 0; max-height: clamp(20rem, 72vh, 48rem); overflow: auto }",
    "@media (min-width: 60rem) { .ng-side { flex: 0 0 18rem } }",
    ".ng-side h3 { font-size: 1.05em; line-height: 1.3; margin: 0 0 .2rem; overflow-wrap: anywhere }",
    ".ng-side h4 { font-size: .85em; margin: .8rem 0 .2rem; opacity: .75; display: flex; gap: .4em; align-items: center }",
    ".ng-side p { margin: 0 0 .4rem; font-size: .9em; opacity: .75 }",
    ".ng-side ul { list-style: none; margin: 0; padding: 0 }",
    ".ng-side li button { display: block; width: 100%; text-align: left; border-color: transparent; padding: .25rem .4rem; line-height: 1.3; overflow-wrap: anywhere }",
    ".ng-side li small { display: block; opacity: .7 }",
    ".ng-status { margin: 0; font-size: .85em; opacity: .75; min-height: 1.2em }",
    ".ng-said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap }",
    ".ng-print { display: none }",
    "@media (pointer: coarse) { .ng button, .ng select, .ng-kinds label { min-height: 2.75rem; min-width: 2.75rem } }",
    "@media print { .ng-tools, .ng-zoom, .ng-canvas, .ng-labels, .ng-status { display: none !important } .ng-stage { height: auto; break-inside: avoid } .ng-print { display: block; width: 100%; height: auto } .ng-side { max-height: none } .ng-body { display: block } }",
  ];

  /** Put the rules on the page once, as a constructed style sheet: no policy of styles forbids it. */
  function dress() {
    if (dress.done) return;
    dress.done = true;
    let sheet = document.styleSheets[0];
    if ("adoptedStyleSheets" in document) {
      sheet = new CSSStyleSheet();
      document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];
    }
    for (const rule of RULES) sheet.insertRule(rule, sheet.cssRules.length);
    // cytoscape would add a <style>, which the policy forbids; it does not if this id is there.
    const stand = document.createElement("template");
    stand.id = "__________cytoscape_stylesheet";
    document.head.append(stand);
  }

  /** An element with attributes (a function is a listener of that event) and children or text. */
  function make(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (typeof value === "function") made.addEventListener(key, value);
      else if (value !== undefined && value !== false)
        made.setAttribute(key, value === true ? "" : value);
    }
    made.append(...children);
    return made;
  }

  function drawn(name, attributes, text) {
    const made = document.createElementNS(SVG, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    if (text !== undefined) made.textContent = text;
    return made;
  }

  /** A circle, diamond or square around x, y: the kind's shape as an SVG element. */
  function shape(kind, x, y, r, attributes) {
    if (kind === "person") return drawn("circle", { cx: x, cy: y, r, ...attributes });
    const square = { x: x - r, y: y - r, width: 2 * r, height: 2 * r, rx: r / 4, ...attributes };
    if (kind === "organisation") return drawn("rect", square);
    const points = `${x},${y - r} ${x + r},${y} ${x},${y + r} ${x - r},${y}`;
    return drawn("polygon", { points, ...attributes });
  }

  function icon(kind) {
    const svg = drawn("svg", { viewBox: "0 0 16 16", class: "ng-icon", "aria-hidden": "true" });
    svg.append(shape(kind, 8, 8, kind === "event" ? 8 : 7, { fill: "currentColor" }));
    svg.dataset.kind = kind;
    return svg;
  }

  /* ---- the graph ---------------------------------------------------------------------------- */

  const ONE = { person: "Человек", event: "Мероприятие", organisation: "Организация" };
  const CONTEXT = 60; // nodes in a neighbourhood drawn alone: the neighbours, then their own
  const LISTED = 60; // neighbours shown before «Ещё …»

  function newsnlpGraph(element, data, options = {}) {
    dress();
    const { nodes, lines, number, ranked } = read(data);
    const kinds = new Set(KINDS);
    const life = new AbortController();
    const later = new Set(); // timers
    let limit = 500;
    let alone = null; // the node whose neighbourhood alone is drawn
    let chosen = null;
    let hovered = null;
    let shown = []; // numbers of the nodes drawn, the least important first
    let waiting = null; // a choice to be centred once the layout is there
    let colours = null;
    let labels = [];
    let cy = null;
    let job = 0; // the latest layout; older ones stop
    let step = 1; // node sizes on this zoom
    let fitted = true; // the reader has not moved the picture since it was fitted
    const texts = new Map(); // wrapped labels
    const spots = new Map(); // where the nodes shown stand
    const linked = nodes.filter((node) => node.near.size).length;

    /* controls */

    const boxes = KINDS.map((kind) => {
      const total = nodes.filter((node) => node.kind === kind).length;
      const box = make("input", {
        type: "checkbox",
        checked: true,
        change: () => filter(kind, box.checked),
      });
      const amount = make("small", {}, total.toLocaleString("ru"));
      return { kind, box, label: make("label", {}, box, icon(kind), TITLES[kind], amount) };
    });
    const button = (text, title, click) =>
      make("button", { type: "button", title, "aria-label": title, click }, text);
    const solo = button("Окружение", "Показать только окружение выбранного", () => {
      alone = alone === null ? chosen : null;
      draw();
    });
    const sizes = LIMITS.filter((size) => size < linked);
    const amount = make("select", {
      "aria-label": "Сколько показать",
      change: () => {
        limit = Number(amount.value);
        alone = null;
        draw();
      },
    });
    for (const size of [...sizes, Infinity]) {
      const text =
        size === Infinity ? "все со связями" : `самые заметные ${size.toLocaleString("ru")}`;
      amount.append(make("option", { value: size }, text));
    }
    const tools = make(
      "div",
      { class: "ng-tools" },
      ...(sizes.length ? [amount] : []),
      solo,
      button("Показать всё", "Показать всё", whole),
    );
    const canvas = make("div", { class: "ng-canvas" });
    const overlay = make("canvas", { class: "ng-labels", "aria-hidden": "true" });
    const note = make("p", { class: "ng-note" }, "Раскладываем граф…");
    const stage = make(
      "div",
      {
        class: "ng-stage",
        tabindex: 0,
        role: "group",
        "aria-label":
          "Граф. Стрелки двигают, плюс и минус меняют масштаб, ноль показывает всё, Escape снимает выделение; " +
          "те же связи кнопками — в списке рядом.",
      },
      canvas,
      overlay,
      note,
      make(
        "div",
        { class: "ng-zoom" },
        button("+", "Крупнее", () => zoom(1.4)),
        button("−", "Мельче", () => zoom(1 / 1.4)),
      ),
    );
    const side = make("div", { class: "ng-side", role: "region", "aria-label": "Связи" });
    const status = make("p", { class: "ng-status" });
    const said = make("p", { class: "ng-said", role: "status" });
    const kindBar = make(
      "div",
      { class: "ng-kinds", role: "group", "aria-label": "Что показать" },
      ...boxes.map(({ label }) => label),
    );
    const frame = make(
      "div",
      { class: "ng" },
      make("div", { class: "ng-bar" }, kindBar, tools),
      make("div", { class: "ng-body" }, stage, side),
      status,
      said,
    );
    element.replaceChildren(frame);

    /* what is drawn */

    /** Numbers of the nodes to draw: a neighbourhood, or the most important that hang together. */
    function selection() {
      if (alone !== null) {
        const around = new Set([alone, ...nodes[alone].near.keys()]);
        const further = new Set([...around].flatMap((i) => [...nodes[i].near.keys()]));
        const best = ranked.filter((i) => further.has(i) && !around.has(i));
        return [...around, ...best.slice(0, Math.max(0, CONTEXT - around.size))];
      }
      const some = new Set(ranked.filter((i) => nodes[i].near.size).slice(0, limit));
      return [...some].filter((i) => [...nodes[i].near.keys()].some((j) => some.has(j)));
    }

    function soon(run, delay) {
      const timer = setTimeout(() => {
        later.delete(timer);
        run();
      }, delay);
      later.add(timer);
    }

    /** Lay out and draw anew, in slices of a few milliseconds. */
    function draw() {
      const turn = ++job;
      const list = selection().sort((a, b) => nodes[a].rank - nodes[b].rank || b - a);
      const place = new Map(list.map((node, i) => [node, i]));
      const near = list.map((node) =>
        [...nodes[node].near.keys()].filter((j) => place.has(j)).map((j) => place.get(j)),
      );
      const { width, height } = stage.getBoundingClientRect();
      const aspect = [0.7, 1, 1.45, 2].find((a) => width / height < a * 1.2) || 2;
      const work = arrange(
        near,
        list.map((node) => 1.2 * nodes[node].r + 9),
        aspect,
      );
      note.textContent = list.length ? "Раскладываем граф…" : "Связей не найдено";
      note.hidden = false;
      const slice = () => {
        if (turn !== job) return;
        const stop = performance.now() + 16;
        do {
          const { done, value } = work.next();
          if (done) return show(list, value, place);
        } while (performance.now() < stop);
        soon(slice, 0);
      };
      if (list.length) slice();
      else show(list, { x: [], y: [] }, place);
    }

    function show(list, { x, y }, place) {
      shown = list;
      spots.clear();
      texts.clear();
      list.forEach((node, i) => spots.set(node, { x: x[i], y: y[i] }));
      const parts = list.map((node) => ({
        group: "nodes",
        data: { id: `n${node}`, node, kind: nodes[node].kind },
        position: { ...spots.get(node) },
        classes: kinds.has(nodes[node].kind) ? "" : "off",
      }));
      lines.forEach(({ a, b, kind }, i) => {
        if (!place.has(a) || !place.has(b)) return;
        parts.push({
          group: "edges",
          data: { id: `l${i}`, source: `n${a}`, target: `n${b}`, kind },
        });
      });
      cy.elements().remove();
      fit(); // before the parts are there: their sizes follow from the zoom
      cy.add(parts);
      note.hidden = list.length > 0;
      mark();
      tell();
      if (waiting !== null) centre(waiting, false);
      waiting = null;
      stage.dataset.ready = "true";
    }

    /** Take the nodes of kinds that are switched off from the picture. */
    function hide() {
      cy.batch(() =>
        cy.nodes().forEach((part) => part.toggleClass("off", !kinds.has(part.data("kind")))),
      );
    }

    function filter(kind, on) {
      if (on) kinds.add(kind);
      else kinds.delete(kind);
      if (chosen !== null && !kinds.has(nodes[chosen].kind)) choose(null, true);
      list();
      if (!cy) return;
      hide();
      tell();
    }

    function tell() {
      const seen = shown.filter((node) => kinds.has(nodes[node].kind));
      const both = new Set(seen);
      const drawnLines = lines.filter(({ a, b }) => both.has(a) && both.has(b)).length;
      const rest = nodes.length - linked;
      status.textContent =
        `На рисунке ${count(seen.length, "узел", "узла", "узлов")} из ${nodes.length.toLocaleString("ru")} ` +
        `и ${count(drawnLines, "линия", "линии", "линий")}` +
        (rest ? `; без связей: ${rest.toLocaleString("ru")}` : "") +
        ". Пунктир — подразделение." +
        (matchMedia("(hover: hover)").matches
          ? " Колесо мыши меняет масштаб после щелчка по графу или вместе с Ctrl."
          : "");
    }

    /* choosing */

    function mark() {
      const centreOf = chosen ?? hovered;
      if (!cy) return;
      solo.disabled = chosen === null && alone === null;
      solo.setAttribute("aria-pressed", String(alone !== null));
      cy.batch(() => {
        cy.elements().removeClass("dim near chosen");
        const part = centreOf === null ? cy.collection() : cy.getElementById(`n${centreOf}`);
        if (part.empty()) return;
        const around = part.closedNeighborhood();
        if (centreOf !== alone) cy.elements().not(around).addClass("dim");
        around.addClass("near");
        part.addClass("chosen");
      });
    }

    function choose(node, fromReader) {
      if (node === chosen) return;
      chosen = node;
      if (node === null && alone !== null) {
        alone = null;
        if (cy) draw();
      }
      mark();
      list();
      said.textContent =
        node === null
          ? "Выделение снято"
          : `Выбрано: ${nodes[node].label}, ${count(nodes[node].near.size, "связь", "связи", "связей")}`;
      if (fromReader && options.onSelect) options.onSelect(node === null ? null : nodes[node].id);
    }

    /** Choose a node and bring it to the middle, on the picture or with a picture of its own. */
    function visit(node, fromReader) {
      const { kind } = nodes[node];
      if (!kinds.has(kind)) {
        boxes.find((box) => box.kind === kind).box.checked = true;
        filter(kind, true);
      }
      choose(node, fromReader);
      if (alone === null && selection().includes(node)) {
        centre(node, true);
        return;
      }
      alone = node;
      waiting = null;
      if (cy) draw();
    }

    function centre(node, moving) {
      const part = cy ? cy.getElementById(`n${node}`) : null;
      if (!part || part.empty() || !stage.dataset.ready) {
        waiting = node;
        return;
      }
      const { x, y } = part.position();
      let [wide, high] = [60, 60];
      part.neighborhood("node:visible").forEach((other) => {
        wide = Math.max(wide, Math.abs(other.position("x") - x));
        high = Math.max(high, Math.abs(other.position("y") - y));
      });
      const least = Math.min(1, 1.3 * whole.zoom);
      const near = Math.min((cy.width() / 2 - 70) / wide, (cy.height() / 2 - 30) / high);
      const level = Math.max(least, Math.min(near, 1.8));
      move(
        { zoom: level, pan: { x: cy.width() / 2 - x * level, y: cy.height() / 2 - y * level } },
        moving,
      );
      fitted = false;
    }

    function move(view, moving) {
      const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
      cy.stop();
      if (!moving || still || document.hidden) cy.viewport(view);
      else cy.animate(view, { duration: 250, easing: "ease-out" });
    }

    function zoom(factor) {
      const [x, y] = [cy.width() / 2, cy.height() / 2];
      const level = Math.min(cy.maxZoom(), Math.max(cy.minZoom(), cy.zoom() * factor));
      const pan = cy.pan();
      const by = level / cy.zoom();
      fitted = false;
      move({ zoom: level, pan: { x: x - (x - pan.x) * by, y: y - (y - pan.y) * by } }, true);
    }

    function fit() {
      const seen = shown
        .filter((node) => kinds.has(nodes[node].kind))
        .map((node) => spots.get(node));
      const [x0, x1] = ends(seen.map(({ x }) => x));
      const [y0, y1] = ends(seen.map(({ y }) => y));
      const [width, height] = [cy.width(), cy.height()];
      const edge = Math.min(44, width / 14);
      const level = Math.min(
        2.2,
        (width - 2 * edge) / (x1 - x0 + 1),
        (height - 2 * edge) / (y1 - y0 + 1),
      );
      cy.stop();
      cy.minZoom(level / 2);
      cy.viewport({
        zoom: level,
        pan: { x: width / 2 - ((x0 + x1) / 2) * level, y: height / 2 - ((y0 + y1) / 2) * level },
      });
      whole.zoom = level;
      fitted = true;
    }

    function whole() {
      for (const { kind, box } of boxes) {
        box.checked = true;
        kinds.add(kind);
      }
      hide();
      const redraw = alone !== null;
      choose(null, true); // draws the whole anew if a neighbourhood stood alone
      if (redraw) return;
      fit();
      tell();
      list();
    }

    /* the list beside the picture */

    function entry(node, words) {
      return make(
        "li",
        {},
        make(
          "button",
          {
            type: "button",
            click: () => {
              visit(node, true);
              side.querySelector("h3")?.focus();
            },
          },
          nodes[node].label,
          ...(words ? [make("small", {}, words)] : []),
        ),
      );
    }

    function list() {
      if (chosen === null) {
        const first = ranked
          .filter((i) => kinds.has(nodes[i].kind) && nodes[i].near.size)
          .slice(0, 12);
        side.replaceChildren(
          make("h3", {}, "Самые заметные"),
          make(
            "ul",
            {},
            ...first.map((i) => entry(i, count(nodes[i].near.size, "связь", "связи", "связей"))),
          ),
        );
        return;
      }
      const { label, kind, near } = nodes[chosen];
      const parts = [
        make("h3", { tabindex: -1 }, label),
        make("p", {}, `${ONE[kind]} · ${count(near.size, "связь", "связи", "связей")}`),
        button("Снять выделение", "Снять выделение", () => choose(null, true)),
      ];
      for (const other of KINDS) {
        const group = [...near].filter(([i]) => nodes[i].kind === other);
        if (!group.length) continue;
        group.sort(([a], [b]) => nodes[b].rank - nodes[a].rank || a - b);
        const items = group.map(([i, words]) => entry(i, [...words].filter(Boolean).join(", ")));
        const column = make("ul", {}, ...items.slice(0, LISTED));
        parts.push(make("h4", {}, icon(other), `${TITLES[other]}: ${group.length}`), column);
        if (items.length <= LISTED) continue;
        const more = button(`Ещё ${items.length - LISTED}`, `Ещё ${items.length - LISTED}`, () => {
          column.append(...items.slice(LISTED));
          more.remove();
          items[LISTED].firstChild.focus();
        });
        parts.push(more);
      }
      side.replaceChildren(...parts);
      side.scrollTop = 0;
      tint();
    }

    function tint() {
      for (const svg of frame.querySelectorAll("svg[data-kind]"))
        svg.style.color = colours[svg.dataset.kind];
    }

    /* painting */

    const brush = overlay.getContext("2d");
    const LINE = 14;

    function words(node, full) {
      const key = full ? -1 - node : node;
      if (!texts.has(key)) {
        const measure = (text) => brush.measureText(text).width;
        const text = wrap(
          nodes[node].label,
          full ? 220 : 150,
          full ? 5 : shown.length < 60 ? 3 : 2,
          measure,
        );
        texts.set(key, { lines: text, width: Math.max(...text.map(measure)) });
      }
      return texts.get(key);
    }

    /** The labels of this view: of what is lit, else of all. */
    function place() {
      const focus = chosen ?? hovered;
      const [level, pan] = [cy.zoom(), cy.pan()];
      const [width, height] = [cy.width(), cy.height()];
      const first = [];
      const rest = [];
      const dots = [];
      for (let k = shown.length - 1; k >= 0; k--) {
        const node = shown[k];
        if (!kinds.has(nodes[node].kind)) continue;
        const at = spots.get(node);
        const dot = {
          node,
          x: at.x * level + pan.x,
          y: at.y * level + pan.y,
          r: nodes[node].r * step * level,
        };
        if (dot.x < -20 || dot.y < -20 || dot.x > width + 20 || dot.y > height + 20) continue;
        dots.push(dot);
        dot.force = node === chosen || node === hovered;
        dot.lit = focus === null || focus === alone || dot.force || nodes[focus].near.has(node);
        if (dot.force || dot.lit) Object.assign(dot, words(node, dot.force));
        (dot.force ? first : rest).push(dot);
      }
      const order = [...first, ...rest];
      const heads = Math.max(8, Math.round((width * height) / 25000));
      order
        .filter((dot) => dot.lines)
        .slice(0, heads)
        .forEach((dot, i) => {
          dot.head = focus === null && i < heads / 2 ? 14 : 4;
        });
      return settle(order, width, height, LINE);
    }

    function paint() {
      const ratio = window.devicePixelRatio || 1;
      const [width, height] = [cy.width(), cy.height()];
      if (
        overlay.width !== Math.round(width * ratio) ||
        overlay.height !== Math.round(height * ratio)
      ) {
        overlay.width = Math.round(width * ratio);
        overlay.height = Math.round(height * ratio);
      }
      brush.setTransform(ratio, 0, 0, ratio, 0, 0);
      brush.clearRect(0, 0, width, height);
      brush.font = `12px ${colours.font}`;
      brush.textAlign = "center";
      brush.textBaseline = "alphabetic";
      brush.lineJoin = "round";
      brush.lineWidth = 3.5;
      brush.strokeStyle = colours.paper;
      brush.fillStyle = colours.ink;
      labels = place();
      for (const { dot, x0, x1, y0, y1 } of labels) {
        if (dot.force || dot.head) {
          brush.globalAlpha = dot.force ? 0.9 : 0.7;
          brush.fillStyle = colours.paper;
          brush.fillRect(x0 - 3, y0 - 1, x1 - x0 + 6, y1 - y0 + 3);
          brush.fillStyle = colours.ink;
          brush.globalAlpha = 1;
        }
        dot.lines.forEach((text, i) => {
          brush.strokeText(text, (x0 + x1) / 2, y0 + LINE * i + 11);
          brush.fillText(text, (x0 + x1) / 2, y0 + LINE * i + 11);
        });
      }
    }

    function styles() {
      const kindOf = (part) => part.data("kind");
      const size = (part) => 2 * step * nodes[part.data("node")].r;
      return [
        {
          selector: "node",
          style: {
            width: size,
            height: size,
            shape: (part) => SHAPES[kindOf(part)],
            "background-color": (part) => colours[kindOf(part)],
            "border-width": () => 1.2 * step,
            "border-color": colours.paper,
            "overlay-opacity": 0,
          },
        },
        {
          selector: "edge",
          style: {
            "curve-style": "haystack",
            "haystack-radius": 0,
            events: "no",
            "overlay-opacity": 0,
            width: () => 1.1 * step,
            "line-color": colours.line,
            opacity: 0.65,
            "line-style": (part) => (kindOf(part) === "unit" ? "dashed" : "solid"),
          },
        },
        { selector: "edge.near", style: { opacity: 1, width: () => 1.8 * step } },
        { selector: "node.off", style: { display: "none" } },
        { selector: "node.dim", style: { opacity: 0.14 } },
        { selector: "edge.dim", style: { opacity: 0.07 } },
        {
          selector: "node.chosen",
          style: { "border-width": () => 3 * step, "border-color": colours.ink },
        },
      ];
    }

    /** Dots grow more slowly than the picture, so that they stay apart when it is enlarged. */
    function resize() {
      const wanted = Math.min(2.2, Math.max(0.4, (0.85 / cy.zoom()) ** 0.6));
      if (Math.abs(Math.log(wanted / step)) < 0.15) return;
      step = wanted;
      cy.style().update();
    }

    function recolour() {
      const now = palette(frame);
      if (JSON.stringify(now) === JSON.stringify(colours)) return;
      if (colours && colours.font !== now.font) texts.clear();
      colours = now;
      tint();
      frame.style.setProperty("--ng-paper", colours.paper);
      if (cy) cy.style(styles());
    }

    function print() {
      const [width, height] = [cy.width(), cy.height()];
      const svg = drawn("svg", {
        viewBox: `0 0 ${width} ${height}`,
        class: "ng-print",
        role: "img",
        "aria-label": "Граф",
      });
      const [level, pan] = [cy.zoom(), cy.pan()];
      const at = (part) =>
        [part.position("x") * level + pan.x, part.position("y") * level + pan.y].map(
          (v) => +v.toFixed(1),
        );
      const faint = (part, usual) => (part.hasClass("dim") ? 0.12 : usual);
      cy.edges(":visible").forEach((part) => {
        const [[x1, y1], [x2, y2]] = [at(part.source()), at(part.target())];
        const dash = part.data("kind") === "unit" ? { "stroke-dasharray": "4 3" } : {};
        svg.append(
          drawn("line", {
            x1,
            y1,
            x2,
            y2,
            stroke: PRINT.line,
            "stroke-opacity": faint(part, 0.6),
            ...dash,
          }),
        );
      });
      cy.nodes(":visible").forEach((part) => {
        const { r, kind } = nodes[part.data("node")];
        const looks = { fill: PRINT[kind], stroke: PRINT.paper, "fill-opacity": faint(part, 1) };
        svg.append(shape(kind, ...at(part), +(r * step * level).toFixed(1), looks));
      });
      for (const { dot, x0, x1, y0 } of labels) {
        dot.lines.forEach((text, i) =>
          svg.append(
            drawn(
              "text",
              {
                x: (x0 + x1) / 2,
                y: y0 + LINE * i + 11,
                "text-anchor": "middle",
                "font-size": 12,
                fill: PRINT.ink,
                stroke: PRINT.paper,
                "stroke-width": 3,
                "paint-order": "stroke",
              },
              text,
            ),
          ),
        );
      }
      unprint();
      stage.append(svg);
    }

    function unprint() {
      stage.querySelector(".ng-print")?.remove();
    }

    /* life */

    function keys(event) {
      const pan = {
        ArrowLeft: [60, 0],
        ArrowRight: [-60, 0],
        ArrowUp: [0, 60],
        ArrowDown: [0, -60],
      }[event.key];
      if (event.key === "Escape" && (chosen !== null || alone !== null)) {
        event.stopPropagation();
        const inside = side.contains(document.activeElement);
        choose(null, true);
        if (inside) stage.focus({ preventScroll: true });
      } else if (event.target !== stage || event.ctrlKey || event.metaKey || event.altKey) return;
      else if (pan) {
        cy.panBy({ x: pan[0], y: pan[1] });
        fitted = false;
      } else if (event.key === "+" || event.key === "=") zoom(1.4);
      else if (event.key === "-" || event.key === "_") zoom(1 / 1.4);
      else if (event.key === "0") fit();
      else return;
      event.preventDefault();
    }

    function start() {
      cy = cytoscape({
        container: canvas,
        elements: [],
        style: styles(),
        layout: { name: "preset" },
        maxZoom: 4,
        boxSelectionEnabled: false,
        autounselectify: true,
        selectionType: "single",
      });
      cy.on("render", paint);
      cy.on("zoom", resize);
      cy.on("position", "node", ({ target }) =>
        spots.set(target.data("node"), { ...target.position() }),
      );
      cy.on("tap", (event) => {
        if (event.target === cy) choose(null, true);
        else if (event.target.isNode()) choose(event.target.data("node"), true);
      });
      cy.on("dbltap", "node", (event) => visit(event.target.data("node"), true));
      cy.on("mouseover", "node", (event) => hover(event.target.data("node")));
      cy.on("mouseout", "node", () => hover(null));
      cy.on("dragpan pinchzoom scrollzoom", () => (fitted = false));
      draw();
    }

    function hover(node) {
      hovered = node;
      canvas.style.cursor = node === null ? "" : "pointer";
      if (chosen === null) mark();
      else cy.forceRender();
    }

    const { signal } = life;
    frame.addEventListener("keydown", keys, { signal });
    document.addEventListener(
      "keydown",
      (event) => {
        if (event.key === "Escape" && event.target === document.body) keys(event);
      },
      { signal },
    );
    canvas.addEventListener("click", () => stage.focus({ preventScroll: true }), { signal });
    stage.addEventListener(
      "wheel",
      (event) => {
        if (!event.ctrlKey && document.activeElement !== stage) event.stopPropagation();
      },
      { capture: true, passive: true, signal },
    );
    window.addEventListener("beforeprint", () => cy && stage.dataset.ready && print(), { signal });
    window.addEventListener("afterprint", unprint, { signal });
    const repaint = () => {
      recolour();
      soon(recolour, 350); // once more after a transition of the page
    };
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", repaint, { signal });
    const themes = new MutationObserver(repaint);
    for (const root of [document.documentElement, document.body]) {
      themes.observe(root, { attributes: true, attributeFilter: ["class", "style", "data-theme"] });
    }
    const sizer = new ResizeObserver(() => {
      const { width, height } = stage.getBoundingClientRect();
      if (width < 40 || height < 40) return; // in a closed part of the page: wait
      if (!cy) {
        if (width < 600) limit = 150;
        limit = sizes.includes(limit) ? limit : Infinity;
        amount.value = String(limit);
        start();
        return;
      }
      cy.resize();
      if (fitted) fit();
    });
    recolour();
    list();
    sizer.observe(stage);

    return {
      select(id) {
        if (id === null || id === undefined) choose(null, false);
        else if (!number.has(id)) return false;
        else visit(number.get(id), false);
        return true;
      },
      destroy() {
        job++;
        life.abort();
        sizer.disconnect();
        themes.disconnect();
        for (const timer of later) clearTimeout(timer);
        if (cy) cy.destroy();
        element.replaceChildren();
      },
    };
  }

  window.newsnlpGraph = newsnlpGraph;
})();
