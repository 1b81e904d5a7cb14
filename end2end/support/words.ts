// The product's own sentences, so that tests look for what people see in either language and don't
// break when a sentence is improved. Read from where the product has them: app/src/i18n/*.rs.
import { readdirSync, readFileSync } from "node:fs";

export type Language = "zh" | "en";

type Values = Record<string, string | number>;

/** A sentence of the product: `say("accounts.role_of", { name })`. */
export type Say = (key: string, values?: Values) => string;

const FOLDER = new URL("../../app/src/i18n/", import.meta.url);
// `key: "中文", "English";`, `key(a, b): "…{a}…", "…";` and, for codes, `"key": "中文", "English";`
const SENTENCE = /^\s*"?([\w.]+)"?(?:\([^)]*\))?: "((?:[^"\\]|\\.)*)", "((?:[^"\\]|\\.)*)";/gm;

function sentences(): Map<string, Record<Language, string>> {
  const all = new Map<string, Record<Language, string>>();
  for (const file of readdirSync(FOLDER).filter((name) => name.endsWith(".rs"))) {
    const area = file.replace(/\.rs$/, "");
    for (const [, key, zh, en] of readFileSync(new URL(file, FOLDER), "utf8").matchAll(SENTENCE)) {
      all.set(`${area}.${key}`, { zh: plain(zh), en: plain(en) });
    }
  }
  return all;
}

function plain(literal = ""): string {
  return literal.replace(/\\(.)/g, (_, char: string) => (char === "n" ? "\n" : char));
}

const ALL = sentences();

/** The sentences of one language. */
export function saying(language: Language): Say {
  return (key, values = {}) => {
    const sentence = ALL.get(key);
    if (!sentence) throw new Error(`the product has no sentence ${key}`);
    const filled = sentence[language].replace(/\{(\w+)\}/g, (_, name: string) => {
      const value = values[name];
      if (value === undefined) throw new Error(`${key} needs a value for ${name}`);
      return String(value);
    });
    return agreed(filled);
  };
}

// `{n} ‹row|rows›` follows the number before it, as in the product.
function agreed(text: string): string {
  return text.replace(/‹([^|›]*)\|([^›]*)›/g, (_, one: string, many: string, at: number) => {
    const number = /([\d.,]*\d[\d.,]*)[^\d.,]*$/.exec(text.slice(0, at))?.[1];
    return number === "1" ? one : many;
  });
}

/** The start of a sentence, up to its first value. */
export function startOf(language: Language, key: string): string {
  const sentence = ALL.get(key);
  if (!sentence) throw new Error(`the product has no sentence ${key}`);
  return sentence[language].split("{")[0] ?? "";
}
