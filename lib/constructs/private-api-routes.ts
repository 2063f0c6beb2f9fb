import { CfnOutput, Stack, Validations } from 'aws-cdk-lib';
import {
  AuthorizationType,
  Deployment,
  LambdaIntegration,
  type Method,
  RestApi,
  Stage,
} from 'aws-cdk-lib/aws-apigateway';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { Construct } from 'constructs';
import { isManaged } from '../../lambdas/scopes.ts';
import { manageRoutes, throttle } from './api-routes.ts';
import { type PrivateApiAddress, privateRoutes } from './private-api-address.ts';

interface PrivateApiRoutesProps {
  readonly address: PrivateApiAddress;
  /** Judges and answers each request. */
  readonly handler: IFunction;
  /** The same for the routes behind the console. @default none: there are none */
  readonly manage?: IFunction | undefined;
  /** Whether routes with a scope take requests that are signed with AWS credentials. */
  readonly byIam: boolean;
}

/** The routes of the private API, each to the function that answers the public ones. */
export class PrivateApiRoutes extends Construct {
  constructor(scope: Construct, id: string, { address, handler, manage, byIam }: PrivateApiRoutesProps) {
    super(scope, id);
    const { apiId: restApiId, rootResourceId, stageName } = address;
    const api = RestApi.fromRestApiAttributes(this, 'Rest', { restApiId, rootResourceId });
    // One permission for all methods: a policy of a function holds 20 KB.
    const integration = new LambdaIntegration(handler, { scopePermissionToMethod: false });
    const managed = manage && new LambdaIntegration(manage, { scopePermissionToMethod: false });
    const routes = managed === undefined ? privateRoutes : [...privateRoutes, ...manageRoutes];
    const methods = routes.map(({ path, method, isScoped, key }) => {
      const authorizationType = byIam && isScoped ? AuthorizationType.IAM : AuthorizationType.NONE;
      const to = managed !== undefined && isManaged(key) ? managed : integration;
      const added = api.root.resourceForPath(path).addMethod(method, to, { authorizationType });
      acknowledgeMethod(added);
      return added;
    });
    const deployment = new Deployment(this, 'Deployment', { api });
    deployment.node.addDependency(...methods);
    // A deployment is a copy: each change of a route or of the policy wants a new one.
    deployment.addToLogicalId({ routes, byIam, version: address.version });
    const stage = new Stage(this, 'Stage', {
      deployment,
      stageName,
      throttlingRateLimit: throttle.rateLimit,
      throttlingBurstLimit: throttle.burstLimit,
      methodOptions: Object.fromEntries(
        routes.map(({ path, method, rateLimit, burstLimit }) => [
          `${path}/${method}`,
          { throttlingRateLimit: rateLimit, throttlingBurstLimit: burstLimit },
        ]),
      ),
    });
    acknowledgeStage(stage);
    new CfnOutput(Stack.of(this), 'PrivateApiUrl', {
      description: 'Where the API answers by each VPC endpoint',
      value: address.urls.join(' '),
    });
  }
}

function acknowledgeMethod(method: Method): void {
  const reason =
    'The policy of the API admits its VPC endpoints alone, and the function checks the token, the signature or the API key itself.';
  for (const id of ['AwsSolutions-APIG4', 'AwsSolutions-COG4']) Validations.of(method).acknowledge({ id, reason });
}

function acknowledgeStage(stage: Stage): void {
  const logs =
    'Logs of a REST API want a role of the whole account, which other applications may have set; the function logs each refusal and failure.';
  for (const id of ['AwsSolutions-APIG1', 'AwsSolutions-APIG6'])
    Validations.of(stage).acknowledge({ id, reason: logs });
  Validations.of(stage).acknowledge({
    id: 'AwsSolutions-APIG3',
    reason: 'Nobody outside the VPC reaches it; routes have throttles, and callers have quotas.',
  });
}
