// The studio's page: it shows the state of `studio.Studio`, and reports what is pressed.
// All text is set as text, never as HTML.

/** An element with attributes (`text`, `class`, `on...`, any other) and children. */
function make(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "text") node.textContent = value;
    else if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== false && value != null) node.setAttribute(name, value);
  }
  node.append(...children);
  return node;
}

let numIds = 0;
const newId = () => `studio-${++numIds}`;

// ---------------------------------------------------------------- what is asked for

const evenNumbers = [2, 4, 6, 8, 10, 12, 14, 16, 18, 20];

function labelled(text, control, kind = "") {
  control.id ||= newId();
  const label = make("label", { text, for: control.id });
  return make("div", { class: `field ${kind}` }, label, control);
}

function choice(options) {
  return make("select", {}, ...options.map(([text, value]) => make("option", { text, value })));
}

function checkbox(text) {
  const box = make("input", { type: "checkbox", id: newId() });
  return [box, make("div", { class: "check" }, box, make("label", { text, for: box.id }))];
}

/** 5 or 7: two radio buttons side by side. */
function formChoice(text) {
  const name = newId();
  const buttons = [5, 7].map((value) => make("input", { type: "radio", name, value, id: newId() }));
  const labels = buttons.flatMap((one) => [one, make("label", { text: one.value, for: one.id })]);
  const set = make("fieldset", { class: "field" }, make("legend", { text }), make("div", { class: "forms" }, ...labels));
  return [buttons, set];
}

/** The controls, with functions that read them and that show what the model holds. */
function controlPanel(model, words) {
  const head = make("input", { type: "text", autocomplete: "off", spellcheck: "false", enterkeyhint: "go" });
  const [forms, formSet] = formChoice(words.form);
  const lines = choice([[words.auto_lines, ""], ...evenNumbers.map((n) => [n, n])]);
  const script = choice([[words.as_typed, ""], [words.simplified, "simplified"], [words.traditional, "traditional"]]);
  const title = make("input", { type: "text", autocomplete: "off", spellcheck: "false", enterkeyhint: "go" });
  const mood = choice([[words.own_mood, ""], [words.glad, "glad"], [words.quiet, "quiet"],
    [words.sad, "sad"], [words.any, "any"]]);
  const count = choice([1, 2, 3, 5].map((n) => [n, n]));
  const [rhyme, rhymeBox] = checkbox(words.rhyme);
  const [tones, tonesBox] = checkbox(words.tones);
  const [readings, readingsBox] = checkbox(words.readings);
  const temperature = make("input", { type: "range", min: 0.2, max: 1.6, step: 0.1 });
  const degrees = make("span", { class: "degrees", "aria-hidden": "true" });
  const showDegrees = () => (degrees.textContent = Number(temperature.value).toFixed(1));
  temperature.addEventListener("input", showDegrees);
  const warmth = labelled(words.temperature, temperature, "warmth");
  warmth.append(degrees);

  const read = () => ({
    head: head.value,
    form: Number(forms.find((one) => one.checked).value),
    num_lines: lines.value ? Number(lines.value) : null,
    script: script.value || null,
    mood: mood.value || null,
    title: title.value.trim() || null,
    count: Number(count.value),
    rhyme: rhyme.checked,
    tones: tones.checked,
    temperature: Number(temperature.value),
  });
  const show = () => {
    head.value = model.get("head");
    forms.forEach((one) => (one.checked = Number(one.value) === model.get("form")));
    lines.value = model.get("num_lines") ?? "";
    script.value = model.get("script") ?? "";
    mood.value = model.get("mood") ?? "";
    title.value = model.get("title") ?? "";
    count.value = model.get("count");
    rhyme.checked = model.get("rhyme");
    tones.checked = model.get("tones");
    readings.checked = model.get("readings");
    temperature.value = model.get("temperature");
    showDegrees();
  };
  readings.addEventListener("change", () => {
    model.set("readings", readings.checked);
    model.save_changes();
  });
  const write = make("button", { type: "submit", class: "main", text: words.write });
  const stop = make("button", { type: "button", text: words.stop, onclick: () => model.send({ do: "stop" }) });
  const status = make("p", { class: "status", role: "status" });
  const node = make(
    "form",
    {
      onsubmit: (event) => {
        event.preventDefault();
        model.send({ do: "write", wish: read() });
      },
    },
    make("div", { class: "row first" }, labelled(words.head, head, "head"), formSet,
      labelled(words.lines, lines), labelled(words.script, script), warmth),
    make("div", { class: "row" }, labelled(words.title, title, "title"), labelled(words.mood, mood),
      rhymeBox, tonesBox, readingsBox),
    make("div", { class: "row act" }, labelled(words.count, count, "beside"), write, stop, status),
  );
  return { node, read, show, write, stop, status };
}

