import { parseStages } from '../../lib/stage-config.ts';

const stageWith = (setting: string) =>
  parseStages(`dev:\n  region: eu-west-1\n  inboundDomain: in.example.com\n${setting}`)[0];

describe('the setting console', () => {
  it('is absent unless somebody asks for it', () => {
    expect(stageWith('')?.console).toBeUndefined();
  });

  it.each([true, false])('takes enabled: %s', (enabled) => {
    expect(stageWith(`  console: { enabled: ${enabled} }\n`)?.console).toEqual({ enabled });
  });

  it.each([
    ['true', 'wants an object with the keys'],
    ['{}', 'wants true or false'],
    ['{ enabled: yes please }', 'wants true or false'],
    ['{ enabled: true, colour: red }', 'no such key'],
  ])('refuses %s', (setting, message) => {
    expect(() => stageWith(`  console: ${setting}\n`)).toThrow(message);
  });
});

/** The lines that report mistakes in a stage with a console. */
function mistakesOf(console: string, more = ''): string[] {
  try {
    stageWith(`  console: ${console}\n${more}`);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n').slice(1);
  }
}

const pool = 'signIn: { cognito: { domainPrefix: acme-mail } }';
const issuer = "issuer: 'https://id.example.com/', clientId: postern";

describe('the sign-in', () => {
  it('at a user pool of the stage wants an authenticator app', () => {
    expect(stageWith(`  console: { enabled: true, ${pool} }\n`)?.console?.signIn).toEqual({
      cognito: { domainPrefix: 'acme-mail', mfa: 'required' },
    });
  });

  it('at an issuer of yours reads roles of the claim groups', () => {
    expect(
      stageWith(`  console: { enabled: true, signIn: { oidc: { ${issuer}, tenantClaim: org } } }\n`)?.console?.signIn,
    ).toEqual({
      oidc: {
        issuer: 'https://id.example.com/',
        clientId: 'postern',
        scopes: ['openid'],
        roleClaim: 'groups',
        tenantClaim: 'org',
      },
    });
  });

  it.each([
    ['{ }', 'signIn: found {}; wants { cognito:'],
    [`{ cognito: { domainPrefix: a }, oidc: { ${issuer}, tenant: acme } }`, 'wants { cognito:'],
    ['{ cognito: { domainPrefix: my-aws-mail } }', 'signIn.cognito.domainPrefix: found "my-aws-mail"; wants 1 to 63'],
    ['{ cognito: { domainPrefix: Mail } }', 'signIn.cognito.domainPrefix'],
    ['{ cognito: { domainPrefix: mail, mfa: off } }', 'wants required or optional'],
    [`{ oidc: { ${issuer} } }`, 'signIn.oidc.tenantClaim: found nothing; wants either tenantClaim or tenant'],
    [`{ oidc: { ${issuer}, tenant: acme, tenantClaim: org } }`, 'wants either tenantClaim or tenant'],
    ["{ oidc: { issuer: 'http://id.example.com', clientId: a, tenant: acme } }", 'wants the https address'],
    [`{ oidc: { ${issuer}, tenant: acme, origins: ['https://a.example.com/path'] } }`, 'wants an origin'],
  ])('is refused as %s', (signIn, message) => {
    expect(mistakesOf(`{ enabled: true, signIn: ${signIn} }`).join()).toContain(message);
  });
});

describe('a console that could not work', () => {
  const certificate = (region: string) => `certificateArn: 'arn:aws:acm:${region}:111122223333:certificate/abc'`;
  it.each([
    ['off with a sign-in', `{ enabled: false, ${pool} }`, '', 'console.signIn', 'wants enabled: true'],
    [
      'without a page, with addresses for one',
      '{ enabled: true, allow: [203.0.113.0/24] }',
      '',
      'console.allow',
      'wants signIn beside it',
    ],
    [
      'without a page, with a price class',
      '{ enabled: true, priceClass: 100 }',
      '',
      'console.priceClass',
      'wants signIn beside it',
    ],
    [
      'with a certificate of its own region',
      `{ enabled: true, ${pool}, domain: { name: console.example.com, ${certificate('eu-west-1')} } }`,
      '',
      'console.domain.certificateArn',
      'wants a certificate of us-east-1',
    ],
    [
      'at the domain of the API',
      `{ enabled: true, ${pool}, domain: { name: api.example.com, ${certificate('us-east-1')} } }`,
      `  apiDomain: { name: api.example.com, ${certificate('eu-west-1')} }\n`,
      'console.domain.name',
      'wants another domain than apiDomain',
    ],
    [
      'with a web ACL of a region',
      `{ enabled: true, ${pool}, webAclArn: 'arn:aws:wafv2:eu-west-1:111122223333:regional/webacl/a/b' }`,
      '',
      'console.webAclArn',
      'of us-east-1',
    ],
    [
      'beside a private API',
      `{ enabled: true, ${pool} }`,
      '  apiAccess: { private: { vpcEndpointIds: [vpce-0123456789abcdef0] } }\n',
      'apiAccess.private',
      'CloudFront does not reach a private API',
    ],
    [
      'beside signatures of AWS',
      `{ enabled: true, ${pool} }`,
      '  apiAccess: { authorization: iam }\n',
      'apiAccess.authorization',
      'wants keys beside console.signIn',
    ],
    [
      'beside certificates of clients',
      `{ enabled: true, ${pool} }`,
      `  apiAccess: { mutualTls: { name: tls.example.com, ${certificate('eu-west-1')}, truststore: { bucket: trust, key: ca.pem } } }\n`,
      'apiAccess.mutualTls',
      'no certificate of a client',
    ],
    [
      'beside addresses of the API',
      `{ enabled: true, ${pool} }`,
      '  apiAccess: { allow: [203.0.113.0/24] }\n',
      'apiAccess.allow',
      'console.allow',
    ],
  ])('%s is one mistake, at its key', (_, settings, more, key, message) => {
    expect(mistakesOf(settings, more)).toEqual([
      expect.stringMatching(`^  dev\\.${RegExp.escape(key)}: found .*${RegExp.escape(message)}`),
    ]);
  });

  it.each([
    '  apiAccess: { private: { vpcEndpointIds: [vpce-0123456789abcdef0] } }\n',
    '  apiAccess: { authorization: iam }\n',
    '  apiAccess: { allow: [203.0.113.0/24] }\n',
  ])('is none where the stage has the routes alone, beside %s', (more) => {
    expect(mistakesOf('{ enabled: true }', more)).toEqual([]);
  });

  it('is none with everything that a page may have', () => {
    expect(
      mistakesOf(
        `{ enabled: true, ${pool}, allow: [203.0.113.0/24], priceClass: all, domain: { name: console.example.com, ${certificate('us-east-1')}, hostedZoneId: Z0123456789ABC }, webAclArn: 'arn:aws:wafv2:us-east-1:111122223333:global/webacl/a/b' }`,
        '  apiAccess: { quota: { perMinute: 60 } }\n',
      ),
    ).toEqual([]);
  });
});
