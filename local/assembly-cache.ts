import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { accessSync, constants, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { StageConfig } from '../lib/stage-config.ts';
import { type AssembledStage, readAssembly } from './assembly.ts';
import { openCacheEntry, privateFolder } from './cache-entry.ts';
import { projectRoot } from './function-code.ts';
import { localStage } from './local-stage.ts';
import type { SynthesisOrder } from './synthesis-worker.ts';

/** A stage of a cloud assembly, while this process runs it. */
export interface OpenAssembly {
  readonly stage: AssembledStage;
  /** From now on the files may be removed. */
  release(): void;
}

export interface AssemblyCacheOptions {
  readonly config: StageConfig;
  /** Whether the functions are bundled; without it there is no code to run. */
  readonly isBundled: boolean;
  /** Told of what takes long, in a few words. */
  readonly onProgress: (step: string) => void;
  /** @default the cache beside the packages of the project, or in the temporary folder where that cannot be written */
  readonly cacheFolder?: string;
  /** @default the CDK app */
  readonly synthesize?: (config: StageConfig, outdir: string, isBundled: boolean) => Promise<void>;
}

/**
 * The cloud assembly of a stage: synthesized when something that decides about it has changed, else as it was. The CDK and
 * the bundler are only loaded in the first case.
 *
 * @throws ConfigError in one line when a function cannot be bundled
 */
export async function openAssembly(options: AssemblyCacheOptions): Promise<OpenAssembly> {
  const { config, isBundled, onProgress, synthesize = synthesizeWithCdk } = options;
  const root = options.cacheFolder ?? findCacheFolder(projectRoot);
  const keyNow = (): string => assemblyKey(projectRoot, config, isBundled);
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const key = keyNow();
    try {
      const entry = await openCacheEntry(root, key, async (outdir) => {
        onProgress(isBundled ? 'bundling the functions (once, until a source changes)' : 'synthesizing the templates');
        await synthesize(config, outdir, isBundled);
        if (keyNow() !== key) throw new SourcesChangedError();
      });
      return { stage: onlyStage(entry.folder), release: entry.release };
    } catch (error) {
      if (!(error instanceof SourcesChangedError)) throw error;
    }
  }
  throw new ConfigError('the sources change while the functions are bundled; start again when they are still');
}

/** How the assembly of the laptop's stage is wanted. */
export interface LocalAssemblyOptions {
  /** One that is there already, as a package could bring it along. @default the CDK app's, from the cache */
  readonly assembly?: AssembledStage;
  /** The functions are run from their sources: no bundles are wanted. */
  readonly fromSources?: boolean;
  readonly onProgress?: (step: string) => void;
}

/**
 * The cloud assembly of the laptop's stage.
 *
 * @throws ConfigError in one line when a function cannot be bundled
 */
export async function openLocalAssembly({
  assembly,
  fromSources = false,
  onProgress = () => {},
}: LocalAssemblyOptions = {}): Promise<OpenAssembly> {
  if (assembly !== undefined) return { stage: assembly, release: () => {} };
  return openAssembly({ config: localStage, isBundled: !fromSources, onProgress });
}

/** What was made is of no source that ever was as a whole. */
class SourcesChangedError extends Error {
  override readonly name = 'SourcesChangedError';
}

function onlyStage(folder: string): AssembledStage {
  const [stage] = readAssembly(folder);
  if (stage === undefined) throw new ConfigError(`${folder}: the cloud assembly has no stage`);
  return stage;
}

async function synthesizeWithCdk(config: StageConfig, outdir: string, isBundled: boolean): Promise<void> {
  const order: SynthesisOrder = { config, outdir, isBundled };
  const [extension] = /\.\w+$/.exec(import.meta.url)!;
  // The CDK says on standard error what it bundles, for which this thread's callers have words of their own.
  const worker = new Worker(new URL(`./synthesis-worker${extension}`, import.meta.url), {
    workerData: order,
    stderr: true,
  });
  worker.stderr.resume();
  try {
    await once(worker, 'exit');
  } catch (error) {
    const bundler = /^.+: ERROR: .+$/m.exec((error as Error).message)?.[0];
    if (bundler === undefined) throw error;
    throw new ConfigError(`the functions cannot be bundled: ${bundler}`, { cause: error });
  }
}

/** All of the project that decides about the assembly; what is absent of it, as in an installed package, decides nothing. */
const decisiveFolders = ['lambdas', 'lib'];
const decisiveFiles = [
  'NOTICE',
  'cdk.json',
  'local/synthesis-worker.ts',
  'local/template.ts',
  'node_modules/.package-lock.json',
  'package-lock.json',
  'package.json',
  'tsconfig.json',
];

/**
 * Names the assembly of a stage by all that decides about it.
 *
 * @param root of the project; part of the name, since stack traces lead from the bundles to the sources in it
 */
export function assemblyKey(root: string, config: StageConfig, isBundled: boolean): string {
  const hash = createHash('sha256');
  hash.update(JSON.stringify([root, config, isBundled, process.version, process.platform, process.arch]));
  const inFolders = decisiveFolders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((file) => file.isFile())
      .map(({ parentPath, name }) => join(parentPath, name)),
  );
  const files = decisiveFiles.map((file) => join(root, file)).filter((file) => existsSync(file));
  for (const file of [...inFolders, ...files].toSorted()) {
    const content = readFileSync(file);
    hash.update(`\n${file} ${content.length}\n`).update(content);
  }
  return hash.digest('hex').slice(0, 32);
}

/**
 * Where assemblies are kept: beside the packages, where `npm ci` empties it and no version control looks.
 *
 * @param root of the project, or of its installed package
 */
export function findCacheFolder(root: string): string {
  const beside = dirname(root);
  const packages = basename(beside) === 'node_modules' ? beside : join(root, 'node_modules');
  const usual = join(packages, '.cache', 'postern', 'assembly');
  if (existsSync(packages) && canWrite(usual)) return usual;
  const own = privateFolder(join(tmpdir(), `postern-assembly-${process.getuid?.() ?? 'user'}`));
  return own ?? mkdtempSync(join(tmpdir(), 'postern-assembly-'));
}

function canWrite(folder: string): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}
