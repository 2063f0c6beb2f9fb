import { getDomainWithoutSuffix } from 'tldts';

/** Letters that look like others: digits, pairs, and Cyrillic and Greek letters that look Latin. */
const readAs: ReadonlyArray<readonly [RegExp, string]> = [
  [/rn/g, 'm'],
  [/vv/g, 'w'],
  [/cl/g, 'd'],
  [/[0оοօ]/g, 'o'],
  [/[1l|ıіӏι]/g, 'i'],
  [/[аα]/g, 'a'],
  [/[еҽ]/g, 'e'],
  [/[рρ]/g, 'p'],
  [/[сϲ]/g, 'c'],
  [/[хχ]/g, 'x'],
  [/[уγ]/g, 'y'],
  [/[ѕ5]/g, 's'],
  [/[кκ]/g, 'k'],
  [/[тτ]/g, 't'],
  [/[мм]/g, 'm'],
  [/[нη]/g, 'n'],
  [/[вβ8]/g, 'b'],
  [/[3з]/g, 'e'],
  [/4/g, 'a'],
  [/[úùüûυ]/g, 'u'],
];

const skeleton = (label: string): string =>
  readAs.reduce((text, [pattern, letter]) => text.replace(pattern, letter), label.normalize('NFKC').toLowerCase());

/**
 * Whether a domain imitates one of ours: the same letters to the eye, one letter off, our name under another suffix,
 * or our name with words around it. Our own domains and their subdomains do not.
 *
 * @param domain in its Unicode form, as a reader sees it
 */
export function isLookAlike(domain: string, ownDomains: readonly string[]): boolean {
  if (ownDomains.length === 0) return false;
  if (ownDomains.some((own) => domain === own || domain.endsWith(`.${own}`))) return false;
  const label = getDomainWithoutSuffix(domain) ?? domain.split('.')[0] ?? domain;
  return ownDomains.some((own) => {
    const ownLabel = getDomainWithoutSuffix(own) ?? own.split('.')[0] ?? own;
    if (ownLabel.length < 3) return false;
    if (label === ownLabel || skeleton(label) === skeleton(ownLabel)) return true;
    if (ownLabel.length >= 5 && Math.abs(label.length - ownLabel.length) <= 1 && isOneOff(label, ownLabel)) return true;
    return ownLabel.length >= 5 && label.split('-').includes(ownLabel);
  });
}

/** Whether one letter is added, left out or changed, or two neighbours are swapped. */
function isOneOff(a: string, b: string): boolean {
  if (a === b) return true;
  let start = 0;
  while (start < Math.min(a.length, b.length) && a[start] === b[start]) start += 1;
  const [restA, restB] = [a.slice(start), b.slice(start)];
  return (
    restA.slice(1) === restB.slice(1) ||
    restA.slice(1) === restB ||
    restA === restB.slice(1) ||
    (restA[0] === restB[1] && restA[1] === restB[0] && restA.slice(2) === restB.slice(2))
  );
}
