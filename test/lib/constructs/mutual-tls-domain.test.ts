import { ApiStage } from '../../../lib/constructs/api-stage.ts';
import { aFlow, propertiesOf } from '../flow-stack.ts';

const mutualTls = {
  name: 'partners.example.com',
  certificateArn: 'arn:aws:acm:eu-west-1:111122223333:certificate/1',
  truststore: { bucket: 'trust-1', key: 'ca.pem', version: 'v7' },
};

describe('MutualTlsDomain', () => {
  const { stack, flow } = aFlow({ apiAccess: { authorization: 'keys', mutualTls } });
  new ApiStage(stack, 'Api', flow);

  it('wants a certificate of the authorities in the trust store', () => {
    expect(propertiesOf(stack, 'AWS::ApiGatewayV2::DomainName')).toMatchObject([
      {
        DomainName: 'partners.example.com',
        MutualTlsAuthentication: { TruststoreUri: 's3://trust-1/ca.pem', TruststoreVersion: 'v7' },
        DomainNameConfigurations: [{ SecurityPolicy: 'TLS_1_2' }],
      },
    ]);
  });

  it('leads to the API, and tells the function the domain', () => {
    const [fn] = propertiesOf(stack, 'AWS::Lambda::Function');
    const { Variables } = fn!.Environment as { Variables: Record<string, string> };

    expect(propertiesOf(stack, 'AWS::ApiGatewayV2::ApiMapping')).toHaveLength(1);
    expect(JSON.parse(Variables.API_ACCESS!)).toMatchObject({ mutualTls: { name: 'partners.example.com' } });
  });

  it('is not there without the setting', () => {
    const plain = aFlow();
    new ApiStage(plain.stack, 'Api', plain.flow);

    expect(propertiesOf(plain.stack, 'AWS::ApiGatewayV2::DomainName')).toEqual([]);
  });
});
