import { BatchGetCommand, type DynamoDBDocumentClient, PutCommand } from '@aws-sdk/lib-dynamodb';
import { compact } from '../compact.ts';
import type { MembershipBook } from '../domain/consent/intake/take-memberships.ts';
import { withMembership } from '../domain/consent/membership.ts';
import { TransientError } from '../domain/errors.ts';
import type { ReadMemberships } from '../domain/planning/contact-segments.ts';
import { conditionHolds } from './aws-error.ts';
import { consentKey, membershipsKey, toMemberships, toRecord } from './consent-rows.ts';
import type { ReadRows } from './gathered-reads.ts';

/** Webhooks about one person that meet at one moment: in each round one of them gets through. */
const maxRounds = 12;

/** Reads the memberships of an address, together with other reads of the same turn. */
export const createReadMemberships =
  (readRows: ReadRows, table: string): ReadMemberships =>
  async (tenant, subject) => {
    const [row] = await readRows(table, [membershipsKey(tenant, subject)]);
    return toMemberships(row);
  };

/** The memberships of addresses, each address a row beside its consent: erasure finds it there. */
export function createDynamoMemberships(dynamo: Pick<DynamoDBDocumentClient, 'send'>, table: string): MembershipBook {
  return {
    async keep(tenant, subject, statement) {
      const Keys = [consentKey(tenant, subject), membershipsKey(tenant, subject)];
      for (let round = 0; round < maxRounds; round += 1) {
        const { Responses, UnprocessedKeys } = await dynamo.send(
          new BatchGetCommand({ RequestItems: { [table]: { Keys, ConsistentRead: true } } }),
        );
        if (UnprocessedKeys?.[table] !== undefined) throw new TransientError('the consent table throttled a read');
        const rows = Responses?.[table] ?? [];
        const consent = toRecord(
          tenant,
          subject,
          rows.find(({ sk }) => sk === 'CONSENT'),
        );
        if (consent.isErased) return false;
        const before = toMemberships(rows.find(({ sk }) => sk === membershipsKey(tenant, subject).sk));
        const after = withMembership(before, statement);
        if (after === undefined) return false;
        const isKept = await conditionHolds(
          dynamo.send(
            new PutCommand(
              compact({
                TableName: table,
                Item: { ...membershipsKey(tenant, subject), ...after },
                ConditionExpression: before.version === 0 ? 'attribute_not_exists(pk)' : 'version = :before',
                ExpressionAttributeValues: before.version === 0 ? undefined : { ':before': before.version },
              }),
            ),
          ),
        );
        if (isKept) return true;
      }
      throw new TransientError(`the memberships of subject ${subject} are contended`);
    },
  };
}
