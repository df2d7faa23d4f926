// Bundles the npm package twitter-text into one ES module that a browser loads without a bundler.
// How to run it, and with which versions: README.md beside this file.
import { createRequire } from "node:module";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const { build } = require("esbuild");
const out = process.argv[2];

// core-js 2 fills gaps of browsers from before 2016. Every browser the desk supports has these natively,
// and a library that rewrites global prototypes has no place on a page that shows strangers' text.
const withoutCoreJs = {
  name: "without-core-js",
  setup(b) {
    b.onResolve({ filter: /^core-js\// }, (args) => ({ path: args.path, namespace: "empty" }));
    b.onLoad({ filter: /.*/, namespace: "empty" }, () => ({ contents: "" }));
  },
};

const version = (name) => require(`${name}/package.json`).version;
const licence = (name, file) => readFileSync(join("node_modules", name, file), "utf8").trim();

await build({
  stdin: { contents: 'export { default } from "twitter-text";', resolveDir: process.cwd() },
  bundle: true,
  format: "esm",
  target: "es2020",
  charset: "ascii",
  minify: true,
  outfile: join(out, "twitter-text.js"),
  plugins: [withoutCoreJs],
  banner: {
    js:
      `/* twitter-text ${version("twitter-text")} (Apache-2.0), twemoji-parser ${version("twemoji-parser")} (MIT), ` +
      `punycode ${version("punycode")} (MIT), @babel/runtime ${version("@babel/runtime")} (MIT). See LICENSE. */`,
  },
});

writeFileSync(
  join(out, "LICENSE"),
  [
    ["twitter-text", "LICENSE"],
    ["twemoji-parser", "LICENSE.md"],
    ["punycode", "LICENSE-MIT.txt"],
    ["@babel/runtime", "LICENSE"],
  ]
    .map(([name, file]) => `${"=".repeat(20)} ${name} ${version(name)} ${"=".repeat(20)}\n\n${licence(name, file)}\n`)
    .join("\n"),
);
