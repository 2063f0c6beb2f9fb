import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type AssembledStage, readAssembly } from '../../local/assembly.ts';
import { root } from './pipeline.ts';

/**
 * Synthesizes the CDK app as `cdk synth '**'` does, in a separate process, with every bundle; reads the assembly.
 *
 * @param outdir an empty folder for the assembly
 * @see https://github.com/aws/aws-cdk-cli/blob/main/packages/aws-cdk/lib/cxapp/exec.ts for the environment of the app
 */
export async function synthesizeApp(outdir: string): Promise<AssembledStage[]> {
  const { app, context } = JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as {
    readonly app: string;
    readonly context: Record<string, unknown>;
  };
  const [, ...args] = app.split(' ');
  await promisify(execFile)(process.execPath, args, {
    cwd: root,
    env: {
      ...process.env,
      CDK_OUTDIR: outdir,
      CDK_CONTEXT_JSON: JSON.stringify({ ...context, 'aws:cdk:bundling-stacks': ['**'] }),
    },
  });
  return readAssembly(outdir);
}
