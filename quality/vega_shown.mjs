// Draws a Vega-Lite specification and tells what is drawn, as JSON: `node vega_shown.mjs FILE`.
// `scales` has the domains of both axes, `marks` each kind of mark in the plot, group by group, with the places of its items.
import { readFileSync } from "node:fs";
import { parse, View } from "vega";
import { compile } from "vega-lite";

const made = compile(JSON.parse(readFileSync(process.argv[2], "utf8")));
const view = new View(parse(made.spec), { renderer: "none" });
await view.runAsync();

const PLACES = ["x", "y", "x2", "y2", "width", "height", "text", "fill", "stroke", "strokeDash", "shape", "size"];
const place = (item) => Object.fromEntries(PLACES.filter((name) => item[name] !== undefined).map((name) => [name, item[name]]));
const marks = [];
const look = (mark) => {
  if (mark.role?.startsWith("axis") || mark.role?.startsWith("title") || mark.role?.startsWith("legend")) return;
  if (mark.marktype !== "group") {
    marks.push({ type: mark.marktype, items: mark.items.filter((item) => item.opacity !== 0).map(place) });
    return;
  }
  for (const group of mark.items) for (const child of group.items) look(child);
};
look(view.scenegraph().root);
const domain = (name) => view.scale(name).domain().map(Number);
console.log(JSON.stringify({ scales: { x: domain("x"), y: domain("y") }, marks }));
