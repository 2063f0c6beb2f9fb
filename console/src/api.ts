import { problemOf, RequestError } from './problem.ts';
import { getAccessToken } from './session.ts';

/** In ms: how long an answer may take. */
const timeoutMs = 30_000;

type Query = Readonly<Record<string, string | number | undefined>>;

/** A path with its query; absent and empty values are left out. */
function withQuery(path: string, query: Query = {}): string {
  const values = Object.entries(query).flatMap(([name, value]) =>
    value === undefined || value === '' ? [] : [[name, String(value)]],
  );
  const text = new URLSearchParams(values).toString();
  return text === '' ? path : `${path}?${text}`;
}

async function send(path: string, init: RequestInit): Promise<Response> {
  const token = await getAccessToken();
  const headers = new Headers(init.headers);
  if (token !== undefined) headers.set('authorization', `Bearer ${token}`);
  const signals = [AbortSignal.timeout(timeoutMs), ...(init.signal == null ? [] : [init.signal])];
  const answer = await fetch(path, { ...init, headers, signal: AbortSignal.any(signals) }).catch(() => {
    throw new RequestError({ status: 0 });
  });
  if (answer.ok) return answer;
  throw new RequestError(problemOf(answer.status, answer.headers, await answer.json().catch(() => undefined)));
}

/** Reads JSON of the API. @throws RequestError */
export const get = async <T>(path: string, query?: Query, signal?: AbortSignal): Promise<T> =>
  (await (await send(withQuery(path, query), signal === undefined ? {} : { signal })).json()) as T;

/** Reads a text of the API. @throws RequestError */
export const getText = async (path: string, query?: Query): Promise<string> =>
  (await send(withQuery(path, query), {})).text();

/** Sends JSON to the API. @throws RequestError */
export const post = async <T>(path: string, body: object): Promise<T> =>
  (await (
    await send(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
  ).json()) as T;

/** Sends something to the laptop's own paths. @throws RequestError */
export const sendToSandbox = async <T>(
  method: 'GET' | 'PUT' | 'POST',
  path: string,
  runToken: string | undefined,
  body?: { readonly type: string; readonly content: string | Blob },
): Promise<T> =>
  (await (
    await send(path, {
      method,
      headers: { 'x-postern-run': runToken ?? '', ...(body === undefined ? {} : { 'content-type': body.type }) },
      ...(body === undefined ? {} : { body: body.content }),
    })
  ).json()) as T;
