import type { Control } from '../domain/configuration/control.ts';
import { addressableKinds, taggedAddress } from '../domain/configuration/tagged-address.ts';
import { QuestionError } from '../domain/consent/ask-eligibility.ts';
import { cannotName } from '../domain/crm/named-record.ts';
import type { TokenKeys } from '../domain/mail/signed-text.ts';
import { type ApiAnswer, type ApiRequest, json, jsonBodyOf } from './request.ts';

interface MintAddress {
  readonly control: Pick<Control, 'integrations' | 'connection'>;
  readonly tokenKeys: () => Promise<TokenKeys>;
}

/**
 * Makes a signed address: `{"type":"deal","id":"12345","integration":"sales"}` gives `{"address":"deal+12345.…@…"}`. Anybody
 * who has the address may write to the record.
 *
 * @throws QuestionError for a question that has no answer
 */
export function createMintAddress({ control, tokenKeys }: MintAddress) {
  return async (request: ApiRequest, tenant: string | undefined): Promise<ApiAnswer> => {
    const { type, id, integration: key } = jsonBodyOf(request);
    const kind = addressableKinds.find((name) => name === type);
    if (kind === undefined) throw new QuestionError(`type: wants one of ${addressableKinds.join(', ')}`);
    if (typeof id !== 'string' || id === '') throw new QuestionError('id: wants the id of a record, as a text');
    const integrations = await control.integrations();
    const [integration, ...others] = integrations.filter(
      (candidate) =>
        (tenant === undefined || candidate.tenant === tenant) && (key === undefined || candidate.key === key),
    );
    if (integration === undefined || others.length > 0)
      throw new QuestionError('integration: wants the key of one integration');
    const connection = await control.connection(integration.connection);
    const problem = connection && cannotName(connection.vendor, kind);
    if (problem) throw new QuestionError(`type: ${problem}`);
    const address = taggedAddress({ kind, id }, integration, integrations, await tokenKeys());
    if (address === undefined) throw new QuestionError('no address of the integration can name it');
    return json(200, { address, type: kind, id, integration: integration.key });
  };
}
