import type { IncomingHttpHeaders } from 'node:http';
import type { FakeStore } from './fake-store.ts';

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  /** Parsed JSON, or the text when it is none. */
  readonly body: unknown;
}
export interface FakeAnswer {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** One vendor's stand-in: as strict as its documentation, and stateful. */
export interface FakeVendor {
  answer(store: FakeStore, request: FakeRequest): FakeAnswer;
  /** What it says when it is called too often. */
  readonly tooMany: FakeAnswer;
}

export type Fields = Readonly<Record<string, unknown>>;

/** The fields of a body, or of an object in it; empty for anything else. */
export const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};

/** The first name that is not among the known ones: vendors refuse what they do not know. */
export const unknownField = (fields: Fields, known: readonly string[]): string | undefined =>
  Object.keys(fields).find((name) => !known.includes(name));

/** The one user of every stand-in, by an id as its vendor writes it: nobody else can own anything. */
export const isUser = (id: unknown): boolean => /^(?:7001|005000000007001AAA|user_7001)$/.test(String(id));

export const isText = (value: unknown, maxLength = 255): value is string =>
  typeof value === 'string' && value.length > 0 && value.length <= maxLength;
