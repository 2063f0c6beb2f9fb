import type { CrmHttp, CrmRequest, HttpResult } from '../../lambdas/crm/http.ts';
import type { Activity, Company, Contact, Task, ThreadDeal } from '../../lambdas/crm/vendor-records.ts';

/** An answer of a vendor. */
export const reply = (json: unknown, status = 200, headers: Record<string, string> = {}): HttpResult => ({
  kind: 'answer',
  answer: { status, headers: new Headers(headers), json },
});

/**
 * A client that answers by routes, and keeps its requests. A route is a method and the beginning of a path; the longest
 * one counts, and a list is answered in order, the last answer again and again. Any other request fails the test.
 */
export function scriptedHttp(routes: Readonly<Record<string, HttpResult | readonly HttpResult[]>>) {
  const requests: CrmRequest[] = [];
  const counts = new Map<string, number>();
  const http: CrmHttp = async (request) => {
    requests.push(request);
    const call = `${request.method} ${request.path}`;
    const [route] = Object.keys(routes)
      .filter((candidate) => call.startsWith(candidate))
      .toSorted((a, b) => b.length - a.length);
    if (route === undefined) throw new Error(`no route for ${call}`);
    const answers = [routes[route]!].flat();
    const count = counts.get(route) ?? 0;
    counts.set(route, count + 1);
    return answers[Math.min(count, answers.length - 1)]!;
  };
  const calls = (): string[] => requests.map(({ method, path }) => `${method} ${path}`);
  return { http, requests, calls };
}

export const aContact = (changes: Partial<Contact> = {}): Contact => ({
  email: 'ada@customer.example',
  firstName: 'Ada',
  lastName: 'Lovelace',
  ...changes,
});

export const aCompany: Company = { domain: 'customer.example', name: 'customer.example' };

export const aThreadDeal = (changes: Partial<ThreadDeal> = {}): ThreadDeal => ({
  threadKey: 'thread-1',
  name: 'Mail 1',
  at: '2026-11-20T09:00:00.000Z',
  ...changes,
});

export const anActivity = (changes: Partial<Activity> = {}): Activity => ({
  externalId: '0123456789abcdef0123456789abcdef',
  eventId: 'evt_1',
  threadKey: 'thread-1',
  at: '2026-11-20T09:00:00.000Z',
  receivedAt: '2026-11-20T09:00:01.000Z',
  kind: 'human',
  subject: 'Mail 1',
  text: 'Text 1\n',
  from: { email: 'ada@customer.example', firstName: 'Ada', lastName: 'Lovelace' },
  direction: 'inbound',
  to: ['sales@inbound.localhost'],
  cc: [],
  mappingVersion: 'default@1',
  ...changes,
});

/** The marker by which a task or a note of `anActivity` and `aTask` is found again. */
export const marker = 'postern-0123456789abcdef0123';

export const aTask = (changes: Partial<Task> = {}): Task => ({
  externalId: '0123456789abcdef0123456789abcdef',
  eventId: 'evt_1',
  receivedAt: '2026-11-20T09:00:01.000Z',
  title: 'Call back: Mail 1',
  dueDate: '2026-11-23',
  ...changes,
});
