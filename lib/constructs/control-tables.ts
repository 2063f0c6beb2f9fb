import {
  AttributeType,
  Billing,
  type ITableV2,
  ProjectionType,
  StreamViewType,
  TableEncryptionV2,
  type TablePropsV2,
  TableV2,
} from 'aws-cdk-lib/aws-dynamodb';
import type { IKey } from 'aws-cdk-lib/aws-kms';
import { Construct } from 'constructs';
import { type ExistingState, nameOf } from '../existing-state.ts';
import { removalPolicyFor } from './retention.ts';

interface ControlTablesProps {
  readonly key: IKey;
  /** Keeps the tables when the stack is deleted. */
  readonly retain: boolean;
  /** DynamoDB refuses to delete a table, whoever asks. */
  readonly deletionProtection: boolean;
  /** Tables that are there, by name or ARN. @default all are made */
  readonly existing?: ExistingState;
}

/** A table of the stage's data, whether the stage makes it or finds it in the account. */
export type StateTable = Pick<ITableV2, 'tableArn' | 'tableName'> & {
  /** Absent for a table without a stream, and for one that is found in the account. */
  readonly tableStreamArn?: string | undefined;
};

/** Names of the tables in the code. */
export type TableName = 'ledger' | 'threads' | 'control' | 'consent';

/** Four tables, one per concern, so that each function is granted only those it needs. */
export class ControlTables extends Construct implements Readonly<Record<TableName, StateTable>> {
  /** Mails, events, deliveries, parked conversations. */
  readonly ledger: StateTable;
  /** Message-ID to conversation. */
  readonly threads: StateTable;
  /** Integrations and connections. */
  readonly control: StateTable;
  /** Who must not be mailed, and why. */
  readonly consent: StateTable;

  constructor(scope: Construct, id: string, { key, retain, deletionProtection, existing = {} }: ControlTablesProps) {
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
    const table = (name: TableName, id: string, props: TablePropsV2): StateTable =>
      existing[name] === undefined
        ? new TableV2(this, id, props)
        : TableV2.fromTableName(this, id, nameOf(existing[name]));

    // The audit trail follows these; a stream costs only what is read from it, and reads by Lambda are free.
    const followed = { dynamoStream: StreamViewType.NEW_AND_OLD_IMAGES };
    this.ledger = table('ledger', 'Ledger', {
      ...common,
      ...followed,
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
    this.threads = table('threads', 'Threads', { ...common, timeToLiveAttribute: 'ttl' });
    this.control = table('control', 'Control', { ...common, ...followed, sortKey });
    this.consent = table('consent', 'Consent', {
      ...common,
      ...followed,
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