// ---------------------------------------------------------------- what is shown

const NARROW = 480; // px, as in studio.css

/** What else the model considered, beside the character that is pointed at. */
function optionPanel(root, words) {
  const panel = make("div", { class: "options", role: "tooltip", id: newId(), hidden: true });
  let shown = null;
  let leaving = 0;

  function bar(option, largest, kind) {
    const width = `width:${Math.max(2, (100 * option.share) / largest)}%`;
    const name = make("span", { class: "option", text: option.character, lang: "zh" });
    const share = make("span", { class: "share", text: option.percent });
    const note = make("span", { class: "note", text: option.note });
    const strip = make("span", { class: "strip" }, make("span", { style: width }));
    return make("div", { class: `bar ${kind}` }, name, strip, share, note);
  }
  /** Below the character; on a narrow page below or above the poem, if both can be in sight. */
  function place(character) {
    const [box, within] = [character.getBoundingClientRect(), root.getBoundingClientRect()];
    const room = root.clientWidth - panel.offsetWidth - 8;
    const left = box.left - within.left + box.width / 2 - panel.offsetWidth / 2;
    const poem = character.closest(".verse").getBoundingClientRect();
    const height = panel.offsetHeight + 6;
    const spared = root.clientWidth < NARROW && poem.height + height < innerHeight ? poem : box;
    const above = spared === poem && poem.bottom + height > innerHeight && poem.top > height;
    panel.style.left = `${Math.max(8, Math.min(left, room))}px`;
    panel.style.top = `${(above ? poem.top - height : spared.bottom + 6) - within.top}px`;
  }
  function show(character, cell) {
    clearTimeout(leaving);
    hide();
    shown = character;
    const largest = Math.max(cell.written.share, ...cell.others.map((one) => one.share));
    panel.replaceChildren(
      make("div", { class: "said", text: cell.label }),
      bar(cell.written, largest, "written"),
      make("div", { class: "also", text: words.also }),
      ...cell.others.map((one) => bar(one, largest, one.allowed ? "" : "refused")),
    );
    panel.hidden = false;
    character.setAttribute("aria-describedby", panel.id);
    place(character);
  }
  function hide() {
    shown?.removeAttribute("aria-describedby");
    shown = null;
    panel.hidden = true;
  }
  function leave() {
    clearTimeout(leaving);
    leaving = setTimeout(() => root.getRootNode().activeElement === shown || hide(), 150);
  }
  panel.addEventListener("pointerenter", () => clearTimeout(leaving));
  panel.addEventListener("pointerleave", leave);
  root.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && shown) {
      event.stopPropagation();
      hide();
    }
  });
  return { node: panel, show, hide, leave };
}

/** One character; the first of a poem is in the tab order, arrows lead to the others. */
function characterOf(cell, first, options) {
  const node = make(
    "button",
    {
      type: "button",
      class: `character${cell.head ? " head" : ""}${cell.rhymes ? " rhymes" : ""}`,
      tabindex: first ? 0 : -1,
      "aria-label": cell.label,
      onpointerenter: () => options.show(node, cell),
      onpointerleave: options.leave,
      onfocus: () => options.show(node, cell),
      onblur: options.hide,
    },
    make("span", { class: "han", text: cell.character, lang: "zh" }),
    make("span", { class: "pinyin", text: cell.pinyin, lang: "zh-Latn" }),
    make("span", { class: "tone", text: cell.tone }),
  );
  return node;
}

const STEPS = {
  ArrowRight: () => 1,
  ArrowLeft: () => -1,
  ArrowDown: (form) => form,
  ArrowUp: (form) => -form,
};

