import { chmodSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { startMoto, typesOfMoto } from '../../../tools/witness/moto-server.ts';
import { temporaryFolder } from '../../helpers/pipeline.ts';

const folder = temporaryFolder();
afterAll(() => rmSync(folder, { recursive: true }));

/** A folder of programs in which one is a script. */
function programs(name: string, script: string): string {
  const file = join(folder, name);
  writeFileSync(file, `#!${process.execPath}\n${script}`);
  chmodSync(file, 0o755);
  return folder;
}

describe("moto's server", () => {
  it('is ready when it says where it listens, and ends when it is not needed any more', async () => {
    const bin = programs(
      'moto_server',
      `console.error('WARNING: a development server');
       console.error(' * Running on http://127.0.0.1:4321');
       process.on('SIGTERM', () => process.exit(0));
       setInterval(() => {}, 1000);`,
    );
    const server = await startMoto(bin);

    expect(server.endpoint).toBe('http://127.0.0.1:4321');
    await server[Symbol.asyncDispose]();
  });

  it('says with what it ended, when it does not start', async () => {
    const bin = programs('moto_server', `console.error('ModuleNotFoundError: flask'); process.exit(1);`);

    await expect(startMoto(bin)).rejects.toThrow("moto's server ended: ModuleNotFoundError: flask");
  });

  it('says what it printed last, when it does not listen in time', async () => {
    const bin = programs('moto_server', `console.error('waiting for a lock'); setInterval(() => {}, 1000);`);

    await expect(startMoto(bin, 2000)).rejects.toThrow(/^moto's server does not listen after 2 s: /);
  });

  it('says so when it is not there', async () => {
    await expect(startMoto(join(folder, 'nowhere'))).rejects.toThrow(/moto's server does not start: .*ENOENT/);
  });

  it('tells which types its CloudFormation knows', async () => {
    expect(await typesOfMoto(programs('python', `console.log('["AWS::SQS::Queue"]')`))).toEqual(
      new Set(['AWS::SQS::Queue']),
    );
    await expect(
      typesOfMoto(programs('python', `console.error('ImportError: get_model_map'); process.exit(1)`)),
    ).rejects.toThrow('moto does not say which types it knows: ImportError: get_model_map');
  });
});
