// Full-text search, in the page: `index.js` holds [page, place, lesson, heading, words].
const MOST = 40;
const BEFORE = 40;
const AFTER = 130;
const plain = (text) => text.normalize("NFKC").toLowerCase();
const passages = window.courseIndex.map(([page, place, lesson, heading, words]) => ({
  page, place, lesson, heading, words,
  inLesson: plain(lesson), inHeading: plain(heading), inWords: plain(words),
}));

// Words of letters are found where a word begins; Chinese anywhere. A run of Chinese
// that nowhere stands as it is falls into its pairs of characters.
function termsOf(question) {
  const found = plain(question).match(/\p{Script=Han}+|[^\s\p{Script=Han}]+/gu) ?? [];
  return [...new Set(found.flatMap((word) => {
    if (!/\p{Script=Han}/u.test(word)) return [stem(word)];
    if (word.length < 3 || passages.some((each) => each.inWords.includes(word))) return [word];
    return [...word].slice(1).map((character, at) => [...word][at] + character);
  }))].filter(Boolean);
}

function stem(word) {
  return /^[a-z]{4,}s$/.test(word) && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

function placesIn(text, term) {
  const places = [];
  const latin = /^[\p{L}\p{N}_]/u.test(term) && !/\p{Script=Han}/u.test(term);
  for (let at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + term.length)) {
    if (!latin || at === 0 || !/[a-z0-9]/.test(text[at - 1])) places.push(at);
  }
  return places;
}

// After BM25: rare words count more, a word that is repeated counts less each time; a
// heading counts more than text.
function rank(question) {
  const terms = termsOf(question);
  const counted = passages.map((passage) => ({
    passage,
    counts: terms.map((term) =>
      placesIn(passage.inWords, term).length
      + 4 * placesIn(passage.inHeading, term).length
      + 2 * placesIn(passage.inLesson, term).length),
  }));
  const rarity = terms.map((_, at) => {
    const having = counted.filter((each) => each.counts[at]).length;
    return Math.log(1 + (passages.length - having + 0.5) / (having + 0.5));
  });
  const found = counted.filter((each) => each.counts.some(Boolean));
  const whole = found.filter((each) => each.counts.every(Boolean));
  const scored = (whole.length ? whole : found).map(({ passage, counts }) => ({
    passage,
    score: counts.reduce((sum, count, at) => sum + rarity[at] * count / (count + 1.5), 0),
  }));
  return { terms, found: scored.sort((one, other) => other.score - one.score) };
}

function firstPlace(passage, terms) {
  const places = terms.flatMap((term) => placesIn(passage.inWords, term).slice(0, 1));
  return places.length ? Math.min(...places) : 0;
}

function excerpt(passage, terms) {
  const shown = document.createElement("p");
  const from = Math.max(0, firstPlace(passage, terms) - BEFORE);
  const words = passage.words.slice(from, from + BEFORE + AFTER);
  const low = plain(words);
  let at = 0;
  if (from) shown.append("… ");
  while (low.length === words.length && at < words.length) {
    const next = terms
      .map((term) => [placesIn(low, term).find((place) => place >= at) ?? Infinity, term])
      .sort((one, other) => one[0] - other[0])[0];
    if (!next || next[0] === Infinity) break;
    const mark = document.createElement("mark");
    mark.textContent = words.slice(next[0], next[0] + next[1].length);
    shown.append(words.slice(at, next[0]), mark);
    at = next[0] + next[1].length;
  }
  shown.append(words.slice(at));
  if (from + BEFORE + AFTER < passage.words.length) shown.append(" …");
  return shown;
}

function item(passage, terms) {
  const made = document.createElement("li");
  const link = document.createElement("a");
  const sought = terms.find((term) => placesIn(passage.inWords, term).length) ?? "";
  link.href = `${passage.page}.html?find=${encodeURIComponent(sought)}#${passage.place}`;
  link.textContent = passage.heading;
  const lesson = document.createElement("p");
  lesson.className = "kind";
  lesson.textContent = passage.lesson;
  made.append(lesson, link, excerpt(passage, terms));
  return made;
}

const main = document.querySelector("main");
const ask = document.getElementById("ask");
const count = document.querySelector(".count");
const results = document.querySelector(".results");

function answer() {
  const question = ask.value.trim();
  const { terms, found } = rank(question);
  results.replaceChildren(...found.slice(0, MOST).map(({ passage }) => item(passage, terms)));
  const pages = new Set(found.map(({ passage }) => passage.page)).size;
  const told = main.dataset.found.replace("{passages}", found.length).replace("{pages}", pages);
  count.textContent = !question ? main.dataset.ask : found.length ? told : main.dataset.nothing;
}

ask.value = new URLSearchParams(location.search).get("q") ?? "";
ask.addEventListener("input", () => {
  history.replaceState(null, "", `?q=${encodeURIComponent(ask.value)}`);
  answer();
});
ask.form.addEventListener("submit", (event) => event.preventDefault());
if (!ask.value) ask.focus();
answer();
