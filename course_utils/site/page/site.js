// What every page does: remember the theme, unfold, scroll by keys, mark what was found.
const memory = {
  get(name) {
    try { return localStorage.getItem(`course-${name}`); } catch { return null; }
  },
  set(name, value) {
    try { localStorage.setItem(`course-${name}`, value); } catch { /* private window */ }
  },
};
const root = document.documentElement;
if (memory.get("theme")) root.dataset.theme = memory.get("theme");

function offerTheme(button) {
  const night = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (night.matches ? "dark" : "light")) === "dark";
  const show = () => button.setAttribute("aria-pressed", String(isDark()));
  button.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    memory.set("theme", root.dataset.theme);
    show();
  });
  night.addEventListener("change", show);
  button.hidden = false;
  show();
}

function offerUnfolding(button) {
  const folds = document.querySelectorAll("details.go-on");
  const show = (all) => {
    for (const fold of folds) fold.open = all;
    button.setAttribute("aria-pressed", String(all));
  };
  button.addEventListener("click", () => {
    const all = button.getAttribute("aria-pressed") !== "true";
    memory.set("unfolded", all ? "yes" : "");
    show(all);
  });
  button.hidden = folds.length === 0;
  if (memory.get("unfolded")) show(true);
}

// A box that scrolls sideways must be reached by keys; one that does not is no stop.
function mindScrolling(main) {
  const boxes = main.querySelectorAll("pre, .scroll, .math.block");
  const mind = () => {
    for (const box of boxes) {
      const scrolls = box.scrollWidth > box.clientWidth + 1;
      box.toggleAttribute("tabindex", scrolls);
      if (scrolls) box.setAttribute("tabindex", "0");
    }
  };
  new ResizeObserver(mind).observe(main);
  main.addEventListener("toggle", mind, true);
}

function keepPlace(link) {
  const address = link.getAttribute("href");
  link.addEventListener("click", () => {
    link.setAttribute("href", address + location.search + location.hash);
  });
}

// Unfold and mark what the search has led to.
function markFound(main, words) {
  const place = document.getElementById(location.hash.slice(1)) ?? main;
  const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT);
  const texts = [];
  while (walker.nextNode()) texts.push(walker.currentNode);
  const marks = [];
  for (const text of texts) {
    if (text.parentElement.closest("math, script, summary")) continue;
    const at = text.data.toLowerCase().indexOf(words.toLowerCase());
    if (at < 0) continue;
    const mark = document.createElement("mark");
    const found = text.splitText(at);
    found.splitText(words.length);
    found.replaceWith(mark);
    mark.append(found);
    marks.push(mark);
  }
  const first = marks[0];
  if (!first) return;
  for (let fold = first.closest("details"); fold; fold = fold.parentElement.closest("details")) {
    fold.open = true;
  }
  first.scrollIntoView({ block: "center" });
}

function turnPoems(button) {
  const poems = [...document.querySelectorAll(".poem")];
  let shown = 0;
  button.addEventListener("click", () => {
    poems[shown].hidden = true;
    shown = (shown + 1) % poems.length;
    poems[shown].hidden = false;
  });
  button.hidden = poems.length < 2;
}

document.addEventListener("DOMContentLoaded", () => {
  const whereThereIs = (selector, act) => {
    const found = document.querySelector(selector);
    if (found) act(found);
  };
  whereThereIs(".door", () => {
    const chinese = navigator.languages.find((each) => /^(zh|en)/.test(each))?.startsWith("zh");
    location.replace(`${chinese ? "zh" : "en"}/index.html`);
  });
  whereThereIs(".theme", offerTheme);
  whereThereIs(".unfold", offerUnfolding);
  whereThereIs("main", mindScrolling);
  whereThereIs(".language", keepPlace);
  whereThereIs(".another", turnPoems);
  if (matchMedia("(max-width: 52rem)").matches) whereThereIs(".side details", (box) => (box.open = false));
  const sought = new URLSearchParams(location.search).get("find");
  if (sought) whereThereIs("main", (main) => markFound(main, sought));
  addEventListener("beforeprint", () => {
    for (const fold of document.querySelectorAll("details.go-on")) fold.open = true;
  });
});
