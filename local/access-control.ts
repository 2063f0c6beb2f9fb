import { startDynamoProxy } from './dynamo-proxy.ts';
import { type Access, createAccess } from './iam/access.ts';
import { type Deliveries, everyDelivery } from './iam/deliveries.ts';
import { createDeliveryQuestions, type DeliveryQuestions } from './iam/delivery-questions.ts';
import { rolePrincipal } from './iam/edge.ts';
import { type IamOptions, startIam } from './iam/start-iam.ts';
import type { FunctionWiring } from './wiring.ts';

export interface AccessControl {
  readonly access: Access;
  readonly questions: DeliveryQuestions;
  /** Makes the access key of a function. */
  keyOf(declared: FunctionWiring): string;
  /**
   * Checks every later call by IAM, when the evaluator is installed.
   *
   * @param dynamoEndpoint URL of the database
   * @returns URL of the database for functions and the command line
   */
  start(options: IamOptions, dynamoEndpoint: string): Promise<string>;
  stop(): Promise<void>;
}

/** Keys and policies of one run. Before `start`, and without it, every key may do everything. */
export function createAccessControl(): AccessControl {
  const access = createAccess();
  const state: { deliveries: Deliveries; stop?: () => Promise<void> } = { deliveries: everyDelivery };
  return {
    access,
    questions: createDeliveryQuestions(() => state.deliveries),
    keyOf: ({ name, entry, roleArn }) => access.issue(rolePrincipal(entry.split('/')[1] ?? name, roleArn, name)),
    async start(options, dynamoEndpoint) {
      const iam = await startIam(options);
      if (iam === undefined) return dynamoEndpoint;
      access.enforce(iam.gateway);
      state.deliveries = iam.deliveries;
      if (!dynamoEndpoint.startsWith('http://')) {
        options.report(`IAM: DynamoDB at ${dynamoEndpoint} is asked without it, because that is no plain HTTP`);
        return dynamoEndpoint;
      }
      const proxy = await startDynamoProxy(dynamoEndpoint, access);
      state.stop = proxy.stop;
      return proxy.endpoint;
    },
    stop: async () => state.stop?.(),
  };
}
