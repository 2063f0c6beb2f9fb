import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { openApiDocument } from '../../docs/schemas/openapi.ts';

interface Described {
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: object }>> }>
  >;
}

const document = openApiDocument() as { readonly paths: Readonly<Record<string, Readonly<Record<string, Described>>>> };
const ajv = new Ajv2020({ strict: false });
(addFormats as unknown as (instance: Ajv2020) => void)(ajv);
ajv.addSchema({ ...document, $id: 'urn:postern:api' });
const compiled = new Map<string, ValidateFunction>();

/** The check of a schema, whose references lead into the document. */
function validatorOf(schema: object): ValidateFunction {
  const text = JSON.stringify(schema).replaceAll('"#/', '"urn:postern:api#/');
  const validate = compiled.get(text) ?? ajv.compile(JSON.parse(text));
  compiled.set(text, validate);
  return validate;
}

/** The path of the document that a request was for; one without parameters goes first. */
function describedPath(pathname: string): string | undefined {
  const fits = (path: string): boolean =>
    new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[^/]+')}$`).test(pathname);
  return Object.keys(document.paths)
    .filter(fits)
    .toSorted((a, b) => Number(a.includes('{')) - Number(b.includes('{')))[0];
}

/**
 * Holds an answer of the API against its OpenAPI document.
 *
 * @returns the answer
 * @throws Error for a path, a status, a media type or a body that the document does not have
 */
export async function describedAnswer(method: string, answer: Response): Promise<Response> {
  const { pathname } = new URL(answer.url);
  const path = describedPath(pathname) ?? '';
  const operation = document.paths[path]?.[method.toLowerCase()];
  const known = operation?.responses[answer.status];
  const where = `${method} ${pathname}: ${answer.status}`;
  if (known === undefined) throw new Error(`${where} is not described`);
  const [type = ''] = (answer.headers.get('content-type') ?? '').split(';');
  const { content } = known;
  if (content === undefined) return answer;
  const described = content[type];
  if (described === undefined) throw new Error(`${where} is not described as ${type}`);
  if (!type.endsWith('json')) return answer;
  const validate = validatorOf(described.schema);
  const body: unknown = await answer.clone().json();
  if (!validate(body)) throw new Error(`${where}: ${ajv.errorsText(validate.errors)}`);
  return answer;
}
