import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type RuntimeFile, runtimeFileName, writeRuntimeFile } from '../../local/runtime-file.ts';
import { temporaryFolder } from '../helpers/pipeline.ts';

const runtime: RuntimeFile = {
  pid: 42,
  smtp: 2525,
  http: 8025,
  token: 'token-of-the-run',
  environment: { AWS_REGION: 'us-east-1' },
  functions: { sink: 'SinkFunction' },
};

describe('writeRuntimeFile', () => {
  let dataDir: string;

  beforeEach(() => {
    dataDir = temporaryFolder();
  });

  afterEach(() => rmSync(dataDir, { recursive: true }));

  const path = (): string => join(dataDir, runtimeFileName);
  const mode = (): number => statSync(path()).mode & 0o777;

  it('describes the pipeline for its owner only', () => {
    writeRuntimeFile(dataDir, runtime);

    expect(JSON.parse(readFileSync(path(), 'utf8'))).toEqual(runtime);
    expect(mode()).toBe(0o600);
  });

  it('replaces the file of a killed pipeline, which others could read', () => {
    writeFileSync(path(), '{}');
    chmodSync(path(), 0o644);

    writeRuntimeFile(dataDir, runtime);

    expect(JSON.parse(readFileSync(path(), 'utf8')).pid).toBe(42);
    expect(mode()).toBe(0o600);
  });
});
