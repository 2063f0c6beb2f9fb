import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'esbuild';
import { env } from '../lambdas/env.ts';
import { neverOnLambda } from '../lib/constructs/stage-function.ts';

const rounds = 9;
/** What of it is Node's own start is not counted: only the import. */
const program = `
const started = performance.now();
await import(process.argv[2]);
console.log(performance.now() - started);
process.exit(0);
`;

/** Sizes of the functions' bundles, as CDK makes them, and how long a new process takes to import each. */
export async function benchCold(say: (line?: string) => void): Promise<void> {
  say('### Cold start');
  say(
    `bundles as they are deployed; the import in a new process, median of ${rounds}; Lambda's own machines are slower`,
  );
  say();
  say('| function | bundle, KB | import, ms |');
  say('|---|---|---|');
  const folder = mkdtempSync(join(tmpdir(), 'postern-cold-'));
  try {
    writeFileSync(join(folder, 'import.mjs'), program);
    const bare = await bundle(bareClients(folder), join(folder, 'bare.mjs'));
    say(
      `| (the SDK's clients of DynamoDB and SQS alone) | ${Math.round(bare / 1000)} | ${medianOf(folder, 'bare.mjs')} |`,
    );
    for (const stage of stages()) {
      const outfile = join(folder, `${stage}.mjs`);
      const bytes = await bundle(`lambdas/${stage}/index.ts`, outfile);
      say(`| ${stage} | ${Math.round(bytes / 1000)} | ${medianOf(folder, `${stage}.mjs`)} |`);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
  say();
}

const stages = (): string[] =>
  readdirSync('lambdas', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join('lambdas', entry.name)).includes('index.ts'))
    .map(({ name }) => name);

/** What no function of ours can do without, and nothing else. */
function bareClients(folder: string): string {
  const file = join(folder, 'bare.ts');
  const code = `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
export const used = [new DynamoDBClient({}), new SQSClient({}), GetItemCommand, SendMessageCommand];
`;
  writeFileSync(file, code);
  return file;
}

async function bundle(entryPoint: string, outfile: string): Promise<number> {
  const { metafile } = await build({
    entryPoints: [entryPoint],
    // What lies in a temporary folder finds the packages of the project.
    nodePaths: [resolve('node_modules')],
    bundle: true,
    minify: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    external: [...neverOnLambda],
    banner: { js: "import{createRequire as _cr}from'node:module';const require=_cr(import.meta.url);" },
    outfile,
    sourcemap: true,
    sourcesContent: false,
    metafile: true,
    write: true,
  });
  return Object.entries(metafile.outputs).find(([path]) => path.endsWith('.mjs'))![1].bytes;
}

const medianOf = (folder: string, file: string): string =>
  Array.from({ length: rounds }, () => importMs(folder, join(folder, file)))
    .toSorted((a, b) => a - b)
    [Math.floor(rounds / 2)]!.toFixed(0);

/** The environment that a function has: without it none would start. */
function importMs(folder: string, file: string): number {
  const names = Object.values(env).map((name) => [name, name === env.addressKey ? 'env:KEY' : 'x']);
  const environment = {
    PATH: process.env.PATH,
    AWS_REGION: 'us-east-1',
    ...Object.fromEntries(names),
    MAX_RECEIVE_COUNT: '20',
  };
  const printed = execFileSync(process.execPath, [join(folder, 'import.mjs'), file], {
    env: environment,
    encoding: 'utf8',
  });
  return Number(printed.trim().split('\n').at(-1));
}
