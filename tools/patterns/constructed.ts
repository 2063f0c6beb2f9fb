// Loads every shipped module that calls `RegExp` and prints the patterns that it made, as JSON.
import { pathToFileURL } from 'node:url';
import { exerciseBuilders } from './builders.ts';
import { type Pattern, shippedPatternSites } from './sites.ts';

const made: Pattern[] = [];
const root = `${process.cwd()}/`;

/** The place in a shipped file that called `RegExp`; undefined for a call from elsewhere. */
function callerOf(stack: string): string | undefined {
  const frame = stack.split('\n').find((line) => line.includes(root) && !/node_modules|tools\/patterns/.test(line));
  if (frame === undefined) return undefined;
  const [path, line] = frame.slice(frame.indexOf(root) + root.length).split(':');
  return `${path}:${line}`;
}

function record(pattern: RegExp): RegExp {
  const place = callerOf(new Error().stack ?? '');
  if (place !== undefined) made.push({ place, source: pattern.source, flags: pattern.flags });
  return pattern;
}

Error.stackTraceLimit = 30;
globalThis.RegExp = new Proxy(RegExp, {
  construct: (target, args) => record(Reflect.construct(target, args) as RegExp),
  apply: (target, self, args) => record(Reflect.apply(target, self, args) as RegExp),
});
const files = new Set(shippedPatternSites().constructions.map((place) => place.split(':')[0]!));
for (const file of files) await import(pathToFileURL(root + file).href);
await exerciseBuilders();
process.stdout.write(JSON.stringify(made));
