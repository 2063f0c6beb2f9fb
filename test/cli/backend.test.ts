import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connectBackend, findRuntime } from '../../cli/backend.ts';
import { ConfigError } from '../../lambdas/domain/errors.ts';
import { runtimeFileName } from '../../local/runtime-file.ts';

const folder = (): string => mkdtempSync(join(tmpdir(), 'postern-backend-'));

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
