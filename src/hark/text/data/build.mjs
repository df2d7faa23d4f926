// Reads the tables of the official twitter-text into the files beside this script.
// How to run it, and with which versions: README.md.
//
// Character classes are *asked* for, one character at a time, instead of copied: JavaScript's /i folds
// case by other rules than Python's re.IGNORECASE (the class for U+0345 also takes the Greek iota, for
// instance), so Hark's patterns carry the folded classes and use no flag.
import { createRequire } from "node:module";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

const require = createRequire(join(process.cwd(), "package.json"));
const { regexen } = require("twitter-text").default ?? require("twitter-text");
const emoji = require("twemoji-parser/dist/lib/regex.js").default;
const out = process.argv[2];

const SURROGATES = [0xd800, 0xdfff];
const hex = (n) => n.toString(16);

/** The code points (surrogates apart) that `matches` takes, as "first-last" ranges in hexadecimal. */
function ranges(matches) {
  const found = [];
  for (let point = 0; point <= 0x10ffff; point += 1) {
    if (point >= SURROGATES[0] && point <= SURROGATES[1]) continue;
    if (!matches(String.fromCodePoint(point))) continue;
    const last = found.at(-1);
    if (last && last[1] === point - 1) last[1] = point;
    else found.push([point, point]);
  }
  return found.map(([a, b]) => (a === b ? hex(a) : `${hex(a)}-${hex(b)}`)).join(" ");
}

const whole = (source, flags = "") => {
  const pattern = new RegExp(`^(?:${source})$`, flags);
  return (character) => pattern.test(character);
};
const group = (source, flags) => whole(`[${source}]`, flags);
const source = (name) => regexen[name].source;

const characters = {
  hashtag_letter: ranges(whole(source("hashtagAlpha"), "i")),
  hashtag_character: ranges(whole(source("hashtagAlphaNumeric"), "i")),
  accent: ranges(group(source("latinAccentChars"))),
  domain_label: ranges(group(`\\-a-z0-9${source("latinAccentChars")}`, "i")),
  not_in_domain: ranges((c) => c.length === 1 && !whole(source("validDomainChars"), "i")(c)),
  url_path: ranges(whole(source("validGeneralUrlPathChars"), "i")),
  url_path_end: ranges(whole(source("validUrlPathEndingChars"), "i")),
  url_query: ranges(whole(source("validUrlQueryChars"), "i")),
  url_query_end: ranges(whole(source("validUrlQueryEndingChars"), "i")),
  url_unreserved: ranges(whole(source("validateUrlUnreserved"), "i")),
  not_before_url: ranges((c) => c.length === 1 && !whole(source("validUrlPrecedingChars"), "i")(c)),
  punctuation: ranges(group(source("punct"))),
  space: ranges(group(source("spacesGroup"))),
  script_space: ranges(whole("\\s")),
  invalid: ranges(group(source("invalidCharsGroup"))),
  right_to_left: ranges((c) => new RegExp(source("rtlChars")).test(c)),
};

/** The alternatives of a top-level-domain pattern, in its own order. */
const alternatives = (name) => source(name).replace(/^\(\?:\(\?:/, "").replace(/\)\(\?=.*$/, "").split("|");
const tlds = { generic: alternatives("validGTLD"), country: alternatives("validCCTLD") };

/** What each letter of those domains matches under /i, where that is more than itself and not ASCII. */
const folds = {};
for (const letter of new Set([...tlds.generic, ...tlds.country].join(""))) {
  if (letter.codePointAt(0) < 128) continue;
  const pattern = new RegExp(`^${letter}$`, "i");
  let all = "";
  for (let unit = 128; unit < 0xd800; unit += 1) if (pattern.test(String.fromCharCode(unit))) all += String.fromCharCode(unit);
  if (all !== letter) folds[letter] = all;
}

/** Surrogate pairs written as code points, so that the pattern means the same to a language without UTF-16. */
const point = (high, low) => `\\U${(0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00)).toString(16).padStart(8, "0")}`;
const emojiPattern = emoji.source
  .replace(/\\u(d[89ab]..)\[((?:\\ud[c-f]..-?)+)\]/g, (_, high, lows) =>
    `[${lows.replace(/\\u(d...)/g, (_, low) => point(parseInt(high, 16), parseInt(low, 16)))}]`)
  .replace(/\\u(d[89ab]..)\\u(d[c-f]..)/g, (_, high, low) => point(parseInt(high, 16), parseInt(low, 16)))
  .replace(/[^\x00-\x7f]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, "0")}`);

const json = (value) => `${JSON.stringify(value, null, 1)}\n`;
writeFileSync(join(out, "characters.json"), json(characters));
writeFileSync(join(out, "domains.json"), json({ generic: tlds.generic.join(" "), country: tlds.country.join(" "), folds }));
writeFileSync(join(out, "emoji.txt"), `${emojiPattern}\n`);
