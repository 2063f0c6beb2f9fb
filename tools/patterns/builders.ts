import { globSync } from 'node:fs';

/**
 * Calls the functions that build patterns from configuration, with every kind of configuration, so that their patterns are
 * seen. Imports late, because the modules may load only after `RegExp` records its calls.
 */
export async function exerciseBuilders(): Promise<void> {
  const { compilePattern } = await import('../../lambdas/domain/configuration/route.ts');
  for (const address of ['*@a.example', 'sales@a.example', 'deal+{token}@a.example', 'case-{ticket}-x@a.example']) {
    compilePattern(address);
  }
  await makePhrases();
  await import('../../lib/stage-config.ts');
  const { patternOf } = await import('../../local/iam/decider.ts');
  for (const pattern of ['*', 's3:Get*', '*:*/a?b/*', 'arn:aws:s3:::*-mail-*/*']) patternOf(pattern);
}

/**
 * A reader of phrases makes the pattern of several when a text first leads to them. Its time is at most the sum of theirs, so
 * each is seen by itself; and not as sticky, because the reader tries it at every word.
 */
async function makePhrases(): Promise<void> {
  const { patternOfPhrases } = await import('../../lambdas/domain/understanding/classify/phrases.ts');
  for (const file of globSync('lambdas/domain/understanding/classify/words/*.ts').toSorted()) {
    const families = Object.values((await import(`../../${file}`)) as Readonly<Record<string, unknown>>);
    for (const phrase of families.filter(Array.isArray).flat()) patternOfPhrases([phrase as string], '');
  }
}
