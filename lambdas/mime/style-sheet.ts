import { type Declarations, readDeclarations } from './css-values.ts';

type Attributes = Readonly<Record<string, string>>;

/** The rules of a mail's style sheet that say whether a text can be seen. */
export interface StyleSheet {
  /** The declarations of all rules for an element, later ones last. */
  declarationsFor(name: string, attributes: Attributes): Declarations;
}

/** One element with at most one class or id: no rule of another form is read. */
const simpleSelector = /^([a-z][a-z0-9]{0,15})?(?:([.#])([\w-]{1,100}))?$/i;
/** UTF-16 units of style sheets that are read, and rules that are kept. */
const maxSheet = 200_000;
const maxRules = 2000;

interface Rule {
  readonly element: string | undefined;
  readonly declarations: Declarations;
}

const noRules: StyleSheet = { declarationsFor: () => ({}) };

/**
 * Reads the style elements of HTML: rules for an element, a class or an id. Rules for some devices alone
 * (`@media` with a condition) are left out: there a text may be hidden that others see.
 */
export function readStyleSheet(html: string): StyleSheet {
  const sheet = sheetOf(html);
  if (sheet === '') return noRules;
  const rules = new Map<string, Rule[]>();
  let count = 0;
  for (const { selectors, body } of rulesOf(sheet)) {
    const declarations = readDeclarations(body);
    if (Object.keys(declarations).length === 0) continue;
    for (const selector of selectors.split(',')) {
      const match = simpleSelector.exec(selector.trim());
      if (match === null || selector.trim() === '' || count >= maxRules) continue;
      const [, element, mark, name] = match;
      const key = mark === undefined ? `<${element!.toLowerCase()}` : `${mark}${name}`;
      rules.set(key, [...(rules.get(key) ?? []), { element: element?.toLowerCase(), declarations }]);
      count += 1;
    }
  }
  if (rules.size === 0) return noRules;
  return {
    declarationsFor(name, { class: classes = '', id }) {
      const keys = [
        `<${name}`,
        ...classes.split(/\s+/).map((each) => `.${each}`),
        ...(id === undefined ? [] : [`#${id}`]),
      ];
      const found = keys.flatMap((key) => rules.get(key) ?? []);
      return Object.assign(
        {},
        ...found.filter(({ element }) => element === undefined || element === name).map((rule) => rule.declarations),
      );
    },
  };
}

/** The text of all style elements, without comments. */
function sheetOf(html: string): string {
  let sheet = '';
  const lower = /<style/i.test(html) ? html.toLowerCase() : '';
  for (let at = lower.indexOf('<style'); at >= 0 && sheet.length < maxSheet; ) {
    const begin = html.indexOf('>', at) + 1;
    const end = lower.indexOf('</style', begin);
    if (begin === 0) break;
    sheet += html.slice(begin, end < 0 ? undefined : end);
    at = end < 0 ? -1 : lower.indexOf('<style', end);
  }
  return withoutComments(sheet.slice(0, maxSheet));
}

function withoutComments(sheet: string): string {
  let rest = '';
  let at = 0;
  for (;;) {
    const begin = sheet.indexOf('/*', at);
    if (begin < 0) break;
    rest += sheet.slice(at, begin);
    const end = sheet.indexOf('*/', begin + 2);
    if (end < 0) return rest;
    at = end + 2;
  }
  return (rest + sheet.slice(at)).replaceAll('<!--', '').replaceAll('-->', '');
}

/** Rules outside of at-rules, and those of media that every screen is. */
function* rulesOf(sheet: string): Generator<{ readonly selectors: string; readonly body: string }> {
  for (let at = 0; ; ) {
    const brace = sheet.indexOf('{', at);
    if (brace < 0) return;
    const prelude = sheet.slice(at, brace);
    const head = prelude
      .slice(prelude.lastIndexOf(';') + 1)
      .replaceAll('}', '')
      .trim();
    if (head.startsWith('@')) {
      // The rules within follow; those of a condition are passed over.
      at = /^@media\s+(?:only\s+)?(?:all|screen)$/i.test(head) ? brace + 1 : endOfBlock(sheet, brace);
      continue;
    }
    const end = sheet.indexOf('}', brace);
    yield { selectors: head, body: sheet.slice(brace + 1, end < 0 ? undefined : end) };
    if (end < 0) return;
    at = end + 1;
  }
}

/** The place behind a block with blocks in it. */
function endOfBlock(sheet: string, brace: number): number {
  let depth = 0;
  for (let at = brace; at < sheet.length; at += 1) {
    if (sheet[at] === '{') depth += 1;
    if (sheet[at] === '}') depth -= 1;
    if (depth === 0) return at + 1;
  }
  return sheet.length;
}
