import { readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ConfigError } from '../lambdas/domain/errors.ts';
import { entryMetadata, functionMetadata } from '../lib/function-metadata.ts';
import { codeOf } from './error-fields.ts';
import { fieldsOf } from './fields.ts';
import type { StackPlace, Template } from './intrinsics.ts';

/** One stack of the cloud assembly. */
interface AssembledStack extends StackPlace {
  readonly template: Template;
}

/** One function of a stage, with the folder that is uploaded as its code. */
interface AssembledFunction {
  /** Logical id. */
  readonly id: string;
  /** The folder under `lambdas/`. */
  readonly stage: string;
  /** The source, relative to the root of the project. */
  readonly entry: string;
  readonly asset: string;
  /** `index.handler` */
  readonly handler: string;
}

/** One stage of the cloud assembly. */
export interface AssembledStage {
  /** `Postern-dev` */
  readonly name: string;
  readonly stacks: readonly AssembledStack[];
  /** Functions that are built from Postern's sources, without the CDK's helpers. */
  readonly functions: readonly AssembledFunction[];
}

interface Manifest {
  readonly artifacts?: Readonly<Record<string, Artifact>>;
}

interface Artifact {
  readonly type: string;
  /** `aws://123456789012/eu-west-1` */
  readonly environment?: string;
  readonly displayName?: string;
  readonly properties?: {
    readonly directoryName?: string;
    readonly displayName?: string;
    readonly templateFile?: string;
    readonly stackName?: string;
  };
}

interface AssetManifest {
  readonly files: Readonly<
    Record<
      string,
      {
        readonly source: { readonly path: string };
        readonly destinations: Readonly<Record<string, { readonly objectKey: string }>>;
      }
    >
  >;
}

/** The account of a stage without one: the account in which it is deployed. */
const anyAccount = '000000000000';

/**
 * Reads every stage of a cloud assembly, as `cdk synth` or `synthesizeAssembly` wrote it. The files are read as they are:
 * the CDK's own reader loads the whole CDK.
 *
 * @param folder the folder of the manifest
 * @throws ConfigError when there is no assembly, or an asset is missing
 * @see https://github.com/aws/aws-cdk/blob/main/packages/aws-cdk-lib/cloud-assembly-schema/README.md
 */
export function readAssembly(folder: string): AssembledStage[] {
  const manifest = readJson<Manifest>(join(folder, 'manifest.json'), folder);
  return Object.entries(manifest.artifacts ?? {}).flatMap(([id, { type, properties }]) => {
    if (type !== 'cdk:cloud-assembly' || properties?.directoryName === undefined) return [];
    return [readStage(properties.displayName ?? id, join(folder, properties.directoryName))];
  });
}

function readStage(name: string, folder: string): AssembledStage {
  const { artifacts = {} } = readJson<Manifest>(join(folder, 'manifest.json'), folder);
  const stacks: AssembledStack[] = [];
  const functions: AssembledFunction[] = [];
  for (const [id, { type, environment = '', properties }] of Object.entries(artifacts)) {
    if (type !== 'aws:cloudformation:stack' || properties?.templateFile === undefined) continue;
    const [account = '', region = ''] = environment.replace('aws://', '').split('/');
    const place = {
      name: properties.stackName ?? id,
      account: /^\d{12}$/.test(account) ? account : anyAccount,
      region,
    };
    const file = join(folder, properties.templateFile);
    const template = { ...readJson<Omit<Template, 'stack'>>(file, folder), stack: place };
    stacks.push({ ...place, template });
    functions.push(...functionsOf(template, file.replace(/\.template\.json$/, '.assets.json')));
  }
  return { name, stacks, functions };
}

/** The functions of a stack that are built from the sources, each with the asset that its `S3Key` leads to. */
function functionsOf({ Resources, stack }: Template, manifest: string): AssembledFunction[] {
  const ours = Object.entries(Resources).flatMap(([id, { Type, Properties = {}, Metadata = {} }]) => {
    const [stage, entry] = [Metadata[functionMetadata], Metadata[entryMetadata]];
    if (Type !== 'AWS::Lambda::Function' || typeof stage !== 'string' || typeof entry !== 'string') return [];
    const { Code, Handler } = Properties;
    return [{ id, stage, entry, key: String(fieldsOf(Code).S3Key), handler: String(Handler) }];
  });
  if (ours.length === 0) return [];
  const { files } = readJson<AssetManifest>(manifest, dirname(manifest));
  return ours.map(({ key, ...declared }) => {
    const description = `${declared.stage} (${declared.id} of ${stack.name})`;
    const file = Object.values(files).find(({ destinations }) =>
      Object.values(destinations).some(({ objectKey }) => objectKey === key),
    );
    if (file === undefined)
      throw new ConfigError(`${manifest}: does not name the asset of ${description}, ${key}; ${again}`);
    const asset = resolve(dirname(manifest), file.source.path);
    if (statSync(asset, { throwIfNoEntry: false })?.isDirectory() !== true)
      throw new ConfigError(`${asset}: the asset of ${description} is missing; ${again}`);
    return { ...declared, asset };
  });
}

const again = "synthesize again: cdk synth '**'";

function readJson<T>(path: string, folder: string): T {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    const reason = codeOf(error) === 'ENOENT' ? 'is missing' : 'cannot be read';
    throw new ConfigError(`${folder}: holds no whole cloud assembly (${path} ${reason}); ${again}`, { cause: error });
  }
}
