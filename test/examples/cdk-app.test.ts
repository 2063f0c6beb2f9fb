import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { root } from '../helpers/pipeline.ts';

const execute = promisify(execFile);

interface PackageFile {
  readonly dependencies: Readonly<Record<string, string>>;
  readonly peerDependencies: Readonly<Record<string, string>>;
}

// The folder is outside the project, so that no file of the project can be resolved by accident.
const folder = mkdtempSync(join(tmpdir(), 'postern-example-'));
afterAll(() => rmSync(folder, { recursive: true }));

const read = (path: string): PackageFile => JSON.parse(readFileSync(path, 'utf8')) as PackageFile;
const node = (...args: string[]) => execute(process.execPath, args, { cwd: folder, maxBuffer: 2 ** 26 });

/** Links a package to its installed folder, which also provides its own dependencies. */
function link(name: string): void {
  const target = join(folder, 'node_modules', name);
  mkdirSync(dirname(target), { recursive: true });
  symlinkSync(join(root, 'node_modules', name), target);
}

/** Installs the packed package with only its declared dependencies, which it links from the project: no internet. */
async function install(): Promise<void> {
  await execute('npm', ['pack', '--pack-destination', folder], { cwd: root });
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz'))!;
  mkdirSync(join(folder, 'node_modules'));
  await execute('tar', ['xzf', tarball, '-C', 'node_modules'], { cwd: folder });
  await execute('mv', ['node_modules/package', 'node_modules/postern'], { cwd: folder });
  const { dependencies, peerDependencies } = read(join(folder, 'node_modules/postern/package.json'));
  const own = ['typescript', '@types/node'];
  for (const name of [...Object.keys(dependencies), ...Object.keys(peerDependencies), ...own]) link(name);
  cpSync(join(root, 'examples/cdk-app'), folder, { recursive: true });
}

describe('the package, installed into another app', () => {
  beforeAll(install, 120_000);

  it('has types that the app compiles against', async () => {
    await node('node_modules/typescript/bin/tsc', '-p', '.');
  });

  it('synthesizes, with a separate bundle for each function and without a bundler', async () => {
    await execute(process.execPath, ['app.ts'], {
      cwd: folder,
      env: { ...process.env, CDK_OUTDIR: join(folder, 'cdk.out') },
    });

    const assets = readdirSync(join(folder, 'cdk.out'), { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith('index.mjs'),
    );
    const functions = readdirSync(join(folder, 'node_modules/postern/dist/bundles'));
    // The stage of the app has no console, whose routes are a function's.
    expect(assets).toHaveLength(functions.filter((name) => name !== 'manage').length);
    expect(() => link('esbuild')).not.toThrow();
  }, 60_000);

  it('parses a mail by `postern parse`', async () => {
    const mail = join(root, 'fixtures/emails/alternative.eml');

    const { stdout } = await node('node_modules/postern/bin/postern.js', 'parse', mail);

    expect(JSON.parse(stdout)).toMatchObject({ event: { schema: 'email.received/1' } });
  });

  it('depends on no package under the AGPL', () => {
    const { dependencies, peerDependencies } = read(join(root, 'package.json'));

    expect(
      Object.keys({ ...dependencies, ...peerDependencies }).filter((name) => name.startsWith('@cloud-copilot/')),
    ).toEqual([]);
  });
});
