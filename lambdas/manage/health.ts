import type { ApiAnswer, ApiRequest } from '../api/request.ts';
import { json } from '../api/request.ts';
import { QuestionError } from '../domain/consent/ask-eligibility.ts';

interface HealthPorts {
  /** The health of the stage, or of what a tenant has on it. */
  readonly health: (tenant: string | undefined) => Promise<object>;
  readonly parked: (
    tenant: string | undefined,
    question: { readonly connection?: string | undefined; readonly limit: number },
  ) => Promise<object>;
}

/** Conversations in one answer. */
const limits = { usual: 100, most: 500 };

/** Answers how the pipeline is, and which conversations wait. */
export const createHealthRoutes = ({ health, parked }: HealthPorts) => ({
  health: async (_request: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> =>
    json(200, await health(tenant)),
  parked: async ({ query }: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> =>
    json(200, await parked(tenant, { connection: query.connection, limit: limitOf(query.limit) })),
});

/** @throws QuestionError for what is no number */
function limitOf(text: string | undefined): number {
  if (text === undefined) return limits.usual;
  if (!/^\d{1,9}$/.test(text)) throw new QuestionError('limit: wants a whole number');
  return Math.min(limits.most, Math.max(1, Number(text)));
}
