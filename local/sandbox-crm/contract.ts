import * as z from 'zod';
import type { SandboxRequest } from './sandbox-vendor.ts';

/** One operation of a vendor's API as the vendor documents it: everything else is refused. */
export interface ContractRow {
  readonly method: string;
  readonly path: URLPattern;
  /** The page that documents it. */
  readonly page: string;
  /** Names of query parameters. @default none */
  readonly query?: readonly string[];
  /** Query parameters that must be there. */
  readonly requiredQuery?: readonly string[];
  /** The body; absent: the operation takes none. */
  readonly body?: z.ZodType;
}

/** How a request breaks a contract. */
export interface ContractViolation {
  readonly kind: 'route' | 'query' | 'missing' | 'unknown' | 'value';
  /** The path of the field in the body, or the name of the query parameter. */
  readonly field: string;
  readonly page?: string;
}

/** The first way in which a request breaks the contract; undefined when it keeps to it. */
export function violationOf(
  rows: readonly ContractRow[],
  { method, path, query, body }: Pick<SandboxRequest, 'method' | 'path' | 'query' | 'body'>,
): ContractViolation | undefined {
  const row = rows.find((candidate) => candidate.method === method && candidate.path.test({ pathname: path }));
  if (row === undefined) return { kind: 'route', field: `${method} ${path}` };
  const { page } = row;
  const stranger = [...query.keys()].find((name) => !(row.query ?? []).includes(name));
  if (stranger !== undefined) return { kind: 'query', field: stranger, page };
  const absent = row.requiredQuery?.find((name) => !query.has(name));
  if (absent !== undefined) return { kind: 'missing', field: absent, page };
  if (row.body === undefined) return isEmpty(body) ? undefined : { kind: 'unknown', field: 'body', page };
  const issue = row.body.safeParse(body).error?.issues[0];
  return issue === undefined ? undefined : { ...violationBy(issue, body), page };
}

const isEmpty = (body: unknown): boolean => body === undefined || body === '';

function violationBy(issue: z.core.$ZodIssue, body: unknown): Pick<ContractViolation, 'kind' | 'field'> {
  const field = issue.path.join('.');
  if (issue.code === 'unrecognized_keys') return { kind: 'unknown', field: [...issue.path, issue.keys[0]].join('.') };
  const value = issue.path.reduce<unknown>((part, key) => (part as Record<PropertyKey, unknown>)?.[key], body);
  return { kind: value === undefined ? 'missing' : 'value', field };
}

/** An address as the format `email` of JSON Schema takes it: a dot-atom, and a domain of two labels or more. */
export const emailText = z.email({
  pattern:
    /^[\w!#$%&'*+/=?^`{|}~-]+(?:\.[\w!#$%&'*+/=?^`{|}~-]+)*@(?:[a-z\d](?:[a-z\d-]*[a-z\d])?\.)+[a-z\d](?:[a-z\d-]*[a-z\d])?$/i,
});
/** Text with at least one character, and at most so many UTF-16 code units. */
export const textUpTo = (maxLength: number) => z.string().min(1).max(maxLength);
/** An id that is a number. */
export const numericId = z.int().positive();
