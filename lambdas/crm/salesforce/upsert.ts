import type { Outcome, Ref } from '../../domain/crm/outcome.ts';
import type { CrmHttp } from '../http.ts';
import { asFailure } from '../vendor-call.ts';
import { recordOfConflict, upsertedRef } from './api.ts';
import type { SalesforceCalls } from './batch.ts';
import { fitted, noKeyField, type Org } from './org.ts';
import { keyField } from './own-fields.ts';
import type { FindRows } from './person-rows.ts';

/** Facts of the mail that its records have in common. */
export interface MailFacts {
  readonly mappingVersion: string;
  /** Message-ID of the mail that it answers, without brackets. */
  readonly inReplyTo?: string;
  /** Message-IDs of its conversation, oldest first, without brackets. */
  readonly references: readonly string[];
  readonly attachments: number;
}

/** The ways to call an org, what it has for mails and people, and the mail. */
export interface RecordPorts {
  readonly http: CrmHttp;
  /** The version of the API, as in v68.0. */
  readonly version: string;
  readonly calls: SalesforceCalls;
  readonly findRows: FindRows;
  readonly org: Org;
  readonly mail: MailFacts;
}

/**
 * Upserts a record by our key, which is a hash: neither an address nor a domain belongs into a URL, and some endings there
 * mean something.
 *
 * @see https://developer.salesforce.com/docs/atlas.en-us.api_rest.meta/api_rest/dome_upsert.htm
 */
export async function upsert(
  { http, version, calls, org }: RecordPorts,
  object: string,
  key: string,
  record: Readonly<Record<string, unknown>>,
): Promise<Outcome<Ref>> {
  const path = `/sobjects/${object}/${keyField}/${key}`;
  const answer = await calls.request({ method: 'PATCH', path, body: fitted(org.objects.get(object), record) });
  if (answer.kind === 'ok') return upsertedRef(answer.value);
  // The key field is the only name in the request, so it is the part that does not exist.
  if (answer.kind === 'absent') return noKeyField(object);
  // Two upserts that overlap: the other one made the record.
  return answer.kind === 'conflict' ? recordOfConflict(http, version, path, answer) : asFailure(answer);
}
