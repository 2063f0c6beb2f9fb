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
import { messageOf } from './error-fields.ts';
import { projectRoot } from './function-code.ts';
import { localStage } from './local-stage.ts';
import type { SynthesisOrder } from './synthesis-worker.ts';

/** A stage of a cloud assembly, while this process runs it. */
interface OpenAssembly {
  readonly stage: AssembledStage;
  /** Ends the use of the files: after it they may be removed. */
  release(): void;
}

interface AssemblyCacheOptions {
  readonly config: StageConfig;
  /** Whether the functions are bundled; without it there is no code to run. */
  readonly isBundled: boolean;
  /** Called before a step that takes long, with a few words about it. */
  readonly onProgress: (step: string) => void;
  /** @default the cache beside the packages of the project, or in the temporary folder where that cannot be written */
  readonly cacheFolder?: string;
  /** @default the CDK app */
  readonly synthesize?: (config: StageConfig, outdir: string, isBundled: boolean) => Promise<void>;
}

/**
 * Opens the cloud assembly of a stage. It is synthesized only when one of its sources has changed, and only then the CDK and
 * the bundler are loaded.
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

/** Options of the laptop's stage. */
interface LocalAssemblyOptions {
  /** A synthesized stage, as a package could contain one. @default the CDK app's stage, from the cache */
  readonly assembly?: AssembledStage;
  /** Whether the functions run from their sources: then no bundles are made. */
  readonly fromSources?: boolean;
  /** The scanner of attachments, in place of the stage's own setting. */
  readonly antivirus?: StageConfig['antivirus'];
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
  antivirus,
  onProgress = () => {},
}: LocalAssemblyOptions = {}): Promise<OpenAssembly> {
  if (assembly !== undefined) return { stage: assembly, release: () => {} };
  const config = antivirus === undefined ? localStage : { ...localStage, antivirus };
  return openAssembly({ config, isBundled: !fromSources, onProgress });
}

/** The sources changed during the synthesis: the assembly belongs to no version of them. */
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
  // The CDK reports its bundles on standard error; this thread's callers report them in their own words.
  const worker = new Worker(new URL(`./synthesis-worker${extension}`, import.meta.url), {
    workerData: order,
    stderr: true,
  });
  worker.stderr.resume();
  try {
    await once(worker, 'exit');
  } catch (error) {
    const bundler = /^.+: ERROR: .+$/m.exec(messageOf(error))?.[0];
    if (bundler === undefined) throw error;
    throw new ConfigError(`the functions cannot be bundled: ${bundler}`, { cause: error });
  }
}

/** Files and folders on which the assembly depends. An installed package lacks some of them. */
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
 * Names the assembly of a stage by the content of all sources on which it depends.
 *
 * @param root of the project; it is part of the name, since stack traces lead from the bundles to the sources in it
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
 * The folder of the assemblies: beside the packages, where `npm ci` empties it and version control ignores it.
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
