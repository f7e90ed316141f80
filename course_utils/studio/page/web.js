// The page of `course studio`: it keeps a model equal to the `Studio` that serves it.

const { default: studio } = await import(`./studio.js${location.search}`);

/** What anywidget gives to `render`: traits, their changes, messages. */
class Model {
  #state;
  #unsaved = {};
  #listeners = new Map();
  #socket;

  constructor(state, socket) {
    this.#state = state;
    this.#socket = socket;
  }
  get(name) {
    return this.#state[name];
  }
  set(name, value) {
    this.#unsaved[name] = value;
    this.receive({ [name]: value });
  }
  save_changes() {
    this.#socket.send(JSON.stringify({ state: this.#unsaved }));
    this.#unsaved = {};
  }
  send(content) {
    this.#socket.send(JSON.stringify({ content }));
  }
  receive(changes) {
    Object.assign(this.#state, changes);
    memory.write(this.#state);
    for (const name of Object.keys(changes)) {
      this.#listeners.get(`change:${name}`)?.forEach((react) => react());
    }
  }
  on(event, react) {
    if (!this.#listeners.has(event)) this.#listeners.set(event, new Set());
    this.#listeners.get(event).add(react);
  }
  off(event, react) {
    this.#listeners.get(event)?.delete(react);
  }
}

const REFUSED = 1008; // how a WebSocket says that something was not to be understood

// What a visitor asked for, was shown and kept comes back when the page is loaded anew.
const memory = {
  key: `course-studio-1-${document.documentElement.lang}`,
  read() {
    try {
      return JSON.parse(localStorage.getItem(this.key));
    } catch {
      return null; // no storage, or not ours
    }
  },
  forget() {
    localStorage.removeItem(this.key);
  },
  write({ words, busy, progress, message, ...lasting }) {
    try {
      localStorage.setItem(this.key, JSON.stringify(lasting));
    } catch {
      // no storage, or no room: the page goes on without
    }
  },
};

const main = document.querySelector("main");
const loading = document.getElementById("loading");
const notice = document.getElementById("notice");

function say(words) {
  notice.textContent = words;
  notice.hidden = false;
  loading.remove();
}

const address = new URL(`live${location.search}`, location);
address.protocol = "ws:";
const socket = new WebSocket(address);
let model = null;

socket.addEventListener("message", ({ data }) => {
  const { state, notice: words } = JSON.parse(data);
  if (words) {
    say(words);
  } else if (model) {
    model.receive(state);
  } else {
    const before = memory.read();
    model = new Model({ ...state, ...before }, socket);
    if (before) {
      const { cards, kept, ...wish } = before;
      model.send({ do: "restore", cards, kept, wish });
    }
    loading.remove();
    studio.render({ model, el: main });
  }
});
socket.addEventListener("close", ({ code }) => {
  if (code === REFUSED) memory.forget(); // else it would be refused again
  if (notice.hidden) say(notice.dataset.closed);
});
// A page that goes gives up its place before the next one asks for it.
addEventListener("beforeunload", () => socket.close());
addEventListener("pageshow", ({ persisted }) => persisted && location.reload());
