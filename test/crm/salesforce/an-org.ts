import type { Part, Row } from '../../../lambdas/crm/salesforce/api.ts';
import type { SalesforceCalls } from '../../../lambdas/crm/salesforce/batch.ts';
import type { OrgField } from '../../../lambdas/crm/salesforce/org.ts';
import { createFindRows } from '../../../lambdas/crm/salesforce/person-rows.ts';
import type { RecordPorts } from '../../../lambdas/crm/salesforce/upsert.ts';
import { ok } from '../../../lambdas/domain/crm/outcome.ts';
import { reply, scriptedHttp } from '../scripted-http.ts';

type Answered<T extends keyof SalesforceCalls> = Awaited<ReturnType<SalesforceCalls[T]>>;

/** An org as an adapter sees it, with its answers. */
interface OrgOptions {
  /** Fields with their lengths, by object. */
  readonly objects?: Readonly<Record<string, Readonly<Record<string, number | Partial<OrgField>>>>>;
  readonly mails?: 'EmailMessage' | 'Task';
  /** Rows of each query, by the object that it asks for. */
  readonly rows?: Readonly<Record<string, readonly Row[]>>;
  /** Answers to upserts, in order; the last one again and again. */
  readonly upserts?: ReadonlyArray<Answered<'request'>>;
  readonly mail?: Answered<'atomically'>;
  readonly routes?: Parameters<typeof scriptedHttp>[0];
  readonly facts?: Partial<RecordPorts['mail']>;
}

const plain: OrgField = { length: 0, isUnique: false, isExternalId: false, isAddress: false };

/** The ports of such an org, and what was sent to it. */
export function anOrg({ objects = {}, mails = 'EmailMessage', rows = {}, ...answers }: OrgOptions = {}) {
  const { upserts = [ok({ id: '1', created: true })], mail, routes = { GET: reply({ Id: '02sB' }) }, facts } = answers;
  const parts: Array<Omit<Part, 'referenceId'>> = [];
  const soqls: string[] = [];
  const rowsFor = (soql: string): readonly Row[] => {
    soqls.push(soql);
    return rows[/ FROM (\w+)/.exec(soql)?.[1] ?? ''] ?? [];
  };
  const calls: SalesforceCalls = {
    query: async (soql) => ok(rowsFor(soql)),
    queries: async (list) => ok(list.map(rowsFor)),
    request: async (part) => {
      parts.push(part);
      return upserts[Math.min(parts.length, upserts.length) - 1]!;
    },
    atomically: async (list) => {
      parts.push(...list);
      return mail ?? ok(new Map([['mail', { id: '02sA' }]]));
    },
  };
  const { http, requests, calls: sent } = scriptedHttp(routes);
  const described = Object.entries(objects).map(
    ([object, fields]) =>
      [
        object,
        new Map(
          Object.entries(fields).map(([name, field]) => [
            name,
            { ...plain, ...(typeof field === 'number' ? { length: field } : field) },
          ]),
        ),
      ] as const,
  );
  const ports: RecordPorts = {
    http,
    version: 'v68.0',
    calls,
    findRows: createFindRows(calls, () => {}),
    org: { mails, objects: new Map(described) },
    mail: { mappingVersion: 'default@1', references: [], attachments: 0, ...facts },
  };
  return { ports, parts, soqls, requests, sent };
}
