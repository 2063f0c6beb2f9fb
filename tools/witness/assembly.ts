import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { CloudAssembly } from 'aws-cdk-lib/cx-api';
import { lastLine, runChild } from './child-process.ts';
import type { AssembledStack, Template } from './template.ts';

/** The root of the checkout. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * Synthesizes every stage of `stages.yaml`, as `cdk synth` does but without bundling: templates are all that is read.
 *
 * @param folder an empty one, for the assembly
 */
export async function assembleStacks(folder: string): Promise<AssembledStack[]> {
  const { app, context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
    readonly app: string;
    readonly context: Record<string, unknown>;
  };
  const { exitCode, stderr } = await runChild(process.execPath, app.split(' ').slice(1), {
    cwd: root,
    env: {
      ...process.env,
      CDK_OUTDIR: folder,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, 'aws:cdk:bundling-stacks': [] }),
    },
  });
  if (exitCode !== 0) throw new Error(`the app does not synthesize: ${lastLine(stderr)}`);
  const assemblies = new CloudAssembly(folder).nestedAssemblies.map(({ nestedAssembly }) => nestedAssembly);
  const stacks = assemblies.flatMap((assembly) =>
    assembly.stacks.map((stack) => ({
      name: stack.stackName,
      region: stack.environment.region,
      file: stack.templateFullPath,
      template: stack.template as Template,
    })),
  );
  if (stacks.length === 0) throw new Error('the app synthesizes no stack');
  return stacks;
}
