// Addresses after # → views. The browser's own history is used: «back» comes to the place that was
// left, with the list as long as it was and the focus on the link that had been followed.

const content = document.getElementById("content");
const TITLE = document.title;
const VIEWS = {
  overview: () => overview(),
  people: () => peopleView(),
  forums: () => forumsView(),
  timeline: () => timelineView(),
  bodies: () => bodiesView(),
  quotes: () => quotesView(),
  documents: () => documentsView(),
  press: () => pressView(),
  check: () => checkView(),
  links: () => networkView(),
};
const NUMBERED = {
  s: { section: "documents", count: documents.length, page: documentPage },
  f: { section: "documents", count: documents.length, page: documentPage },
  d: { section: "documents", count: documents.length, page: documentPage },
  q: { section: "quotes", count: quotes.length, rows: quotes },
  r: { section: "press", count: press.length, rows: press },
  c: { section: "check", count: checks.length, rows: checks },
};
const NAMED = {
  p: { section: "people", kind: "person", page: personPage },
  o: { section: "bodies", kind: "organisation", page: bodyPage },
  e: { section: "forums", kind: "event", page: eventPage },
};

/** What the address asks for: {page, section, render, target, row}; page is what is on the screen. */
function asked(hash) {
  const name = hash.replace(/^#/, "") || "overview";
  if (Object.hasOwn(VIEWS, name) && (name !== "check" || hasCheck)) return { page: name, section: name, render: VIEWS[name] };
  if (/^month-\d{4}-\d\d$/.test(name)) return { page: "timeline", section: "timeline", render: VIEWS.timeline, target: name };
  const [, letter, rest] = /^([a-z]+)-(.*)$/s.exec(name) || [];
  if (letter === "find") return { page: name, section: "find", render: () => findView(decoded(rest)) };
  if (Object.hasOwn(NAMED, letter || "")) {
    const { kind, page, section: inSection } = NAMED[letter];
    const known = rowById[kind]();
    const n = known.get(decoded(rest)) ?? known.get(decoded(name));
    if (n !== undefined) return { page: `${letter} ${n}`, section: inSection, render: () => page(n) };
  }
  if (Object.hasOwn(NUMBERED, letter || "")) {
    const [first] = rest.split("-");
    const { count, page, rows, section: inSection } = NUMBERED[letter];
    if (/^\d+(-\d+)?$/.test(rest) && Number(first) < count) {
      if (page) return { page: `document ${first}`, section: inSection, render: () => page(Number(first)), target: letter === "d" ? null : name };
      return { page: inSection, section: inSection, render: VIEWS[inSection], target: name, row: rows[Number(first)] };
    }
  }
  return { page: name, section: "", render: () => [heading("Такой страницы нет"), h("p", {}, "Ссылка ведёт в другой отчёт или устарела. ", h("a", { href: "#overview" }, "К обзору"))] };
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

// --- Where one was --------------------------------------------------------------------------

const left = new Map(); // entry of the history → {y, href, nth} when it was left
let here = { key: null, page: null };
let followed = { href: null, nth: 0 }; // the link by which one leaves
let y = 0;
let leave = null;

function entryKey() {
  if (!window.history.state?.entry) window.history.replaceState({ entry: `${Date.now()}-${left.size}-${Math.round(performance.now() * 1000)}` }, "");
  return window.history.state.entry;
}

const linksTo = (href) => [...content.querySelectorAll("a[href]")].filter((link) => link.getAttribute("href") === href);

function comeBack(place) {
  window.scrollTo(0, place.y);
  const focused = (place.href && linksTo(place.href)[place.nth]) || content.querySelector("h1");
  focused?.focus({ preventScroll: true });
}

// --- Showing --------------------------------------------------------------------------------

function show() {
  if (here.key !== null) left.set(here.key, { y, ...followed });
  followed = { href: null, nth: 0 };
  const wanted = asked(window.location.hash);
  const key = entryKey();
  const before = left.get(key);
  if (wanted.page !== here.page) render(wanted);
  here = { key, page: wanted.page };
  for (const target of content.querySelectorAll(".is-target")) target.classList.remove("is-target");
  if (wanted.row) revealed(wanted.row);
  const target = wanted.target && document.getElementById(wanted.target);
  target?.classList.add("is-target");
  if (before) comeBack(before);
  else if (target) arrive(target);
  else {
    window.scrollTo(0, 0);
    if (started) content.querySelector("h1")?.focus({ preventScroll: true });
  }
  y = window.scrollY;
}

function render(wanted) {
  leave?.();
  leave = null;
  const made = wanted.render();
  const { view, mounted, left: leaving } = Array.isArray(made) ? { view: made } : made;
  content.replaceChildren(...view.flat(Infinity).filter(Boolean));
  leave = leaving || null;
  mounted?.();
  const title = content.querySelector("h1")?.textContent;
  document.title = title && wanted.page !== "overview" ? `${title} – ${TITLE}` : TITLE;
  for (const link of document.querySelectorAll("#sections a")) {
    if (link.getAttribute("href") === `#${wanted.section}`) {
      link.setAttribute("aria-current", "page");
      link.parentElement.parentElement.scrollLeft = link.offsetLeft - 60;
    } else link.removeAttribute("aria-current");
  }
}

/** A row far down in a list: show the list as far, without filters where they hide the row. */
function revealed(row) {
  if (content.querySelector(".listing")?.reveal(row)) return;
  kept.delete(here.page);
  render(asked(window.location.hash));
  content.querySelector(".listing")?.reveal(row);
}

function arrive(target) {
  target.scrollIntoView({ block: "center" });
  target.focus({ preventScroll: true });
}

// --- What the page listens to ---------------------------------------------------------------

let started = false;
window.history.scrollRestoration = "manual";
window.addEventListener("hashchange", show);
window.addEventListener("scroll", () => (y = window.scrollY), { passive: true });
window.addEventListener("beforeprint", () => content.querySelector(".listing")?.revealAll());

document.addEventListener("click", (happened) => {
  const link = happened.target.closest?.("a[href^='#']");
  if (!link) return;
  const to = link.getAttribute("href");
  followed = content.contains(link) ? { href: to, nth: linksTo(to).indexOf(link) } : { href: null, nth: 0 };
  if (link.id === "skip") {
    happened.preventDefault();
    content.querySelector("h1")?.focus();
  } else if (to === window.location.hash) {
    happened.preventDefault();
    const target = document.getElementById(to.slice(1));
    if (target) arrive(target);
  }
});

document.getElementById("find").addEventListener("submit", (happened) => {
  happened.preventDefault();
  const text = document.getElementById("find-text").value.trim();
  if (text) window.location.hash = `#find-${encodeURIComponent(text)}`;
});

document.addEventListener("keydown", (happened) => {
  const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName);
  if (happened.key === "/" && !typing && !happened.ctrlKey && !happened.metaKey && !happened.altKey) {
    happened.preventDefault();
    document.getElementById("find-text").focus();
  }
});

show();
started = true;
