import type { IncomingHttpHeaders } from 'node:http';
import { type Fields, fieldsOf } from '../fields.ts';
import { findRoute, type PathParameters, type Route } from '../router.ts';
import type { RecordStore } from './record-store.ts';

/** A request to a vendor's API. */
export interface SandboxRequest {
  readonly method: string;
  readonly path: string;
  /** The address of the vendor's sandbox, for answers that name a place of it. */
  readonly base?: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON, or the text of a body that is not JSON. */
  readonly body: unknown;
}
export interface SandboxAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** The sandbox of one vendor: stateful, and as strict as the vendor's documentation. */
export interface SandboxVendor {
  answer(store: RecordStore, request: SandboxRequest): SandboxAnswer;
  /** The answer to a client that calls too often. */
  readonly tooMany: SandboxAnswer;
}

/** A request that a row of a vendor's route table takes. */
export interface SandboxCall extends Omit<SandboxRequest, 'headers'> {
  readonly store: RecordStore;
  readonly headers: Fields;
  /** Parts of the path, by the names in the row's pattern. */
  readonly parameters: PathParameters;
  /** The fields of the body; none when the body is not an object. */
  readonly fields: Fields;
}

/** The route table of a vendor. */
export type VendorRoutes = ReadonlyArray<Route<(call: SandboxCall) => SandboxAnswer>>;

/** Answers a request by the first row that takes it; undefined when no row does. */
export function answerBy(
  routes: VendorRoutes,
  store: RecordStore,
  request: Omit<SandboxRequest, 'headers'> & { readonly headers: Fields },
): SandboxAnswer | undefined {
  const route = findRoute(routes, request.method, request.path);
  return route?.handler({ ...request, store, parameters: route.parameters, fields: fieldsOf(request.body) });
}

/** The name of the first unknown field: vendors reject fields that they do not know. */
export const unknownField = (fields: Fields, known: readonly string[]): string | undefined =>
  Object.keys(fields).find((name) => !known.includes(name));

/** Whether an id is the id of the sandbox's only user, as the vendor writes it: nobody else can own a record. */
export const isUser = (id: unknown, userId: string): boolean => String(id) === userId;

export const isText = (value: unknown, maxLength = 255): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= maxLength;
