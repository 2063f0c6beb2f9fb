import {
  AttributeType,
  Billing,
  ProjectionType,
  TableEncryptionV2,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { removalPolicyFor } from './retention.ts';

interface ControlTablesProps {
  readonly key: IKey;
  /** Keeps the tables when the stack is deleted. */
  readonly retain: boolean;
  /** DynamoDB refuses to delete a table, whoever asks. */
  readonly deletionProtection: boolean;
}

/** Names of the tables in the code. */
export type TableName = 'ledger' | 'threads' | 'control' | 'consent';

/** Four tables, one per concern, so that each function is granted only those it needs. */
export class ControlTables extends Construct implements Readonly<Record<TableName, TableV2>> {
  /** Mails, events, deliveries, parked conversations. */
  readonly ledger: TableV2;
  /** Message-ID to conversation. */
  readonly threads: TableV2;
  /** Integrations and connections. */
  readonly control: TableV2;
  /** Who must not be mailed, and why. */
  readonly consent: TableV2;

  constructor(scope: Construct, id: string, { key, retain, deletionProtection }: ControlTablesProps) {
    super(scope, id);
    const partitionKey = { name: 'pk', type: AttributeType.STRING };
    const sortKey = { name: 'sk', type: AttributeType.STRING };
    const common = {
      partitionKey,
      billing: Billing.onDemand({ maxReadRequestUnits: 4000, maxWriteRequestUnits: 4000 }),
      encryption: TableEncryptionV2.customerManagedKey(key),
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true, recoveryPeriodInDays: 35 },
      deletionProtection,
      removalPolicy: removalPolicyFor(retain),
    } satisfies TablePropsV2;

    this.ledger = new TableV2(this, 'Ledger', {
      ...common,
      sortKey,
      timeToLiveAttribute: 'ttl',
      globalSecondaryIndexes: [
        {
          // Sparse: only what has not come to its end carries the shard.
          indexName: 'pending',
          partitionKey: { name: 'pendingShard', type: AttributeType.STRING },
          sortKey: { name: 'receivedAt', type: AttributeType.STRING },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: ['eventId', 'integration', 'threadKey', 'lane', 'kind', 'leaseUntil'],
        },
      ],
    });
    this.threads = new TableV2(this, 'Threads', { ...common, timeToLiveAttribute: 'ttl' });
    this.control = new TableV2(this, 'Control', { ...common, sortKey });
    this.consent = new TableV2(this, 'Consent', {
      ...common,
      sortKey,
      // Only the hourly counts of mailbox providers carry it.
      timeToLiveAttribute: 'ttl',
      globalSecondaryIndexes: [
        {
          // Sparse: only targets that have not heard of a change carry the shard.
          indexName: 'pending',
          partitionKey: { name: 'pendingShard', type: AttributeType.STRING },
          sortKey: { name: 'receivedAt', type: AttributeType.STRING },
          projectionType: ProjectionType.INCLUDE,
          nonKeyAttributes: ['kind'],
        },
      ],
    });
  }
}
