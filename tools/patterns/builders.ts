/**
 * Calls the functions that build patterns from configuration, with every kind of configuration, so that their patterns are
 * seen. Imports late, because the modules may load only after `RegExp` records its calls.
 */
export async function exerciseBuilders(): Promise<void> {
  const { compilePattern } = await import('../../lambdas/domain/configuration/route.ts');
  for (const address of ['*@a.example', 'sales@a.example', 'deal+{token}@a.example', 'case-{ticket}-x@a.example']) {
    compilePattern(address);
  }
  await import('../../lib/stage-config.ts');
  const { patternOf } = await import('../../local/iam/decider.ts');
  for (const pattern of ['*', 's3:Get*', '*:*/a?b/*', 'arn:aws:s3:::*-mail-*/*']) patternOf(pattern);
}
