"""The page's half of `sliders`: its script, its look and its words; nothing is fetched from outside.

The script builds elements and sets their text, so that no name becomes markup. A slider counts
whole places; what it stands for is worked out in whole numbers, so that no binary float travels.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from thidua_scoring.errors import Lang

WORDS: Final[Mapping[Lang, Mapping[str, str]]] = {
    "vi": {
        "figures": "Thử thay đổi số liệu",
        "reset": "Trở lại số liệu gốc",
        "slider": "thanh kéo",
        "unknown": "chưa có số liệu",
        "yes": "có",
        "waiting": "Đang chấm lại…",
    },
    "en": {
        "figures": "Try other figures",
        "reset": "Back to the evidence",
        "slider": "slider",
        "unknown": "not known",
        "yes": "yes",
        "waiting": "Scoring…",
    },
}

ESM: Final = r"""
function make(tag, props, ...inside) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(props ?? {})) {
    if (name in made) made[name] = value; else made.setAttribute(name, value);
  }
  made.append(...inside);
  return made;
}

// The figure at a place of a slider, as decimal text: whole numbers only, never a float.
export function textAt(control, place) {
  const whole = BigInt(control.least) + BigInt(place) * BigInt(control.step);
  const digits = (whole < 0n ? -whole : whole).toString().padStart(control.places + 1, "0");
  const at = digits.length - control.places;
  const part = digits.slice(at).replace(/0+$/, "");
  return (whole < 0n ? "-" : "") + digits.slice(0, at) + (part ? "." + part : "");
}

// The place of a slider that is nearest below a figure; the box keeps the figure itself.
export function placeOf(control, text) {
  const found = /^([+-]?)([0-9]+)(?:[.]([0-9]+))?$/.exec(text);
  if (!found) return 0;
  const part = (found[3] ?? "").padEnd(control.places, "0").slice(0, control.places);
  const whole = BigInt(found[1] + found[2] + part) - BigInt(control.least);
  const place = whole / BigInt(control.step);
  const most = BigInt(control.count);
  return Number(place < 0n ? 0n : place > most ? most : place);
}

// Between decimal text and how people of the language write it.
const localised = (text, lang) => lang === "vi" ? text.replace(".", ",") : text;
const decimal = (text, lang) => lang === "vi"
  ? text.trim().replaceAll(".", "").replace(",", ".") : text.trim().replaceAll(",", "");

function choice(model, control, id, set, send) {
  if (control.kind === "yes-no") {
    const now = set ?? control.value;
    const box = make("input", { type: "checkbox", id, checked: now === true });
    box.indeterminate = now === "";
    box.addEventListener("change", () => send(control.key, box.checked));
    return [box];
  }
  if (control.kind === "level") {
    const empty = make("option", { value: "", disabled: true }, model.get("words").unknown);
    const levels = control.levels.map((each) => make("option", { value: each }, each));
    const list = make("select", { id }, empty, ...levels);
    list.value = set ?? control.value;
    list.addEventListener("change", () => send(control.key, list.value));
    return [list];
  }
  return null;
}

function figure(model, control, id, set, send) {
  const words = model.get("words"), lang = model.get("lang");
  const date = control.kind === "date";
  const original = date ? control.value : localised(control.value, lang);
  const box = make("input", { id, type: date ? "date" : "text", autocomplete: "off",
    inputmode: date ? "none" : "decimal", placeholder: words.unknown,
    value: set ?? original });
  const parts = [box];
  let slider = null;
  if (control.count > 0) {
    slider = make("input", { type: "range", min: 0, max: control.count, step: 1,
      "aria-label": control.title + " (" + words.slider + ")" });
    slider.value = String(placeOf(control, decimal(box.value, lang)));
    const tell = () => slider.setAttribute("aria-valuetext", box.value + " " + control.unit);
    tell();
    slider.addEventListener("input", () => {
      box.value = localised(textAt(control, slider.value), lang);
      tell();
    });
    slider.addEventListener("change", () => send(control.key, box.value));
    parts.unshift(slider);
  }
  box.addEventListener("change", () => {
    const given = box.value.trim();
    if (given === "") box.value = original;
    if (slider) slider.value = String(placeOf(control, decimal(box.value, lang)));
    send(control.key, given === "" ? null : given);
  });
  if (control.unit) parts.push(make("span", {}, control.unit));
  return parts;
}

function result(model) {
  const given = model.get("result");
  const head = make("tr", {}, ...given.headings.map((each) => make("th", { scope: "col" }, each)));
  const rows = given.rows.map((row, n) => make("tr",
    { className: given.marked.includes(n) ? "marked" : "" },
    ...row.map((cell, m) => m ? make("td", { className: "figure" }, cell)
                              : make("th", { scope: "row" }, cell))));
  return [make("table", {}, make("caption", {}, given.title), make("thead", {}, head),
    make("tbody", {}, ...rows)), ...given.notes.map((each) => make("p", {}, each))];
}

