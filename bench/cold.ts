import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { env } from '../lambdas/env.ts';
import { bundle } from '../lib/constructs/bundle.ts';
import { percentile } from './percentile.ts';

const rounds = 15;
/** Times the import alone, without Node's own start. */
const program = `
const started = performance.now();
await import(process.argv[2]);
console.log(performance.now() - started);
process.exit(0);
`;

/** Sizes of the functions' bundles, as CDK makes them, and how long a new process takes to import each. */
export async function benchCold(printLine: (line?: string) => void): Promise<void> {
  printLine('### Cold start');
  printLine(
    `bundles as they are deployed; the import in a new process, median of ${rounds}, in turns; Lambda's own machines are slower`,
  );
  printLine();
  printLine('| function | bundle with all its chunks, KB | import, ms |');
  printLine('|---|---|---|');
  const folder = mkdtempSync(join(tmpdir(), 'postern-cold-'));
  try {
    writeFileSync(join(folder, 'import.mjs'), program);
    const others = Object.entries(references).map(([name, code], index) => {
      const file = join(folder, `reference${index}.ts`);
      writeFileSync(file, code);
      const bytes = bundle(file, folder, [resolve('node_modules')]);
      return { name: `(${name})`, bytes, file: `reference${index}.mjs`, times: [] as number[] };
    });
    const ours = stages().map((stage) => {
      const bytes = bundle(`lambdas/${stage}/index.ts`, join(folder, stage));
      return { name: stage, bytes, file: join(stage, 'index.mjs'), times: [] as number[] };
    });
    const all = [...others, ...ours];
    // In turns, so that a slow moment of the machine hits all of them.
    for (let round = 0; round < rounds; round += 1)
      for (const { file, times } of all) times.push(importMs(folder, join(folder, file)));
    for (const { name, bytes, times } of all)
      printLine(`| ${name} | ${Math.round(bytes / 1000)} | ${percentile(times, 50).toFixed(0)} |`);
  } finally {
    rmSync(folder, { recursive: true });
  }
  printLine();
}

const stages = (): string[] =>
  readdirSync('lambdas', { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && readdirSync(join('lambdas', entry.name)).includes('index.ts'))
    .map(({ name }) => name);

/** The least that every function needs. */
const references: Readonly<Record<string, string>> = {
  "Node's modules that the SDK needs": `
import crypto from 'node:crypto';
import http from 'node:http';
import https from 'node:https';
import zlib from 'node:zlib';
export const used = [crypto, http, https, zlib];
`,
  "the SDK's clients of DynamoDB and SQS only": `
import { DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
export const used = [new DynamoDBClient({}), new SQSClient({}), GetItemCommand, SendMessageCommand];
`,
};

/** The environment of a function, without which none starts. */
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
