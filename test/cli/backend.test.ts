import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InvokeCommand } from '@aws-sdk/client-lambda';
import { connectBackend, createInvoke, findRuntime } from '../../cli/backend.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { runtimeFileName } from '../../local/runtime-file.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'postern-backend-'));

/** A Lambda that answers every call alike and keeps the commands. */
function aLambda(answer: { FunctionError?: string; body?: string }) {
  const calls: Array<InvokeCommand['input']> = [];
  const send = async ({ input }: InvokeCommand) => {
    calls.push(input);
    return { FunctionError: answer.FunctionError, Payload: answer.body && Buffer.from(answer.body) };
  };
  return { calls, invoke: createInvoke({ send: send as never }, (stage) => `the-${stage}`) };
}

describe('createInvoke', () => {
  it('calls the function of the stage with the request and gives back its answer', async () => {
    const { calls, invoke } = aLambda({ body: '{"mails":[]}' });

    expect(await invoke('sweep', { reread: ['m1'], actor: 'ada' })).toEqual({ mails: [] });
    expect(calls).toEqual([{ FunctionName: 'the-sweep', Payload: '{"reread":["m1"],"actor":"ada"}' }]);
  });

  it.each([
    ['its message', '{"errorMessage":"no table"}', 'redrive failed: no table'],
    ['the kind of error, without a message', undefined, 'redrive failed: Unhandled'],
  ])('throws with %s when the function fails', async (_what, body, message) => {
    const { invoke } = aLambda({ FunctionError: 'Unhandled', ...(body && { body }) });

    await expect(invoke('redrive', { actor: 'ada' })).rejects.toThrow(message);
  });
});

describe('findRuntime', () => {
  it('finds nothing in a folder without a runtime file', () => {
    expect(findRuntime(folder())).toBeUndefined();
  });

  it.each([
    ['finds the pipeline whose process runs', process.pid, true],
    // The largest number that Linux gives a process is 4,194,304.
    ['finds nothing when the process is gone', 4_194_305, false],
  ])('%s', (_what, pid, isRunning) => {
    const dataDir = folder();
    writeFileSync(join(dataDir, runtimeFileName), JSON.stringify({ pid, http: 8025 }));

    expect(findRuntime(dataDir)).toEqual(isRunning ? { pid, http: 8025 } : undefined);
  });
});

describe('connectBackend', () => {
  const before = process.env;
  afterEach(() => {
    process.env = before;
  });

  it('names the variable that is missing when no pipeline runs, and what to do', () => {
    process.env = { POSTERN_DATA_DIR: folder() };

    expect(connectBackend).toThrow(ConfigError);
    expect(connectBackend).toThrow(
      /^no local pipeline is running in .*start it with: npm start.*LEDGER_TABLE is not set/,
    );
  });

  it('takes the tables and buckets of a deployment from the environment', () => {
    process.env = {
      POSTERN_DATA_DIR: folder(),
      AWS_REGION: 'eu-west-1',
      LEDGER_TABLE: 'ledger',
      CONTROL_TABLE: 'control',
      MAIL_BUCKET: 'mail',
      ATTACHMENTS_BUCKET: 'attachments',
    };

    expect(connectBackend()).toMatchObject({ ledgerTable: 'ledger', controlTable: 'control', isLocal: false });
  });
});