let widgets = 0;

function render({ model, el }) {
  const words = model.get("words"), own = "thidua-" + (++widgets);
  const out = make("div", { className: "result", "aria-live": "polite" });
  const faults = make("ul", { className: "faults", role: "alert" });
  const send = (key, value) => {
    const asked = { ...model.get("asked") };
    if (value === null) delete asked[key]; else asked[key] = value;
    out.setAttribute("aria-busy", "true");
    model.set("asked", asked);
    model.save_changes();
  };
  const fields = make("fieldset", {});
  const fill = () => {
    fields.replaceChildren(make("legend", {}, words.figures));
    let group = null;
    model.get("controls").forEach((control, n) => {
      if (control.group !== group) fields.append(make("h4", {}, group = control.group));
      const id = own + "-" + n, set = model.get("asked")[control.key];
      const parts = choice(model, control, id, set, send)
        ?? figure(model, control, id, set, send);
      fields.append(make("div", { className: "figure-row" },
        make("label", { htmlFor: id }, control.title), make("div", {}, ...parts)));
    });
    const reset = make("button", { type: "button" }, words.reset);
    reset.addEventListener("click", () => { model.set("asked", {}); model.save_changes(); fill(); });
    fields.append(reset);
  };
  const tell = () => {
    faults.replaceChildren(...model.get("faults").map((each) => make("li", {}, each)));
    out.replaceChildren(...result(model));
    out.removeAttribute("aria-busy");
  };
  fill();
  tell();
  model.on("change:result", tell);
  model.on("change:faults", tell);
  el.classList.add("thidua-sliders");
  el.setAttribute("lang", model.get("lang"));
  el.replaceChildren(fields, faults, out);
  return () => { model.off("change:result", tell); model.off("change:faults", tell); };
}

export default { render };
"""

LOOK: Final = """
.thidua-sliders{font-family:system-ui,'Segoe UI',Roboto,'Noto Sans',Arial,sans-serif;font-size:14px;
  color:#1a1a1a;background:#fff;color-scheme:light;display:flex;flex-wrap:wrap;gap:1em 2em;
  line-height:1.4;padding:.4em}
.thidua-sliders fieldset{border:1px solid #bbb;border-radius:4px;flex:1 1 24em;min-width:0;
  padding:.4em 1em 1em;margin:0;max-height:36em;overflow-y:auto}
.thidua-sliders legend{font-weight:600}
.thidua-sliders h4{margin:.9em 0 .2em;font-size:.9em;color:#444}
.thidua-sliders h4:empty{display:none}
.thidua-sliders .figure-row{display:grid;grid-template-columns:minmax(8em,1fr) minmax(12em,1.2fr);
  gap:.2em 1em;align-items:center;padding:.2em 0}
.thidua-sliders .figure-row>div{display:flex;gap:.5em;align-items:center;min-width:0}
.thidua-sliders input[type=range]{flex:1 1 4em;min-width:4em;min-height:24px}
.thidua-sliders input[type=text]{width:6em;text-align:right;font:inherit;min-height:24px}
.thidua-sliders input[type=checkbox]{width:20px;height:20px}
.thidua-sliders select,.thidua-sliders input[type=date],.thidua-sliders button{font:inherit;min-height:28px}
.thidua-sliders button{margin-top:.8em}
.thidua-sliders :focus-visible{outline:2px solid #0072b2;outline-offset:1px}
.thidua-sliders .result{flex:1 1 22em;min-width:0;overflow-x:auto}
.thidua-sliders .result[aria-busy=true]{opacity:.55}
.thidua-sliders .faults{flex-basis:100%;order:3;color:#a33000;margin:0}
.thidua-sliders .faults:empty{display:none}
.thidua-sliders table{border-collapse:collapse}
.thidua-sliders caption{text-align:left;font-weight:600;padding-bottom:.4em}
.thidua-sliders th,.thidua-sliders td{padding:.25em .7em;border-bottom:1px solid #ddd;text-align:left;
  vertical-align:top;font-weight:400}
.thidua-sliders thead th{border-bottom:2px solid #444;font-weight:600}
.thidua-sliders td.figure{text-align:right;font-variant-numeric:tabular-nums}
.thidua-sliders .marked th,.thidua-sliders .marked td{font-weight:600;background:#f0f0f0}
.thidua-sliders p{font-size:.85em;color:#444}
@media(max-width:480px){.thidua-sliders .figure-row{grid-template-columns:1fr}}
"""
