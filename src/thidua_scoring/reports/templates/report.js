"use strict";
(() => {
  document.documentElement.classList.add("live");
  const [thousands, sign] = document.documentElement.lang === "vi" ? [/\./g, ","] : [/,/g, "."];
  // Whole numbers of a billionth, so that figures are compared as exactly as they are shown.
  const number = (text) => {
    const found = /^[-−]?\d[\d.,]*/.exec(text.trim());
    if (!found) return null;
    const [whole, part = ""] = found[0].replace("−", "-").replace(thousands, "").split(sign);
    return /^-?\d+$/.test(whole) ? BigInt(whole + part.replace(/\D/g, "").slice(0, 9).padEnd(9, "0")) : null;
  };
  const compare = (one, other) => {
    const [a, b] = [number(one), number(other)];
    if (a !== null && b !== null) return a < b ? -1 : a > b ? 1 : 0;
    if (a !== null || b !== null) return a !== null ? -1 : 1;
    return one.localeCompare(other, document.documentElement.lang);
  };
  for (const table of document.querySelectorAll("table.sortable")) {
    const order = [...table.tBodies[0].rows];
    const copies = [...(table.closest(".points")?.querySelectorAll(".paper") ?? [])].map(({ tBodies: [body] }) => [body, [...body.rows]]);
    table.querySelectorAll("thead th").forEach((head, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.textContent = head.textContent;
      head.replaceChildren(button);
      button.addEventListener("click", () => {
        const down = head.getAttribute("aria-sort") === "ascending";
        table.querySelectorAll("thead th").forEach((each) => each.removeAttribute("aria-sort"));
        head.setAttribute("aria-sort", down ? "descending" : "ascending");
        const rows = [...table.tBodies[0].rows];
        rows.sort((a, b) => compare(a.cells[index].textContent, b.cells[index].textContent));
        table.tBodies[0].append(...(down ? rows.reverse() : rows));
        // What is printed of a wide table are copies, in the order that is seen.
        for (const [body, copied] of copies) body.append(...rows.map((row) => copied[order.indexOf(row)]));
      });
    });
  }
  // Browsers of some age do not open what a link leads into.
  const reveal = () => {
    const target = document.getElementById(location.hash.slice(1));
    const details = target?.closest("details");
    if (!details || details.open) return;
    details.open = true;
    target.scrollIntoView();
  };
  window.addEventListener("hashchange", reveal);
  reveal();
  const filter = document.querySelector(".filter input");
  if (filter) {
    filter.addEventListener("input", () => {
      const asked = filter.value.normalize("NFC").toLocaleLowerCase();
      for (const row of document.querySelectorAll("table.filtered tbody tr")) {
        row.hidden = !row.textContent.normalize("NFC").toLocaleLowerCase().includes(asked);
      }
    });
  }
})();