function moveWithin(verse, form, event) {
  const all = [...verse.querySelectorAll(".character")];
  const now = all.indexOf(event.target);
  const ends = { Home: 0, End: all.length - 1 };
  const next = all[ends[event.key] ?? now + (STEPS[event.key]?.(form) ?? NaN)];
  if (now < 0 || !next) return;
  event.preventDefault();
  all[now].tabIndex = -1;
  next.tabIndex = 0;
  next.focus();
}

// ---------------------------------------------------------------- what is taken away

async function copy(text, button, words) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without a secure address the page may only copy what is selected.
    const area = make("textarea", { class: "unseen" });
    area.value = text;
    button.after(area);
    area.select();
    document.execCommand("copy");
    area.remove();
    button.focus();
  }
  button.textContent = words.copied;
  setTimeout(() => (button.textContent = words.copy), 1600);
}

const PRINT = { paper: "#fbf9f4", ink: "#22303c", head: "#b34700", soft: "#5d6873" };
const CELL = 48; // px of a character
const PITCH = 72; // from one line to the next
const EDGE = 48;
const FINENESS = 2; // dots a px

/** A poem as a canvas; upright lines are read from top to bottom, the first at the right. */
function pictureOf(card, upright, serif) {
  const lines = card.text.split("\n").map((line) => [...line]);
  const rows = card.title ? [[...card.title], ...lines] : lines;
  const along = CELL * Math.max(...rows.map((row) => row.length));
  const across = PITCH * (rows.length - 1) + CELL;
  const [width, height] = (upright ? [across, along] : [along, across]).map((side) => side + 2 * EDGE);
  const canvas = make("canvas", { width: width * FINENESS, height: height * FINENESS });
  const pen = canvas.getContext("2d");
  pen.scale(FINENESS, FINENESS);
  pen.fillStyle = PRINT.paper;
  pen.fillRect(0, 0, width, height);
  Object.assign(pen, { textAlign: "center", textBaseline: "middle", font: `${CELL * 0.8}px ${serif}` });

  function write(character, row, column, colour) {
    const [down, on] = [EDGE + CELL / 2 + PITCH * row, EDGE + CELL * (column + 0.5)];
    const aside = upright && "，。".includes(character) ? CELL * 0.5 : 0; // its corner is another one
    pen.fillStyle = colour;
    if (upright) pen.fillText(character, width - down + aside, on - aside);
    else pen.fillText(character, on, down);
  }
  rows.forEach((row, r) => {
    const line = card.lines[r - (rows.length - lines.length)];
    const colour = (c) => (!line ? PRINT.soft : c === 0 && line.cells[0].head ? PRINT.head : PRINT.ink);
    row.forEach((character, c) => write(character, r, c, colour(c)));
  });
  return canvas;
}

/** Saves a poem as a PNG file that is called by its first line. */
function savePicture(card, upright, button) {
  const serif = getComputedStyle(button).getPropertyValue("--studio-serif");
  pictureOf(card, upright, serif).toBlob((picture) => {
    const href = URL.createObjectURL(picture);
    make("a", { href, download: `${card.text.split("\n")[0].slice(0, -1)}.png` }).click();
    setTimeout(() => URL.revokeObjectURL(href), 60_000);
  });
}

/** Buttons that hand a poem over: as text, as a picture, as one with upright lines. */
function takeAway(card, words) {
  const button = (kind, text, press) =>
    make("button", { type: "button", text, class: kind, onclick: (event) => press(event.currentTarget) });
  return [
    button("copy", words.copy, (node) => copy(card.text, node, words)),
    button("picture", words.picture, (node) => savePicture(card, false, node)),
    button("upright", words.upright, (node) => savePicture(card, true, node)),
  ];
}

// ---------------------------------------------------------------- poems

