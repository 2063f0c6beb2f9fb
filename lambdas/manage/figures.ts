import { problem } from '../api/problem.ts';
import { type ApiAnswer, type ApiRequest, json } from '../api/request.ts';
import { QuestionError } from '../domain/consent/ask-eligibility.ts';

interface FigurePorts<Span extends string> {
  readonly spans: readonly Span[];
  readonly kpis: (since: Span) => Promise<object>;
  readonly promises: (since: Span) => Promise<object>;
}

/** Answers with figures of the whole stage, which no tenant sees. */
export function createFigureRoutes<Span extends string>({ spans, kpis, promises }: FigurePorts<Span>) {
  const answer =
    (read: (since: Span) => Promise<object>) =>
    async ({ query }: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> => {
      if (tenant !== undefined)
        return problem('forbidden', 'figures are about the whole stage: ask with a key of all tenants, and name none');
      const since = spans.find((name) => name === (query.since ?? spans[0]));
      if (since === undefined) throw new QuestionError(`since: wants one of ${spans.join(', ')}`);
      return json(200, await read(since));
    };
  return { kpis: answer(kpis), promises: answer(promises) };
}
