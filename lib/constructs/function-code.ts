import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AssetHashType, DockerImage } from 'aws-cdk-lib';
import { Code } from 'aws-cdk-lib/aws-lambda';
import { bundle } from './bundle.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Bundles are made in process; the prop wants an image all the same. */
const noImage = DockerImage.fromRegistry('none');

/** The source of a function, from the root of the checkout. */
export const entryOf = (stage: string): string => `lambdas/${stage}/index.ts`;

/**
 * The code of a function: the bundle that the published package brings along, or one that is made of the sources at synth.
 *
 * @param stage the folder under `lambdas/`
 */
export function functionCode(stage: string): Code {
  const prebuilt = join(root, 'bundles', stage);
  if (existsSync(prebuilt)) return Code.fromAsset(prebuilt);
  // CDK caches an asset by its source path and its serialized options, and `tryBundle` serializes to nothing: with
  // one path for all, every function would get the bundle of the first. The hash is that of the bundle, so a change
  // of any source in it, in this folder or not, makes a new asset.
  return Code.fromAsset(join(root, 'lambdas', stage), {
    assetHashType: AssetHashType.OUTPUT,
    bundling: { image: noImage, local: { tryBundle: (folder) => bundle(join(root, entryOf(stage)), folder) > 0 } },
  });
}
