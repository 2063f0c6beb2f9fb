import * as z from 'zod/mini';
import type { ApiCaller } from '../api/caller.ts';
import { problem } from '../api/problem.ts';
import { type ApiAnswer, type ApiRequest, json } from '../api/request.ts';
import type { AskEligibility } from '../domain/consent/ask-eligibility.ts';
import type { Hold } from '../domain/consent/holds.ts';
import { aText, common, readBody } from './body.ts';

interface ConsentPorts {
  /** Looks an address up; `subject` is the hash of it. */
  readonly lookUp: (question: Parameters<AskEligibility>[0]) => Promise<object & { readonly subject: string }>;
  /** The tenants that there are. */
  readonly tenants: () => Promise<readonly string[]>;
  readonly providers: (tenant: string) => Promise<readonly object[]>;
  readonly holds: (tenant: string) => Promise<readonly Hold[]>;
  readonly release: (tenant: string, provider: string) => Promise<void>;
  readonly audit: (action: 'consent-look-up' | 'provider-release', request: object, at: Date) => Promise<void>;
  readonly now: () => Date;
}

const question = z.strictObject({ address: aText, tenant: z.optional(aText), channel: z.optional(aText) });
const releaseBody = z.strictObject(common);

/** Answers about one person's consent, and about mailbox providers. */
export function createConsentRoutes(ports: ConsentPorts) {
  const { tenants, audit, now } = ports;
  /** The tenants that a caller may ask about. */
  const tenantsOf = async (tenant: string | undefined): Promise<readonly string[]> =>
    (await tenants()).filter((each) => tenant === undefined || each === tenant);
  return {
    /** Whoever asks about a person is in the audit trail, with the hash of the address. */
    async lookUp(request: ApiRequest, tenant: string | undefined, caller: ApiCaller): Promise<ApiAnswer> {
      const { subject, ...found } = await ports.lookUp({ ...readBody(request, question), tenant });
      await audit('consent-look-up', { actor: caller.name, subject }, now());
      return json(200, found);
    },
    async providers(_request: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> {
      const found = await Promise.all((await tenantsOf(tenant)).map(ports.providers));
      return json(200, { providers: found.flat() });
    },
    async release(request: ApiRequest, tenant: string | undefined, caller: ApiCaller): Promise<ApiAnswer> {
      const { provider = '' } = request.path;
      const { dryRun = true } = readBody(request, releaseBody);
      const known = await tenantsOf(tenant);
      const [owner, ...others] = known;
      if (owner === undefined) return problem('not-found', 'no such tenant; GET /v1/integrations lists them');
      if (others.length > 0) return problem('bad-request', 'tenant: several are configured, name one');
      const hold = (await ports.holds(owner)).find((each) => each.provider === provider);
      if (hold === undefined) return problem('not-found', 'the provider is not held; GET /v1/providers lists them');
      if (!dryRun) {
        await ports.release(owner, provider);
        await audit('provider-release', { actor: caller.name, tenant: owner, provider }, now());
      }
      return json(200, { dryRun, released: !dryRun, tenant: owner, hold });
    },
  };
}
