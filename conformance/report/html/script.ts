/**
 * What makes the page move: steps through calls, filters, copies. Without it everything can be read all the same.
 * It is the one script that the policy lets run, so that no text of an author ever can.
 */
export const script = `
"use strict";
(() => {
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];

  const hidden = (text) => {
    const span = document.createElement("span");
    span.className = "whose";
    span.textContent = text;
    return span;
  };
  const controls = document.querySelector("#controls");
  const numberOf = (panel) => panel.id.split("-c")[1];
  const startStepper = (stepper) => {
    stepper.prepend(controls.content.cloneNode(true));
    stepper.setAttribute("role", "group");
    stepper.setAttribute("aria-label", "The calls that show " + stepper.closest("[data-rule]").dataset.rule);
    const heads = all(".lane", stepper);
    const [links, panels, buttons] = [".lanes > a", ".panels > li", "[data-go]"].map((it) => all(it, stepper));
    const last = panels.length - 1;
    const where = stepper.querySelector(".where");
    let at = Number(stepper.dataset.at);
    const show = (to, spoken) => {
      at = Math.max(0, Math.min(last, to));
      panels.forEach((panel, index) => panel.classList.toggle("current", index === at));
      links.forEach((link, index) => {
        link.tabIndex = index === at ? 0 : -1;
        if (index === at) link.setAttribute("aria-current", "step");
        else link.removeAttribute("aria-current");
      });
      for (const button of buttons) {
        const none = /first|previous/.test(button.dataset.go) ? at === 0 : at === last;
        button.setAttribute("aria-disabled", String(none));
      }
      const call = "Call " + numberOf(panels[at]) + " of " + numberOf(panels[last]);
      where.textContent = call;
      if (!spoken) return;
      where.append(hidden(": " + panels[at].innerText.replace(/\\s+/g, " ")));
      links[at].scrollIntoView({ block: "nearest", inline: "nearest" });
    };
    if (heads.length > 1) {
      for (const link of links) {
        link.prepend(hidden(heads[parseInt(link.style.gridColumnStart) - 1].textContent + ": "));
      }
    }
    const places = {
      first: () => 0, previous: () => at - 1, next: () => at + 1, last: () => last,
    };
    for (const button of buttons) {
      button.addEventListener("click", () => show(places[button.dataset.go](), true));
    }
    links.forEach((link, index) => link.addEventListener("click", (event) => {
      event.preventDefault();
      show(index, true);
    }));
    const keys = { ArrowLeft: "previous", ArrowRight: "next", Home: "first", End: "last" };
    const laneKeys = { ...keys, ArrowUp: "previous", ArrowDown: "next" };
    stepper.addEventListener("keydown", (event) => {
      if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
      const inLanes = event.target.closest(".lanes") !== null;
      const place = (inLanes ? laneKeys : keys)[event.key];
      if (place === undefined) return;
      event.preventDefault();
      show(places[place](), true);
      if (inLanes) links[at].focus();
    });
    show(at, false);
  };

  const copied = async (text) => {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      // A page that was opened from a folder may have no clipboard.
      const field = document.createElement("textarea");
      field.value = text;
      field.className = "whose";
      field.setAttribute("aria-hidden", "true");
      document.body.append(field);
      field.select();
      const done = document.execCommand("copy");
      field.remove();
      return done;
    }
  };
  const startCopy = (replay) => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    button.textContent = "Copy";
    replay.querySelector("pre").before(button);
    button.addEventListener("click", () => copyFrom(button, replay.querySelector("code")));
  };
  const copyFrom = async (button, code) => {
    const done = await copied(code.textContent);
    button.focus();
    button.textContent = done ? "Copied" : "Selected: copy it";
    if (!done) getSelection().selectAllChildren(code);
    setTimeout(() => { button.textContent = "Copy"; }, 2000);
  };

  const form = document.querySelector(".filters");
  const names = ["text", "outcome", "level", "family"];
  const rules = all("[data-rule]").map((element) => ({
    element,
    isRow: element.localName === "li",
    outcome: element.dataset.outcome ?? "violated",
    level: element.dataset.level ?? "MUST",
    family: element.dataset.rule.split(".")[0],
    text: element.textContent.toLowerCase(),
  }));
  const applyFilters = () => {
    const wanted = Object.fromEntries(names.map((name) => [name, form.elements[name].value]));
    const words = wanted.text.toLowerCase().split(/\\s+/).filter(Boolean);
    const narrowed = names.some((name) => wanted[name].trim() !== "");
    let [shown, rows] = [0, 0];
    for (const rule of rules) {
      const fits = names.slice(1).every((name) => wanted[name] === "" || rule[name] === wanted[name]) &&
        words.every((word) => rule.text.includes(word));
      rule.element.hidden = !fits;
      if (!rule.isRow) continue;
      rows += 1;
      if (fits) shown += 1;
    }
    for (const group of all(".family, .causes")) {
      const any = group.querySelector("[data-rule]:not([hidden])") !== null;
      group.hidden = !any;
      if (group.localName === "details") group.open = narrowed && any;
    }
    form.querySelector(".found").textContent = narrowed ? shown + " of " + rows + " rules" : "";
  };
  const readHash = () => {
    const given = new URLSearchParams(location.hash.slice(1));
    if (location.hash !== "" && !names.some((name) => given.has(name))) return;
    for (const name of names) {
      const control = form.elements[name];
      control.value = given.get(name) ?? "";
      if (control.localName === "select" && control.selectedIndex === -1) control.value = "";
    }
    applyFilters();
  };
  const writeHash = () => {
    const set = names.map((name) => [name, form.elements[name].value]).filter(([, value]) => value !== "");
    const hash = String(new URLSearchParams(set));
    history.replaceState(null, "", hash === "" ? location.href.split("#")[0] : "#" + hash);
    applyFilters();
  };

  document.documentElement.classList.add("js");
  all(".stepper").forEach(startStepper);
  all(".replay").forEach(startCopy);
  if (form !== null) {
    form.addEventListener("submit", (event) => event.preventDefault());
    form.addEventListener("input", writeHash);
    addEventListener("hashchange", readHash);
    readHash();
  }
})();
`;

/** The hash of {@linkcode script}, by which the page knows it. */
const scriptHash = "sha256-kv2TThIbqzVHPpRk8jSVWJl3hqgBzvtjfn1QvPqbQxE=";

/** Nothing is fetched, and nothing runs but the one script. */
export const policy: string =
  `default-src 'none'; style-src 'unsafe-inline'; script-src '${scriptHash}'; base-uri 'none'; form-action 'none'`;
