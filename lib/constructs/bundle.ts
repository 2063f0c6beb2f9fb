import { copyFileSync, globSync } from 'node:fs';
import { createRequire } from 'node:module';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { BuildOptions } from 'esbuild';

/**
 * Modules that the SDK never loads on a Lambda: ways to find credentials, which lie in its environment there and are asked for only
 * when nothing else has answered.
 */
const neverOnLambda = [
  '@aws-sdk/credential-provider-ini',
  '@aws-sdk/credential-provider-sso',
  '@aws-sdk/credential-provider-process',
  '@aws-sdk/credential-provider-web-identity',
  '@aws-sdk/credential-provider-login',
  '@aws-sdk/token-providers',
  '@smithy/credential-provider-imds',
  // Tells browsers from each other.
  'bowser',
];

/** How every function is bundled; `npm run notice` asks by the same options which packages that takes. */
export const bundleOptions = {
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  minify: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  mainFields: ['module', 'main'],
  external: [...neverOnLambda],
  // Licence comments of packages lie beside the code, which need not be longer for them.
  legalComments: 'external',
  // libmime and mailsplit are CommonJS and require Node's own modules.
  banner: { js: "import{createRequire as _cr}from'node:module';const require=_cr(import.meta.url);" },
  logLevel: 'warning',
  metafile: true,
} satisfies BuildOptions;

/** The packages in the bundles with their licences, which ask that a copy carries them. */
const notice = fileURLToPath(new URL('../../NOTICE', import.meta.url));

/**
 * Bundles a function into a folder: `index.mjs`, the NOTICE of its packages, and files beside it for what is only loaded
 * when it is wanted, such as the adapter of a CRM. A cold start does not compile a file that it does not load. A source beside
 * it that is called `*-worker.ts` runs in a thread of its own, and has a bundle of its own.
 *
 * @param entryPoint its source; the bundle is called after it
 * @param nodePaths where packages are found, for sources outside the project
 * @returns the bytes of all files without their maps
 */
export function bundle(entryPoint: string, outdir: string, nodePaths: string[] = []): number {
  // The published package brings bundles along and no bundler.
  const { buildSync } = createRequire(import.meta.url)('esbuild') as typeof import('esbuild');
  const { metafile } = buildSync({
    ...bundleOptions,
    entryPoints: [entryPoint, ...globSync(join(dirname(entryPoint), '*-worker.ts'))],
    nodePaths,
    outdir,
    // Read when something has gone wrong: aws/source-stacks.ts.
    sourcemap: true,
    sourcesContent: false,
  });
  copyFileSync(notice, join(outdir, basename(notice)));
  const files = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.mjs'));
  return files.reduce((sum, [, { bytes }]) => sum + bytes, 0);
}
