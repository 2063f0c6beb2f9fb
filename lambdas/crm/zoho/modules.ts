import * as z from 'zod/mini';
import { mapOk, type Outcome, ok } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asOutcome } from '../vendor-call.ts';
import { rememberOk } from '../vendor-kit.ts';
import { api, call } from './api.ts';

/** Ids of the account's modules by their names. */
export type ModuleIds = ReadonlyMap<string, string>;

/** 204 without a body: the list is empty. */
const modulesAnswer = z.optional(
  z.object({ modules: z.optional(z.array(z.object({ api_name: z.string(), id: z.string() }))) }),
);

/**
 * The modules of the account, asked for with the scope `ZohoCRM.settings.modules.READ`.
 *
 * @see https://www.zoho.com/crm/developer/docs/api/v8/modules-api.html
 */
export async function readModules(http: CrmHttp): Promise<Outcome<ModuleIds>> {
  const answer = await call(http, { method: 'GET', path: `${api}/settings/modules` }, modulesAnswer);
  return mapOk(asOutcome(answer), (list) => new Map(list?.modules?.map((module) => [module.api_name, module.id])));
}

/**
 * The same, asked for once per cold start. A token from before the scope was needed gets no ids, and a mail then names
 * its module without one: better than no mail at all, and `doctor` names the scope.
 */
export const createModuleIds = (http: CrmHttp): (() => Promise<Outcome<ModuleIds>>) =>
  rememberOk(async () => {
    const modules = await readModules(http);
    return modules.kind === 'misconfigured' ? ok(new Map<string, string>()) : modules;
  });
