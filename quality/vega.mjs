// Compiles Vega-Lite specifications: `node vega.mjs FILE…`; a file that fails is named, and the exit status is 1.
import { readFileSync } from "node:fs";
import { parse, View } from "vega";
import { compile } from "vega-lite";

let failed = false;
for (const file of process.argv.slice(2)) {
  const told = [];
  const tell = (...words) => (told.push(words.join(" ")), logger);
  const logger = { level: () => logger, error: tell, warn: tell, info: () => logger, debug: () => logger };
  try {
    const made = compile(JSON.parse(readFileSync(file, "utf8")), { logger });
    await new View(parse(made.spec), { renderer: "none" }).runAsync();
  } catch (fault) {
    told.push(String(fault));
  }
  for (const line of told) console.log(`${file}: ${line}`);
  failed ||= told.length > 0;
}
process.exit(failed ? 1 : 0);
