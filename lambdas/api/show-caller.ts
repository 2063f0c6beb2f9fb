import { compact } from '../compact.ts';
import type { ApiCaller } from './caller.ts';
import { type ApiAnswer, type ApiRequest, json } from './request.ts';

/** Says who asks, and what they may do. */
export const showCaller = async (
  _request: ApiRequest,
  _tenant: string | undefined,
  { name, tenant, scopes }: ApiCaller,
): Promise<ApiAnswer> => json(200, compact({ name, tenant, scopes }));
