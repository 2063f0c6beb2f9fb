import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const expectations = z.record(z.string(), z.unknown());

const labelledCase = z.strictObject({
  id: z.string().min(1),
  language: z.string().min(2),
  source: z.string().min(1),
  binary: z.boolean().optional(),
  lineEnds: z.literal('keep').optional(),
  raw: z.string().min(1),
  expect: expectations,
  or: expectations.optional(),
});

/** One labelled mail: test/first-sight/README.md describes its fields. */
export type LabelledCase = z.infer<typeof labelledCase> & { readonly group: string };

const SUFFIX = '.cases.yaml';

/** The cases of every group in the folder. Throws when a file does not have the format of test/first-sight/README.md. */
export function loadCases(folder: string): LabelledCase[] {
  return globSync(`*${SUFFIX}`, { cwd: folder })
    .sort()
    .flatMap((file) => {
      const cases = z.array(labelledCase).parse(parse(readFileSync(join(folder, file), 'utf8')));
      return cases.map((labelled) => ({ ...labelled, group: basename(file, SUFFIX) }));
    });
}

/** The mail as it came from the network. */
export function bytesOf(labelled: LabelledCase): Buffer {
  const raw = labelled.lineEnds === 'keep' ? labelled.raw : labelled.raw.replaceAll('\n', '\r\n');
  return Buffer.from(raw, labelled.binary ? 'latin1' : 'utf8');
}
