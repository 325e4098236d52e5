// Light or dark, before anything is painted. The choice is kept where the browser lets a file
// keep anything; on paper the style sheet is light whatever stands here.
(() => {
  "use strict";
  const root = document.documentElement;
  const dark = window.matchMedia("(prefers-color-scheme: dark)");
  const NAMES = { auto: "как в системе", light: "светлое", dark: "тёмное" };
  let chosen = "auto";
  try {
    const kept = window.localStorage.getItem("newsnlp-theme");
    if (kept in NAMES) chosen = kept;
  } catch {
    // A browser may refuse storage to local files: then the choice lasts as long as the page.
  }

  function show() {
    const theme = chosen === "auto" ? (dark.matches ? "dark" : "light") : chosen;
    root.dataset.theme = theme;
    const button = document.getElementById("theme");
    if (button) {
      button.setAttribute("aria-label", `Оформление: ${NAMES[chosen]}. Сменить`);
      button.title = `Оформление: ${NAMES[chosen]}`;
      button.dataset.chosen = chosen;
    }
  }

  function next() {
    const opposite = dark.matches ? "light" : "dark";
    const same = dark.matches ? "dark" : "light";
    chosen = { auto: opposite, [opposite]: same, [same]: "auto" }[chosen];
    try {
      window.localStorage.setItem("newsnlp-theme", chosen);
    } catch {
      // As above.
    }
    show();
  }

  root.classList.add("js");
  show();
  dark.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", () => {
    document.getElementById("theme").addEventListener("click", next);
    show();
  });
})();
