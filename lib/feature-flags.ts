import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/**
 * The CDK's feature flags under which the constructs are made and tested, by their names: those of `cdk.json`. They decide
 * about logical ids and defaults, so a stage has them whatever the app around it says.
 *
 * @see https://docs.aws.amazon.com/cdk/v2/guide/featureflags.html
 */
export function featureFlags(): Record<string, unknown> {
  const file = fileURLToPath(new URL('../cdk.json', import.meta.url));
  const { context } = JSON.parse(readFileSync(file, 'utf8')) as { context: Record<string, unknown> };
  return Object.fromEntries(Object.entries(context).filter(([name]) => /^@?aws-cdk/.test(name)));
}
