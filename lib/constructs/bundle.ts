import { buildSync } from 'esbuild';

/**
 * What the SDK never loads on a Lambda: ways to find credentials, which lie in its environment there and are asked for only
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

/**
 * Bundles a function into a folder: `index.mjs`, and files beside it for what is only loaded when it is wanted, such as the
 * adapter of a CRM. What is not loaded need not be compiled at a cold start.
 *
 * @param entryPoint its source; the bundle is called after it
 * @param nodePaths where packages are found, for sources outside the project
 * @returns the bytes of all files without their maps
 */
export function bundle(entryPoint: string, outdir: string, nodePaths: string[] = []): number {
  const { metafile } = buildSync({
    entryPoints: [entryPoint],
    nodePaths,
    outdir,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    splitting: true,
    minify: true,
    // Read when something has gone wrong: aws/source-stacks.ts.
    sourcemap: true,
    sourcesContent: false,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    mainFields: ['module', 'main'],
    external: neverOnLambda,
    // libmime and mailsplit are CommonJS and require Node's own modules.
    banner: { js: "import{createRequire as _cr}from'node:module';const require=_cr(import.meta.url);" },
    logLevel: 'warning',
    metafile: true,
  });
  const files = Object.entries(metafile.outputs).filter(([path]) => path.endsWith('.mjs'));
  return files.reduce((sum, [, { bytes }]) => sum + bytes, 0);
}
