"use strict";
(() => {
  const cards = JSON.parse(document.getElementById("cards").textContent);
  const at = (id) => document.getElementById(id);
  const GRADES = ["优", "良", "中", "差", "不评", "没有评成"];
  const VERDICTS = [["verified", "已核实"], ["consistent", "自洽"], ["contradicted", "不符"], ["unsupported", "无依据"]];
  let grade = "", shown = [], current = -1, stop = -1;

  // --- small things -------------------------------------------------------------------------------------------------

  function make(tag, look, text) {
    const element = document.createElement(tag);
    if (look) element.className = look;
    if (text !== undefined) element.textContent = text;
    return element;
  }

  function badge(card) {
    const place = Math.min(GRADES.indexOf(card.grade), 4) + 1;
    const element = make("span", `grade g${place}`, card.grade === "没有评成" ? "未成" : card.grade);
    if (card.points !== null) element.append(make("small", "", card.points.toFixed(1)));
    return element;
  }

  const objections = (card) => (card.counts.contradicted || 0) + (card.counts.unsupported || 0);

  function options(select, all, names) {
    select.replaceChildren(new Option(all, ""), ...names.map(([name, count]) => new Option(`${name}（${count}）`, name)));
  }

  function counted(values) {
    const found = new Map();
    for (const value of values) found.set(value, (found.get(value) || 0) + 1);
    return [...found].sort((a, b) => a[0].localeCompare(b[0], "zh"));
  }

  // --- which drafts, in which order ---------------------------------------------------------------------------------

  // What cases are told apart by besides their unit: who wrote them, or which slip they are known to have.
  const kind = (card) => card.about["已知差错"] ? `差错：${card.about["已知差错"]}` : card.writer;

  const ORDERS = {
    given: () => 0,
    low: (a, b) => (cards[a].points ?? 999) - (cards[b].points ?? 999),
    high: (a, b) => (cards[b].points ?? -1) - (cards[a].points ?? -1),
    unit: (a, b) => `${cards[a].unit}${cards[a].year}`.localeCompare(`${cards[b].unit}${cards[b].year}`, "zh"),
    objections: (a, b) => objections(cards[b]) - objections(cards[a]),
  };

  function chosen(card) {
    const words = at("search").value.trim();
    return (!grade || card.grade === grade) && (!at("unit").value || card.unit === at("unit").value)
      && (!at("about").value || kind(card) === at("about").value)
      && (!words || `${card.name} ${card.file} ${card.unit} ${card.year} ${card.writer}`.includes(words));
  }

  function list() {
    const order = ORDERS[at("order").value];
    shown = [...cards.keys()].filter((index) => chosen(cards[index])).sort((a, b) => order(a, b) || a - b);
    at("count").textContent = shown.length === cards.length ? `共 ${cards.length} 份` : `${shown.length} 份（共 ${cards.length} 份）`;
    at("list").replaceChildren(...shown.map(entry));
    if (!shown.includes(current)) open(shown.length ? shown[0] : -1);
    else mark();
  }

  function entry(index) {
    const card = cards[index], item = make("li"), button = make("button");
    button.type = "button";
    button.dataset.index = index;
    button.title = card.name;
    const known = card.about["已知差错"] && card.about["已知差错"] !== "没有" ? ` · ${card.about["已知差错"]}` : "";
    button.append(badge(card), make("span", "name", card.unit === "不详" ? card.file : `${card.unit} ${card.year}`),
      make("small", "", `${card.writer ? `${card.writer} · ` : ""}${card.file}${known}`));
    item.append(button);
    return item;
  }

  function mark() {
    for (const old of at("list").querySelectorAll("[aria-current]")) old.removeAttribute("aria-current");
    const button = at("list").querySelector(`[data-index="${current}"]`);
    if (button) {
      button.setAttribute("aria-current", "true");
      button.scrollIntoView({ block: "nearest" });
    }
    const place = shown.indexOf(current);
    at("place").textContent = place < 0 ? "" : `第 ${place + 1} 份，共 ${shown.length} 份`;
    at("before").disabled = place <= 0;
    at("after").disabled = place < 0 || place === shown.length - 1;
  }

  // --- one draft, or two side by side -------------------------------------------------------------------------------

  const fellows = (index) => cards[index].set
    ? [...cards.keys()].filter((other) => other !== index && cards[other].set === cards[index].set) : [];

  function open(index) {
    current = index;
    const others = index < 0 ? [] : fellows(index);
    at("beside-label").hidden = !others.length;
    at("other").replaceChildren(...others.map((other) => new Option(`${cards[other].writer} ${cards[other].file}`, other)));
    show();
    mark();
    if (index >= 0) history.replaceState(null, "", `#${index + 1}`);
    at("main").scrollTop = 0;
  }

  function show() {
    const two = at("beside").checked && !at("beside-label").hidden;
    at("panels").classList.toggle("two", two);
    at("other").hidden = !at("beside").checked;
    const panels = current < 0 ? [make("p", "note", "没有这样的稿子")] : [panel(current)];
    if (two) panels.push(panel(Number(at("other").value)));
    at("panels").replaceChildren(...panels);
    at("reason").hidden = true;
    stop = -1;
  }

  function panel(index) {
    const card = cards[index], element = make("article", "panel"), head = make("header");
    const names = make("div");
    names.append(make("h2", "title", card.unit === "不详" ? card.file : `${card.unit}${card.year}年度　${card.writer}`),
      make("p", "where", `${card.file}　${card.name}`));
    head.append(badge(card), names);
    element.append(head);
    if (card.why) element.append(make("p", card.grade === "不评" ? "why none" : "why", card.why));
    element.append(parts(card), counts(card));
    const details = make("div");
    // Written by this program, every word of a draft escaped in it.
    details.innerHTML = JSON.parse(at(`details-${index}`).textContent);
    element.append(details);
    return element;
  }

  function parts(card) {
    const element = make("div", "parts");
    for (const [name, reached, possible] of card.parts) {
      const part = make("div", reached < possible * 0.6 ? "low" : "", name), bar = make("i");
      part.append(make("span", "", `${reached.toFixed(1)}/${possible}`), bar);
      bar.style.setProperty("--share", possible ? reached / possible : 0);
      element.append(part);
    }
    return element;
  }

  function counts(card) {
    const element = make("ul", "counts");
    for (const [name, label] of VERDICTS) {
      if (card.counts[name] === undefined) continue;
      const item = make("li"), look = make("span", "", label);
      look.dataset.verdict = name;
      item.append(look, make("b", "", card.counts[name]));
      element.append(item);
    }
    return element;
  }

  // --- reasons ------------------------------------------------------------------------------------------------------

  function tell(target) {
    const words = target && target.closest ? target.closest("[data-reason]") : null;
    const box = at("reason");
    box.hidden = !words;
    if (!words) return;
    box.textContent = words.dataset.reason;
    const place = words.getBoundingClientRect(), size = box.getBoundingClientRect();
    const above = place.bottom + size.height + 12 > innerHeight;
    box.style.left = `${Math.max(8, Math.min(place.left, innerWidth - size.width - 8))}px`;
    box.style.top = `${above ? Math.max(8, place.top - size.height - 8) : place.bottom + 8}px`;
  }

  function next() {
    const all = [...at("panels").querySelectorAll(".prose [data-mark]")];
    if (!all.length) return;
    stop = (stop + 1) % all.length;
    jump(all[stop]);
  }

  function jump(words) {
    for (const old of at("panels").querySelectorAll(".here")) old.classList.remove("here");
    words.classList.add("here");
    words.scrollIntoView({ block: "center" });
    words.focus({ preventScroll: true });
    tell(words);
  }

  // --- hands --------------------------------------------------------------------------------------------------------

  function step(by) {
    const place = shown.indexOf(current) + by;
    if (place >= 0 && place < shown.length) open(shown[place]);
  }

  function toggle(box) {
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change"));
  }

  function wide() {
    const closed = document.body.classList.toggle("closed");
    at("wide").firstChild.textContent = closed ? "展开目录 " : "收起目录 ";
  }

  const KEYS = {
    j: () => step(1), ArrowRight: () => step(1), k: () => step(-1), ArrowLeft: () => step(-1), n: next, l: wide,
    b: () => at("beside-label").hidden || toggle(at("beside")),
    "/": () => at("search").focus(), Escape: () => { at("reason").hidden = true; at("main").focus(); },
  };

  document.addEventListener("keydown", (event) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName) && event.target.type !== "checkbox";
    const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    if (event.ctrlKey || event.altKey || event.metaKey || !KEYS[key] || (typing && key !== "Escape")) return;
    event.preventDefault();
    KEYS[key]();
  });
  at("list").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button) open(Number(button.dataset.index));
  });
  at("panels").addEventListener("click", (event) => {
    const button = event.target.closest("[data-to]");
    if (!button) return;
    const words = button.closest(".panel").querySelector(`.prose [data-mark="${button.dataset.to}"]`);
    if (words) jump(words);
  });
  at("panels").addEventListener("mouseover", (event) => tell(event.target));
  at("panels").addEventListener("mouseleave", () => { at("reason").hidden = true; });
  at("panels").addEventListener("focusin", (event) => tell(event.target));
  at("panels").addEventListener("focusout", () => { at("reason").hidden = true; });
  // What the keyboard stands on keeps its reason beside it; what the pointer left behind does not.
  at("main").addEventListener("scroll", () => tell(document.activeElement));
  at("before").addEventListener("click", () => step(-1));
  at("after").addEventListener("click", () => step(1));
  at("wide").addEventListener("click", wide);
  at("beside").addEventListener("change", show);
  at("other").addEventListener("change", show);
  at("order").addEventListener("change", () => { current = -1; list(); });
  for (const id of ["unit", "about"]) at(id).addEventListener("change", list);
  at("search").addEventListener("input", list);

  const found = new Map(counted(cards.map((card) => card.grade)));
  const names = ["", ...GRADES.filter((name) => found.has(name))];
  document.querySelector(".grades").append(...names.map((name) => {
    const button = make("button", "", name || "全部");
    button.type = "button";
    button.setAttribute("aria-pressed", String(!name));
    button.append(make("b", "", name ? found.get(name) : cards.length));
    button.addEventListener("click", () => {
      grade = name;
      for (const each of button.parentElement.children) each.setAttribute("aria-pressed", String(each === button));
      list();
    });
    return button;
  }));
  options(at("unit"), "全部", counted(cards.map((card) => card.unit)));
  const kinds = counted(cards.map(kind).filter(Boolean));
  options(at("about"), "全部", kinds);
  at("about-label").hidden = kinds.length < 2;
  const asked = Number(location.hash.slice(1)) - 1;
  current = asked in cards ? asked : 0;
  list();
  open(current);
})();
