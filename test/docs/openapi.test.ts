import { readFileSync } from 'node:fs';
import { describedRoutes, openApiDocument } from '../../docs/schemas/openapi.ts';
import { ApiStage } from '../../lib/constructs/api-stage.ts';
import { ManageStage } from '../../lib/constructs/manage-stage.ts';
import { aFlow, propertiesOf } from '../lib/flow-stack.ts';

describe('the OpenAPI document', () => {
  const text = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

  it('is the one that the source generates', () => {
    expect(JSON.parse(text('lambdas/api/openapi.json'))).toEqual(JSON.parse(JSON.stringify(openApiDocument())));
  });

  it('describes every route under /v1/ that is deployed, and no other', () => {
    const { stack, flow } = aFlow();
    new ApiStage(stack, 'Api', {
      ...flow,
      manage: new ManageStage(stack, 'Manage', { ...flow, redrive: { functionArn: 'arn:redrive' } }),
    });
    const keys = propertiesOf(stack, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => String(RouteKey));

    expect(describedRoutes.toSorted()).toEqual(keys.filter((key) => key.includes(' /v1/')).toSorted());
  });

  it('names only schemas that it has', () => {
    const { components, ...rest } = openApiDocument() as { components: { schemas: Record<string, object> } };
    const named = [...JSON.stringify(rest).matchAll(/#\/components\/schemas\/(\w+)/g)].map(([, name]) => name);

    expect([...new Set(named)].toSorted()).toEqual(Object.keys(components.schemas).toSorted());
  });

  it('has an example of each of its routes in the documentation', () => {
    const page = `${text('docs/api.md')}${text('docs/consent.md')}${text('docs/configuration.md')}`;
    const paths = [...new Set(describedRoutes.map((route) => route.split(' ')[1]!))];
    // An example has an id, a number or a source in the place of a parameter.
    const isShown = (path: string): boolean =>
      new RegExp(`${path.replaceAll('.', '\\.').replaceAll(/\{\w+\}/g, '[$\\w<>{}-]+')}`).test(page);

    expect(paths.filter((path) => !isShown(path))).toEqual([]);
  });
});
