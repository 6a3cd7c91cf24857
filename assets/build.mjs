// Builds styles, fonts, icon and browser code into dist/. Run through build.py, or: npm ci && node build.mjs
import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import path from "node:path";
import * as sass from "sass";

const here = path.dirname(fileURLToPath(import.meta.url));
const dist = path.join(here, "dist");
const modules = path.join(here, "node_modules");

await rm(dist, { recursive: true, force: true });
await mkdir(path.join(dist, "fonts"), { recursive: true });

const styles = sass.compile(path.join(here, "scss", "sso.scss"), {
  loadPaths: [modules],
  style: "compressed",
  quietDeps: true,
});
await writeFile(path.join(dist, "sso.css"), styles.css);

for (const script of ["thai", "latin"]) {
  for (const weight of [400, 600, 700]) {
    const name = `sarabun-${script}-${weight}-normal.woff2`;
    await cp(path.join(modules, "@fontsource", "sarabun", "files", name), path.join(dist, "fonts", name));
  }
}

// The note about a source map would point to a file that is not shipped.
const govuk = await readFile(path.join(modules, "govuk-frontend", "dist", "govuk", "govuk-frontend.min.js"), "utf8");
await writeFile(path.join(dist, "govuk-frontend.min.js"), govuk.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n"));
for (const script of ["sso.js", "passkey.js"]) await cp(path.join(here, "js", script), path.join(dist, script));
await cp(path.join(here, "..", "sso_core", "ui", "icons", "mark.svg"), path.join(dist, "icon.svg"));
await cp(path.join(here, "..", "sso_core", "ui", "icons"), path.join(dist, "icons"), { recursive: true });
