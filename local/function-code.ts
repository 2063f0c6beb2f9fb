import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { ConfigError } from '../lambdas/domain/errors.ts';
import type { AssembledStage } from './assembly.ts';
import type { FunctionWiring } from './wiring.ts';

/** The code of a function: a module, and the handler that it exports. */
export interface FunctionCode {
  readonly moduleUrl: string;
  /** The name of the export; `a.b` for a field of an export. */
  readonly handlerName: string;
}

/** Extensions of a handler's file, in Lambda's order. */
const extensions = ['.js', '.mjs', '.cjs'];

/**
 * Splits the handler of a function as Lambda's runtime does.
 *
 * @param handler `index.handler`, `folder/index.api.handler`
 * @throws ConfigError when it names no file or no export
 * @see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html
 */
export function parseHandler(handler: string): { readonly file: string; readonly handlerName: string } {
  const [, folder = '', name, handlerName] = /^(.*\/)?([^./]+)\.([\w$]+(?:\.[\w$]+)*)$/.exec(handler) ?? [];
  if (name === undefined || handlerName === undefined || folder.split('/').includes('..'))
    throw new ConfigError(`"${handler}" is no handler of a function: wants a file and its export, as in index.handler`);
  return { file: `${folder}${name}`, handlerName };
}

/**
 * Finds the code that Lambda runs: the file in the function's asset that the handler names.
 *
 * @throws ConfigError when the asset lacks the file, as after a synthesis without bundling
 */
export function codeOfAsset({ name, stage, handler }: FunctionWiring, { functions }: AssembledStage): FunctionCode {
  const { file, handlerName } = parseHandler(handler);
  const asset = functions.find(({ id }) => id === name)?.asset;
  if (asset === undefined) throw new ConfigError(`the cloud assembly has no asset of ${stage} (${name})`);
  const path = extensions.map((extension) => join(asset, `${file}${extension}`)).find((each) => existsSync(each));
  if (path === undefined)
    throw new ConfigError(
      `${asset}: the asset of ${stage} (${name}) holds no ${file}.mjs; was the assembly synthesized without bundling?`,
    );
  return { moduleUrl: pathToFileURL(path).href, handlerName };
}

/** The source of an asset. */
export const codeOfSource = ({ entry, handler }: FunctionWiring): FunctionCode => ({
  moduleUrl: new URL(`../${entry}`, import.meta.url).href,
  handlerName: parseHandler(handler).handlerName,
});

/** The root of the project, with the sources. */
export const projectRoot = fileURLToPath(new URL('..', import.meta.url));
