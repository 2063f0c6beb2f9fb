import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { CloudAssembly, type CloudFormationStackArtifact } from 'aws-cdk-lib/cx-api';
import { entryMetadata } from '../../lib/constructs/stage-function.ts';
import type { synthesize } from '../../local/template.ts';
import { root } from './pipeline.ts';

type Template = ReturnType<typeof synthesize>[number];

/** One stack of the cloud assembly. */
export interface AssembledStack {
  readonly name: string;
  /** `unknown-account` where the stage names none: the account of whoever deploys. */
  readonly account: string;
  readonly region: string;
  readonly template: Template;
}

/** One function of a stage, with the folder that is uploaded as its code. */
export interface AssembledFunction {
  readonly id: string;
  /** The folder under `lambdas/` that the template says it is built from. */
  readonly stage: string;
  readonly asset: string;
  /** `index.handler` */
  readonly handler: string;
}

/** One stage of the cloud assembly. */
export interface AssembledStage {
  readonly name: string;
  readonly stacks: readonly AssembledStack[];
  readonly functions: readonly AssembledFunction[];
}

/**
 * Synthesizes the CDK app as `cdk synth '**'` does, in a process of its own and with every bundle, and reads what it wrote.
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
  return new CloudAssembly(outdir).nestedAssemblies.map(({ displayName, nestedAssembly }) => ({
    name: displayName,
    stacks: nestedAssembly.stacks.map((stack) => ({
      name: stack.stackName,
      account: stack.environment.account,
      region: stack.environment.region,
      template: stack.template as Template,
    })),
    functions: nestedAssembly.stacks.flatMap(functionsOf),
  }));
}

/** The functions of a stack that are built from the sources, each with the asset that its `S3Key` leads to. */
function functionsOf(stack: CloudFormationStackArtifact): AssembledFunction[] {
  const manifest = stack.templateFullPath.replace(/\.template\.json$/, '.assets.json');
  const { files } = JSON.parse(readFileSync(manifest, 'utf8')) as {
    readonly files: Record<
      string,
      { source: { path: string }; destinations: Record<string, { readonly objectKey: string }> }
    >;
  };
  const folderOf = (objectKey: string): string => {
    const file = Object.values(files).find(({ destinations }) =>
      Object.values(destinations).some((destination) => destination.objectKey === objectKey),
    );
    if (file === undefined) throw new Error(`the asset manifest of ${stack.stackName} does not upload ${objectKey}`);
    return join(dirname(manifest), file.source.path);
  };
  return Object.entries((stack.template as Template).Resources).flatMap(([id, { Type, Properties, Metadata }]) => {
    const entry = Metadata?.[entryMetadata];
    if (Type !== 'AWS::Lambda::Function' || typeof entry !== 'string') return [];
    const { Code, Handler } = Properties as { Code: { S3Key: string }; Handler: string };
    return [{ id, stage: dirname(entry).split('/').at(-1)!, asset: folderOf(Code.S3Key), handler: Handler }];
  });
}
