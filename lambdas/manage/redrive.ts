import * as z from 'zod/mini';
import type { ApiCaller } from '../api/caller.ts';
import { problem } from '../api/problem.ts';
import { type ApiAnswer, type ApiRequest, json } from '../api/request.ts';
import { compact } from '../compact.ts';
import type { Integration } from '../domain/configuration/integration.ts';
import { QuestionError } from '../domain/consent/ask-eligibility.ts';
import type { RedriveReport, RedriveRequest } from '../domain/delivery/redrive-report.ts';
import { aText, common, readBody } from './body.ts';

const body = z.strictObject({
  ...common,
  event: z.optional(aText),
  thread: z.optional(aText),
  integration: z.optional(aText),
  /** The id of an event; or true, for the one in `event`. */
  skip: z.optional(z.union([aText, z.literal(true)], 'wants the id of an event, or true beside event')),
});

interface RedrivePorts {
  readonly integrations: () => Promise<ReadonlyArray<Pick<Integration, 'key' | 'tenant'>>>;
  readonly redrive: (request: RedriveRequest) => Promise<RedriveReport>;
  /** Waits for so many ms. */
  readonly pause: (ms: number) => Promise<unknown>;
}

/** In ms: so long does somebody wait for the report; the redrive itself goes on. */
const patienceMs = 22_000;

/** Tries conversations that wait again, as `postern redrive` does; the function that does it writes the audit record. */
export function createRedriveRoute({ integrations, redrive, pause }: RedrivePorts) {
  return async (request: ApiRequest, tenant: string | undefined, caller: ApiCaller): Promise<ApiAnswer> => {
    const { dryRun = true, integration, ...asked } = readBody(request, body);
    const filter = { ...filterOf(asked), dryRun, actor: caller.name };
    const own = (await integrations()).filter((each) => tenant === undefined || each.tenant === tenant);
    const keys = own.map(({ key }) => key);
    if (integration !== undefined && !keys.includes(integration))
      return problem('not-found', 'no such integration; GET /v1/integrations lists them');
    // The redrive knows no tenants: it is asked for each integration of the tenant.
    const wanted = integration !== undefined ? [integration] : tenant === undefined ? [undefined] : keys;
    const reports = Promise.all(wanted.map((key) => redrive(compact({ ...filter, integration: key }))));
    // Whoever waits gets this answer before that one.
    const late = pause(patienceMs).then(() => undefined);
    const done = await Promise.race([reports, late]);
    if (done === undefined)
      return json(202, { dryRun, state: 'running', next: 'GET /v1/parked lists what still waits' });
    const report = joined(done, dryRun);
    const id = filter.skip ?? filter.event ?? filter.thread;
    if (id !== undefined && report.threads.length === 0)
      return problem('not-found', 'nothing waits under that id; GET /v1/parked lists what waits');
    return json(200, report);
  };
}

type Filter = Pick<RedriveRequest, 'event' | 'thread' | 'skip'>;

function filterOf({ event, thread, skip }: Omit<z.infer<typeof body>, 'dryRun' | 'integration'>): Filter {
  if (skip === true && event === undefined)
    throw new QuestionError('skip: wants the id of an event, or event beside it');
  // Giving a mail up is about this mail, not about the conversation that it waits in.
  if (skip !== undefined) return compact({ skip: skip === true ? event : skip, thread });
  return compact({ event, thread });
}

function joined(reports: readonly RedriveReport[], dryRun: boolean): RedriveReport {
  const sum = (of: (report: RedriveReport) => number): number => reports.reduce((total, each) => total + of(each), 0);
  return {
    dryRun,
    collected: sum(({ collected }) => collected),
    found: sum(({ found }) => found),
    replayed: sum(({ replayed }) => replayed),
    skipped: sum(({ skipped }) => skipped),
    threads: reports.flatMap(({ threads }) => threads),
  };
}
