// `npm run build`: builds the published package in `dist`: JavaScript with its types, and each function's bundle. npm runs it
// before it packs the package.
import { spawnSync } from 'node:child_process';
import { copyFileSync, cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from '../lib/constructs/bundle.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const dist = join(root, 'dist');
/** Files that the code reads at run time. */
const files = ['integrations.example.yaml', 'cdk.json', 'NOTICE'];

function compile(): void {
  const { status } = spawnSync(join(root, 'node_modules/.bin/tsc'), ['-p', 'tsconfig.build.json'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the types or the compilation failed');
}

/** The prebuilt bundles, so that a deployment of the package needs no bundler. */
function bundleFunctions(): void {
  for (const entry of globSync('lambdas/*/index.ts', { cwd: root }).toSorted()) {
    const name = entry.split('/')[1]!;
    const bytes = bundle(join(root, entry), join(dist, 'bundles', name));
    process.stdout.write(`bundled ${name}: ${Math.round(bytes / 1000)} KB\n`);
  }
}

/** The folder is the root of all relative paths in the code, also of that to the version. */
function writePackageFile(): void {
  const { name, version, description, type } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as Record<
    string,
    string
  >;
  writeFileSync(join(dist, 'package.json'), `${JSON.stringify({ name, version, description, type }, null, 2)}\n`);
}

/** The console stands beside the code that serves it. */
function buildConsole(): void {
  const { status } = spawnSync(join(root, 'node_modules/.bin/vite'), ['build', '--config', 'console/vite.config.ts'], {
    cwd: root,
    stdio: 'inherit',
  });
  if (status !== 0) throw new Error('the build of the console failed');
  cpSync(join(root, 'dist-console'), join(dist, 'dist-console'), { recursive: true });
}

rmSync(dist, { recursive: true, force: true });
mkdirSync(dist, { recursive: true });
compile();
bundleFunctions();
buildConsole();
writePackageFile();
for (const file of files) {
  mkdirSync(dirname(join(dist, file)), { recursive: true });
  copyFileSync(join(root, file), join(dist, file));
}
