// A copy of words in this browser, with the time of typing. In a private window there is none: the server has them.
export const store = {
  get: (name) => { try { return JSON.parse(localStorage.getItem(name)); } catch { return null; } },
  set: (name, text) => { try { localStorage.setItem(name, JSON.stringify({ text, at: Date.now() })); } catch { /* none */ } },
  drop: (name) => { try { localStorage.removeItem(name); } catch { /* none */ } },
};
