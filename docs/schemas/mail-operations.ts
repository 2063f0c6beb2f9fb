import { listedFates } from '../../lambdas/api/mails/list-question.ts';
import { trustBands } from '../../lambdas/domain/delivery/mail-cards.ts';
import { type Operation, type QueryParameter, text } from './operation.ts';

const moment = {
  type: 'string',
  pattern: '^\\d{4}-\\d\\d-\\d\\d(?:T\\d\\d:\\d\\d(?::\\d\\d(?:\\.\\d{1,9})?)?(?:Z|[+-]\\d\\d:\\d\\d))?$',
};
const parameter = (name: string, description: string, schema: object = text): QueryParameter => ({
  name,
  description,
  schema,
});

const period = [
  parameter('since', 'ISO 8601: mail received then or later.', moment),
  parameter('until', 'ISO 8601: mail received before.', moment),
];

/** The operations on the list of mails, by the keys of the routes. */
export const mailOperations: Readonly<Record<string, Operation>> = {
  'GET /v1/mails': {
    id: 'listMails',
    summary: 'Mails, the newest first, by words and filters',
    query: [
      'tenant',
      'cursor',
      parameter('limit', 'Mails in a page, 1 to 200; other numbers are taken as the nearest one.', {
        type: 'integer',
        default: 50,
      }),
      parameter('q', 'Words that a mail must all have.', { type: 'string', maxLength: 1000 }),
      parameter('fate', 'Only mail with this fate.', { type: 'string', enum: listedFates }),
      'kind',
      parameter('integration', 'Only mail of this integration.'),
      parameter('connection', 'Only mail of the integrations that have this connection now.'),
      parameter('trust', 'Only mail of senders in this band of trust.', { type: 'string', enum: trustBands }),
      parameter('attachments', 'Only mail with attachments, or without.', { type: 'string', enum: ['yes', 'no'] }),
      ...period,
    ],
    answer: [200, 'MailPage'],
    problems: [404],
  },
  'GET /v1/mails/counts': {
    id: 'countMails',
    summary: 'How many mails each day had, and how many with each fate',
    query: ['tenant', ...period],
    answer: [200, 'MailCounts'],
    problems: [404],
  },
  'GET /v1/mails/{id}': {
    id: 'getMail',
    summary: 'One mail with all that is known of it',
    query: ['tenant'],
    answer: [200, 'MailDetail'],
    problems: [404, 413],
  },
  'GET /v1/mails/{id}/source': {
    id: 'getMailSource',
    summary: 'The source of a mail, its headers and its parts',
    query: ['tenant', 'integration', 'anyway'],
    answer: [200, 'MailSource'],
    problems: [404, 413],
  },
  'GET /v1/me': {
    id: 'getCaller',
    summary: 'Who asks, and with which rights',
    query: ['tenant'],
    answer: [200, 'Caller'],
  },
};
