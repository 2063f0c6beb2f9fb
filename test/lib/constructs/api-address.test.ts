import { localStage } from '../../../local/local-stage.ts';
import { synthesize } from '../../../local/template.ts';
import { readResources } from '../../../local/wiring.ts';
import { localTemplates } from '../../helpers/local-templates.ts';

type Properties = Readonly<Record<string, unknown>>;

const certificateArn = 'arn:aws:acm:us-east-1:111122223333:certificate/abc';
const resources = readResources('http://127.0.0.1:1', await localTemplates());
const of = (type: string, all = resources): Properties[] =>
  [...all.values()].filter(({ Type }) => Type === type).map(({ Properties: properties }) => properties);

describe('the API', () => {
  const withDomain = (hostedZoneId?: string) =>
    synthesize({
      ...localStage,
      apiDomain: { name: 'mail-api.example.com', certificateArn, ...(hostedZoneId !== undefined && { hostedZoneId }) },
    });
  const urlsOf = (all: ReturnType<typeof withDomain>): unknown[] => [
    ...new Set(
      of('AWS::Lambda::Function', readResources('http://127.0.0.1:1', all)).flatMap(
        ({ Environment }) => (Environment as { Variables: { API_URL?: string } } | undefined)?.Variables.API_URL ?? [],
      ),
    ),
  ];

  it('answers under the domain of the stage, and every link leads there', () => {
    const all = withDomain();
    const withRecord = readResources('http://127.0.0.1:1', all);

    expect(of('AWS::ApiGatewayV2::DomainName', withRecord)).toMatchObject([{ DomainName: 'mail-api.example.com' }]);
    expect(of('AWS::ApiGatewayV2::ApiMapping', withRecord)).toHaveLength(1);
    expect(urlsOf(all)).toEqual(['https://mail-api.example.com']);
    expect(JSON.stringify(all[0]!.Outputs)).toContain('mail-api.example.com CNAME ');
    expect(of('AWS::Route53::RecordSet', withRecord)).toEqual([]);
  });

  it('makes its record where the stage names a hosted zone', () => {
    const [record] = of('AWS::Route53::RecordSet', readResources('http://127.0.0.1:1', withDomain('Z0123456789ABC')));

    expect(record).toMatchObject({ Name: 'mail-api.example.com', Type: 'A', HostedZoneId: 'Z0123456789ABC' });
  });

  it('has an address of its own without one', () => {
    expect(urlsOf(synthesize())).toEqual([expect.stringContaining('ApiEndpoint')]);
    expect(of('AWS::ApiGatewayV2::DomainName')).toEqual([]);
  });
});
