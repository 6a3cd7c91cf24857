// Small comforts on top of pages that work without any of this.
import { createAll, Button, ErrorSummary, PasswordInput, SkipLink } from "./govuk-frontend.min.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, PasswordInput, SkipLink]) createAll(component);

// Menu on a phone: Escape closes it and gives the focus back.
for (const menu of document.querySelectorAll("details.navm")) {
  menu.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && menu.open) {
      menu.open = false;
      menu.querySelector("summary").focus();
    }
  });
}

// Document viewer: zoom and turn by classes, since pages carry no inline style.
const ZOOMS = [100, 125, 150, 200, 300];
for (const viewer of document.querySelectorAll("[data-viewer]")) {
  const image = viewer.querySelector(".viewer__paper img");
  const tools = viewer.querySelector(".viewer__tools");
  if (!image || !tools) continue;
  tools.hidden = false;
  let zoom = 0;
  let turn = 0;
  const draw = () => {
    image.className = [zoom ? `zoom-${ZOOMS[zoom]}` : "", turn ? `turn-${turn}` : ""].join(" ").trim();
  };
  for (const button of tools.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => {
      zoom = Math.min(Math.max(zoom + Number(button.dataset.zoom), 0), ZOOMS.length - 1);
      draw();
    });
  }
  tools.querySelector("[data-turn]").addEventListener("click", () => {
    turn = (turn + 90) % 360;
    draw();
  });
}

// A chosen photo is shown before it is sent.
for (const input of document.querySelectorAll("input[type=file]")) {
  input.addEventListener("change", () => {
    input.parentElement.querySelector(".preview")?.remove();
    const file = input.files[0];
    if (!file || !file.type.startsWith("image/")) return;
    const reader = new FileReader();
    reader.addEventListener("load", () => {
      const picture = document.createElement("img");
      picture.className = "preview";
      picture.alt = file.name;
      picture.src = reader.result;
      input.after(picture);
    });
    reader.readAsDataURL(file);
  });
}

// Tick every row of a list.
for (const all of document.querySelectorAll("[data-tick-all]")) {
  all.addEventListener("change", () => {
    for (const tick of all.closest("form, table").querySelectorAll("input.tick")) tick.checked = all.checked;
  });
}

// A part that changes by itself is fetched again while the page is looked at: <div id="…" data-live="5">.
for (const part of document.querySelectorAll("[data-live]")) {
  const seconds = Math.max(Number(part.dataset.live) || 5, 2);
  const again = async () => {
    const now = document.getElementById(part.id);
    if (!now || !("live" in now.dataset)) return;
    if (!document.hidden) {
      try {
        const answer = await fetch(location.href, { headers: { "X-Requested-With": "fetch" } });
        if (answer.ok) {
          const page = new DOMParser().parseFromString(await answer.text(), "text/html");
          const fresh = page.getElementById(part.id);
          if (fresh) now.replaceWith(document.importNode(fresh, true));
        }
      } catch {
        // Not reachable just now: the page keeps what it shows, and asks again.
      }
    }
    setTimeout(again, seconds * 1000);
  };
  setTimeout(again, seconds * 1000);
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
