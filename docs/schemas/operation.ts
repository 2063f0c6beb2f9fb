import { channels } from '../../lambdas/domain/consent/signals.ts';
import { mailKinds } from '../../lambdas/domain/mail/mail-kinds.ts';
import { purposes } from '../../lambdas/domain/mail/purposes.ts';
import type { ApiSchemaName } from './api-schemas.ts';

/** One operation of the API. */
export interface Operation {
  readonly id: string;
  readonly summary: string;
  /** The parameters in the query; shared ones by their name. */
  readonly query?: ReadonlyArray<QueryName | QueryParameter>;
  readonly body?: ApiSchemaName;
  /** The status of success, and its body: a schema, another media type, or none. */
  readonly answer: readonly [status: number, body: ApiSchemaName | `${string}/${string}` | undefined];
  /** Another success. */
  readonly otherAnswer?: Operation['answer'];
  /** Names and descriptions of headers of the request. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses of problems beside 400, 401, 403 and 500. */
  readonly problems?: readonly number[];
}

/** A parameter in the query that one operation has alone. */
export interface QueryParameter {
  readonly name: string;
  readonly description: string;
  readonly schema: object;
}

export const text = { type: 'string' };
/** Parameters in the query. */
export const queries = {
  tenant: ['One tenant, for a key of all.', text],
  integration: ['The integration whose view is wanted, or whose events.', text],
  kind: ['Only mail of this kind.', { type: 'string', enum: mailKinds }],
  since: [
    'ISO 8601; without a cursor, events that joined the list then or later.',
    {
      type: 'string',
      pattern: '^\\d{4}-\\d\\d-\\d\\d(?:T\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:\\d\\d))?$',
    },
  ],
  cursor: ['Where the page before ended.', text],
  limit: [
    'Entries in a page, 1 to 500; other numbers are taken as the nearest one.',
    { type: 'integer', default: 100 },
  ],
  connection: ['Only what writes to this connection.', text],
  days: ['How many days back.', { type: 'string', pattern: '^\\d{1,3}d$', default: '7d' }, 'since'],
  span: ['How far back.', { type: 'string', enum: ['24h', '7d', '30d'], default: '24h' }, 'since'],
  consumer: ['A name of yours.', { type: 'string', default: 'default' }],
  answer: [
    'link: the address in a body, for a page that cannot follow a redirect with its key.',
    { type: 'string', enum: ['link'] },
  ],
  anyway: ['1: the danger is known.', { type: 'string', enum: ['1'] }],
  as: ['The form of the attachment.', { type: 'string', enum: ['file', 'picture', 'macro-free'], default: 'file' }],
  address: ['The address of the person.', { type: 'string', examples: ['lea@example.org'] }],
  channel: ['The channel.', { type: 'string', enum: channels, default: 'email' }],
  purpose: ['The purpose of the message.', { type: 'string', enum: purposes }],
} as const satisfies Record<string, readonly [description: string, schema: object, parameter?: string]>;
export type QueryName = keyof typeof queries;
