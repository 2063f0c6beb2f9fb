import { CfnResource, Validations } from 'aws-cdk-lib';
import { AccessLogFormat } from 'aws-cdk-lib/aws-apigateway';
import {
  ApiMapping,
  HttpApi,
  HttpRoute,
  HttpRouteKey,
  HttpStage,
  type IHttpApi,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import type { Construct } from 'constructs';
import { compact } from '../../lambdas/compact.ts';
import { functionMemoryMb } from '../../lambdas/env.ts';
import { isAtPublicAddress } from '../../lambdas/scopes.ts';
import type { StageConfig } from '../stage-config.ts';
import { stageNames } from '../stage-names.ts';
import { listsMails } from '../stage-search.ts';
import type { StateStack } from '../state-stack.ts';
import { timeouts } from '../timeouts.ts';
import { allowScanTags, scannerEnvironment } from './antivirus-grants.ts';
import { type ApiRoute, apiRoutes, manageRoutes, throttle } from './api-routes.ts';
import { accessEnvironment, FlowFunction, type FlowProps } from './flow-function.ts';
import { allowObjects, allowSending, allowTable } from './grants.ts';
import { MutualTlsDomain } from './mutual-tls-domain.ts';
import { PrivateApiRoutes } from './private-api-routes.ts';
import { allowConnectionSecrets, allowIntakeSecrets, allowSecret, allowTenantKeys } from './secret-grants.ts';

interface ApiStageProps extends FlowProps {
  /** Answers the routes behind the console. @default none: the stage has no console */
  readonly manage?: FlowFunction | undefined;
}

/** One-click unsubscribe, mails behind links in a CRM, eligibility, holds, events and signed webhooks, behind one HTTP API. */
export class ApiStage extends FlowFunction {
  constructor(scope: Construct, id: string, { manage, ...flow }: ApiStageProps) {
    const { config, state } = flow;
    const { buckets, tables, suppressions, secrets } = state;
    const { apiConcurrency: reservedConcurrency } = config;
    super(scope, id, flow, {
      stage: 'api',
      timeout: timeouts.api,
      memorySize: functionMemoryMb.api,
      ...compact({ reservedConcurrency }),
      environment: {
        mailBucket: buckets.mail.bucketName,
        attachmentsBucket: buckets.attachments.bucketName,
        ledgerTable: tables.ledger.tableName,
        controlTable: tables.control.tableName,
        consentTable: tables.consent.tableName,
        suppressionsQueueUrl: suppressions.queue.queueUrl,
        addressKey: secrets.reference('addressKey'),
        tokenKeys: secrets.reference('tokenKeys'),
        apiKeys: secrets.reference('apiKeys'),
        secretPrefix: stageNames(config).secretPrefix,
        ...scannerEnvironment(config),
        ...accessEnvironment(flow),
        ...(listsMails(config) ? { mailIndex: 'on', inboxQueueUrl: state.inbox.queue.queueUrl } : {}),
      },
    });
    allowTable(this, state.key, tables.consent, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem');
    // It writes down who opens a mail, and what consumers confirm.
    allowTable(this, state.key, tables.ledger, 'GetItem', 'BatchGetItem', 'Query', 'PutItem', 'UpdateItem');
    allowTable(this, state.key, tables.control, 'GetItem', 'Query');
    allowTenantKeys(this, state);
    allowObjects(this, state.key, buckets.mail, { read: ['events/', 'inbound/'] });
    allowObjects(this, state.key, buckets.attachments, { read: ['attachments/'] });
    allowScanTags(this, config, buckets.attachments);
    allowSending(this, suppressions.queue);
    // How much mail waits to be read.
    if (listsMails(config)) this.allow(['sqs:GetQueueAttributes'], [state.inbox.queue.queueArn]);
    allowSecret(this, state, secrets.addressKey.secretArn, secrets.tokenKeys.secretArn, secrets.apiKeys.secretArn);
    allowIntakeSecrets(this, state, config);
    // The rest that it needs at a CRM are rows of the ledger: access tokens that workers share, the rate of a connection, answers.
    if (config.crmEligibility) allowConnectionSecrets(this, state, config);
    this.answer(state, config, manage?.live as IFunction | undefined);
  }

  /** Adds the routes, and the stage with their limits; the API itself lives with its address. */
  private answer(
    { api: { api: address, accessLogs, domainName, privateApi } }: StateStack,
    { apiAccess }: Pick<StageConfig, 'apiAccess'>,
    manage: IFunction | undefined,
  ): void {
    const { apiId: httpApiId } = address;
    const api = HttpApi.fromHttpApiAttributes(this, 'Http', { httpApiId });
    const stage = new HttpStage(this, 'Stage', {
      httpApi: api,
      stageName: '$default',
      autoDeploy: true,
      throttle,
      accessLogSettings: {
        destination: new LogGroupLogDestination(accessLogs),
        // The route, never the path or the query: those hold tokens and addresses.
        format: AccessLogFormat.custom(
          JSON.stringify({
            time: '$context.requestTime',
            id: '$context.requestId',
            route: '$context.routeKey',
            status: '$context.status',
            latencyMs: '$context.responseLatency',
          }),
        ),
      },
    });
    const byIam = apiAccess?.authorization === 'iam';
    const isPublic = ({ key }: ApiRoute): boolean => isAtPublicAddress(key, apiAccess?.private);
    const own = apiRoutes.filter(isPublic);
    const managed = manage === undefined ? [] : manageRoutes.filter(isPublic);
    const routes = [...own, ...managed];
    const added = this.addRoutes(api, own, 'Function', this.live as IFunction, byIam);
    if (manage !== undefined) added.push(...this.addRoutes(api, managed, 'Manage', manage, byIam));
    const settings = routes.map(({ key, rateLimit, burstLimit }) => [
      key,
      { ThrottlingRateLimit: rateLimit, ThrottlingBurstLimit: burstLimit },
    ]);
    const resource = stage.node.defaultChild;
    if (CfnResource.isCfnResource(resource))
      resource.addPropertyOverride('RouteSettings', Object.fromEntries(settings));
    // Route settings name routes that must be there.
    stage.node.addDependency(...added);
    if (domainName !== undefined) new ApiMapping(this, 'Mapping', { api, domainName, stage });
    if (apiAccess?.mutualTls !== undefined)
      new MutualTlsDomain(this, 'MutualTls', { api, stage, settings: apiAccess.mutualTls });
    if (privateApi !== undefined)
      new PrivateApiRoutes(this, 'Private', { address: privateApi, handler: this.live as IFunction, manage, byIam });
  }

  /**
   * @param id of the integration
   * @param byIam whether routes with a scope take requests that are signed with AWS credentials
   */
  private addRoutes(
    api: IHttpApi,
    routes: readonly ApiRoute[],
    id: string,
    handler: IFunction,
    byIam: boolean,
  ): HttpRoute[] {
    // One permission for all routes of a function.
    const integration = new HttpLambdaIntegration(id, handler, {
      scopePermissionToRoute: false,
    });
    return routes.map(({ path, method, key, isScoped }) => {
      const route = new HttpRoute(this, key, {
        httpApi: api,
        routeKey: HttpRouteKey.with(path, method),
        integration,
        ...compact({ authorizer: byIam && isScoped ? new HttpIamAuthorizer() : undefined }),
      });
      Validations.of(route).acknowledge({
        id: 'AwsSolutions-APIG4',
        reason:
          'Mailbox providers and senders of webhooks cannot log in: the function checks the token, the signature or the API key itself.',
      });
      return route;
    });
  }
}