function cardOf(card, model, words, options) {
  const rows = card.lines.map((line, row) => {
    const characters = line.cells.map((cell, column) => characterOf(cell, !row && !column, options));
    characters.forEach((one, column) => one.style.setProperty("--n", row * card.form + column));
    const end = make("span", { class: "end", text: line.end, "aria-hidden": "true" });
    return make("div", { class: "line", role: "presentation" }, ...characters, end);
  });
  const verse = make("div", { class: "verse", role: "group", "aria-label": words.characters }, ...rows);
  verse.style.setProperty("--form", card.form);
  verse.addEventListener("keydown", (event) => moveWithin(verse, card.form, event));
  const keep = make("button", {
    type: "button", class: "keep", onclick: () => model.send({ do: "keep", id: card.id }),
  });
  const foot = make("div", { class: "foot" },
    make("p", { class: "facts", text: card.facts }),
    make("div", { class: "buttons" }, ...takeAway(card, words), keep));
  const note = card.note ? [make("p", { class: "gave-way", text: card.note })] : [];
  const node = make("article", { "aria-label": card.name }, verse, ...note, foot);
  return { node, keep };
}

function keptOf(card, model, words) {
  const drop = make("button", {
    type: "button", text: words.drop, onclick: () => model.send({ do: "keep", id: card.id }),
  });
  return make("li", {},
    make("p", { class: "kept-text", text: card.text, lang: "zh" }),
    make("div", { class: "buttons" }, ...takeAway(card, words), drop));
}

// ---------------------------------------------------------------- the whole

function render({ model, el }) {
  const words = model.get("words");
  const root = make("div", { class: "course-studio", lang: words.lang, "data-lm-suppress-shortcuts": "true" });
  const panel = controlPanel(model, words);
  const options = optionPanel(root, words);
  const problem = make("p", { class: "problem", role: "alert" });
  const heard = make("p", { class: "unseen", "aria-live": "polite" });
  const poems = make("section", { class: "poems", "aria-label": words.poems });
  const legend = make("p", { class: "legend", text: words.legend });
  const another = make("button", {
    type: "button", class: "another", text: words.another,
    onclick: () => model.send({ do: "another", wish: panel.read() }),
  });
  const title = make("h3");
  const list = make("ul");
  const kept = make("section", { class: "kept" }, title, list);
  const hint = make("p", { class: "hint", text: words.hint });
  root.append(panel.node, problem, heard, poems, hint, legend, another, kept, options.node);
  el.append(root);

  const cards = new Map();
  let settled = false; // poems that are there from the beginning are not announced

  function showPoems() {
    const now = model.get("cards");
    const ids = new Set(now.map((card) => card.id));
    for (const [id, card] of cards) {
      if (ids.has(id)) continue;
      card.node.remove();
      cards.delete(id);
    }
    for (const card of now) {
      if (cards.has(card.id)) continue;
      options.hide();
      cards.set(card.id, cardOf(card, model, words, options));
      poems.append(cards.get(card.id).node);
      if (settled) heard.textContent = card.heard;
    }
    hint.hidden = another.hidden = now.length === 0;
    showKept();
  }
  function showKept() {
    const now = model.get("kept");
    const ids = new Set(now.map((card) => card.id));
    for (const [id, { keep }] of cards) {
      keep.setAttribute("aria-pressed", ids.has(id));
      keep.textContent = ids.has(id) ? words.is_kept : words.keep;
    }
    kept.hidden = now.length === 0;
    title.textContent = `${words.favourites} (${now.length})`;
    list.replaceChildren(...now.map((card) => keptOf(card, model, words)));
  }
  function showWork() {
    const busy = model.get("busy");
    panel.write.disabled = another.disabled = busy;
    panel.stop.hidden = !busy;
    panel.status.textContent = model.get("progress");
    panel.status.classList.toggle("busy", busy);
    root.setAttribute("aria-busy", busy);
  }
  function showProblem() {
    problem.textContent = model.get("message");
    problem.hidden = !model.get("message");
  }
  function showReadings() {
    root.classList.toggle("with-readings", model.get("readings"));
  }

  const watched = [
    ["cards", showPoems], ["kept", showKept], ["busy", showWork], ["progress", showWork],
    ["message", showProblem], ["readings", showReadings],
    ...["head", "form", "num_lines", "script", "count", "rhyme", "tones", "readings", "temperature", "mood", "title"]
      .map((name) => [name, panel.show]),
  ];
  for (const [name, react] of watched) {
    model.on(`change:${name}`, react);
    react();
  }
  settled = true;
  return () => watched.forEach(([name, react]) => model.off(`change:${name}`, react));
}

export default { render };
