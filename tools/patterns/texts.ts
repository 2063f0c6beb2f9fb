import type { AST } from '@eslint-community/regexpp';

/** More texts than this are not listed. */
const mostTexts = 500;

/** Every text of a sequence without classes, one for each way to read it, in lower case; undefined where there are many. */
export function textsOf(elements: readonly AST.Element[]): readonly string[] | undefined {
  let texts: readonly string[] = [''];
  for (const element of elements) {
    const own = textsOfElement(element);
    if (own === undefined || texts.length * own.length > mostTexts) return undefined;
    texts = texts.flatMap((text) => own.map((more) => text + more));
  }
  return texts;
}

function textsOfElement(element: AST.Element): readonly string[] | undefined {
  switch (element.type) {
    case 'Character':
      return [String.fromCodePoint(element.value).toUpperCase().toLowerCase()];
    case 'Assertion':
      return [''];
    case 'Group':
    case 'CapturingGroup': {
      const each = element.alternatives.map(({ elements }) => textsOf(elements));
      const texts = each.flatMap((some) => some ?? []);
      return each.includes(undefined) || texts.length > mostTexts ? undefined : texts;
    }
    case 'Quantifier':
      return textsOfRepetition(element);
    default:
      return undefined;
  }
}

function textsOfRepetition({ element, min, max }: AST.Quantifier): readonly string[] | undefined {
  if (max > mostTexts) return undefined;
  const texts: string[] = [];
  for (let times = min; times <= max; times += 1) {
    const some = textsOf(Array.from({ length: times }, () => element));
    if (some === undefined || texts.length + some.length > mostTexts) return undefined;
    texts.push(...some);
  }
  return texts;
}

/** The greatest number of texts, each counted as often as it is listed, with which one and the same text begins. */
export function mostAlike(texts: readonly string[]): number {
  const counts = new Map<string, number>();
  for (const text of texts) counts.set(text, (counts.get(text) ?? 0) + 1);
  let most = 0;
  for (const text of counts.keys()) {
    let alike = 0;
    for (let length = 0; length <= text.length; length += 1) alike += counts.get(text.slice(0, length)) ?? 0;
    most = Math.max(most, alike);
  }
  return most;
}
