import { Aws, Validations } from 'aws-cdk-lib';
import { CfnRestApi } from 'aws-cdk-lib/aws-apigateway';
import { AnyPrincipal, Effect, PolicyDocument, PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Construct } from 'constructs';
import { isOneClick } from '../../lambdas/scopes.ts';
import type { StageConfig } from '../stage-config.ts';
import { apiRoutes } from './api-routes.ts';

type ApiAccess = NonNullable<StageConfig['apiAccess']>;

/** The routes of the private API: those of recipients of mail are at the public address alone. */
export const privateRoutes = apiRoutes.filter(({ key }) => !isOneClick(key));

/** A REST API names its stage in each address. */
const stageName = 'live';

/**
 * The address of the private API: a REST API that VPC endpoints alone reach. Links in records of a CRM lead there, so it lives with
 * the data, as the public address does; its routes live with the functions.
 */
export class PrivateApiAddress extends Construct {
  readonly apiId: string;
  readonly rootResourceId: string;
  readonly stageName = stageName;
  /** By each endpoint, without a slash at its end. The first one is for links. */
  readonly urls: readonly string[];
  readonly url: string;
  /** A text that changes when the API must be deployed anew: its policy counts from the next deployment. */
  readonly version: string;

  constructor(
    scope: Construct,
    id: string,
    { vpcEndpointIds }: NonNullable<ApiAccess['private']>,
    authorization: ApiAccess['authorization'],
  ) {
    super(scope, id);
    const api = new CfnRestApi(this, 'Rest', {
      name: `${Aws.STACK_NAME}-private`,
      description: 'Postern, behind VPC endpoints',
      endpointConfiguration: { types: ['PRIVATE'], vpcEndpointIds },
      policy: policyOf(vpcEndpointIds, authorization === 'iam'),
      // The signature of a webhook is over its bytes.
      binaryMediaTypes: ['*/*'],
      disableExecuteApiEndpoint: false,
    });
    Validations.of(api).acknowledge({
      id: 'AwsSolutions-APIG2',
      reason: 'The function checks each request by its schemas, and says in a problem document what is wrong.',
    });
    this.apiId = api.ref;
    this.rootResourceId = api.attrRootResourceId;
    this.urls = vpcEndpointIds.map(
      (endpoint) => `https://${api.ref}-${endpoint}.execute-api.${Aws.REGION}.${Aws.URL_SUFFIX}/${stageName}`,
    );
    this.url = this.urls[0]!;
    this.version = JSON.stringify({ vpcEndpointIds, authorization });
  }
}

/**
 * Nobody but the endpoints, and through them everybody, whom the function judges.
 *
 * With signatures of AWS the policy allows only routes without a scope: within an account a request passes when this policy or
 * the caller's own allows it, so that a further word here would open each route to each identity of the account.
 *
 * @see https://docs.aws.amazon.com/apigateway/latest/developerguide/apigateway-authorization-flow.html
 */
function policyOf(vpcEndpointIds: readonly string[], byIam: boolean): PolicyDocument {
  const open = privateRoutes
    .filter(({ isScoped }) => !isScoped)
    .map(({ method, path }) => `execute-api:/${stageName}/${method}${path.replace(/\{\w+\}/g, '*')}`);
  const common = { principals: [new AnyPrincipal()], actions: ['execute-api:Invoke'] };
  const endpoints = { 'aws:SourceVpce': [...vpcEndpointIds] };
  return new PolicyDocument({
    statements: [
      new PolicyStatement({
        ...common,
        effect: Effect.DENY,
        resources: ['execute-api:/*'],
        conditions: { StringNotEquals: endpoints },
      }),
      new PolicyStatement({
        ...common,
        resources: byIam ? open : ['execute-api:/*'],
        conditions: { StringEquals: endpoints },
      }),
    ],
  });
}
