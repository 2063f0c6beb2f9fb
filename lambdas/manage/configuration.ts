import { problem } from '../api/problem.ts';
import { type ApiAnswer, type ApiRequest, json } from '../api/request.ts';

interface ConfigurationPorts {
  readonly list: (tenant: string | undefined) => Promise<object>;
  /** @returns undefined for an integration that the tenant does not have */
  readonly mapping: (key: string, tenant: string | undefined) => Promise<object | undefined>;
}

/** Answers which integrations there are, and what their mappings write. */
export const createConfigurationRoutes = ({ list, mapping }: ConfigurationPorts) => ({
  list: async (_request: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> => json(200, await list(tenant)),
  mapping: async ({ path }: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> => {
    const found = await mapping(path.key ?? '', tenant);
    return found === undefined ? noIntegration() : json(200, found);
  },
});

const noIntegration = (): ApiAnswer => problem('not-found', 'no such integration; GET /v1/integrations lists them');
