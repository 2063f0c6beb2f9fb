import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

interface AssetInvocation {
  /** Folder that is uploaded as the function's code. */
  readonly asset: string;
  /** `index.handler` */
  readonly handler: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly events: readonly unknown[];
}

export interface AssetAnswers {
  /** Result of the handler for each event, or `{ "thrown": … }`. */
  readonly answers: readonly unknown[];
  /** Output of the function, which is its log. */
  readonly log: string;
}

const marker = 'answer of the handler: ';

/** Imports the handler as Lambda's runtime does, and calls it with each event in turn. */
const program = `
const [file, name] = process.argv[1].split('.');
const { [name]: handler } = await import('./' + file + '.mjs');
const context = {
  functionName: 'function', functionVersion: '$LATEST', memoryLimitInMB: '512', awsRequestId: 'request',
  invokedFunctionArn: 'arn:aws:lambda:us-east-1:111122223333:function:function',
  logGroupName: 'logs', logStreamName: 'stream', callbackWaitsForEmptyEventLoop: true,
  getRemainingTimeInMillis: () => 60_000,
};
for (const event of JSON.parse(process.argv[2])) {
  const answer = await Promise.resolve(handler(event, context)).catch((error) => ({ thrown: String(error) }));
  console.log('\\n${marker}' + JSON.stringify(answer ?? null));
}
// A pipe takes 64 KB at a time: an exit before the rest is read would cut an answer off.
process.stdout.write('', () => process.exit());
`;

/**
 * Runs a function from its asset in a separate process, with its environment and without access to the project.
 *
 * @throws Error with the output of the process when the bundle does not start
 */
export async function invokeAsset({ asset, handler, environment, events }: AssetInvocation): Promise<AssetAnswers> {
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ['--input-type=module', '-e', program, handler, JSON.stringify(events)],
    { cwd: asset, env: environment },
  );
  const lines = stdout.split('\n');
  return {
    answers: lines
      .filter((line) => line.startsWith(marker))
      .map((line) => JSON.parse(line.slice(marker.length)) as unknown),
    log: lines.filter((line) => !line.startsWith(marker)).join('\n'),
  };
}
