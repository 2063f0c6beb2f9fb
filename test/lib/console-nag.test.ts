import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const stages = `pool:
  region: eu-west-1
  inboundDomain: in.example.com
  retain: true
  objectLock: true
  console: { enabled: true, signIn: { cognito: { domainPrefix: acme-mail } } }
optional:
  region: eu-west-2
  inboundDomain: in.example.net
  console: { enabled: true, signIn: { cognito: { domainPrefix: acme-mail, mfa: optional } } }
issuer:
  region: eu-central-1
  inboundDomain: in.example.org
  console:
    enabled: true
    signIn: { oidc: { issuer: 'https://id.example.com/', clientId: postern, tenant: acme } }
    allow: [203.0.113.0/24, '2001:db8::/32']
    domain: { name: console.example.com, certificateArn: 'arn:aws:acm:us-east-1:111122223333:certificate/1', hostedZoneId: Z0123456789ABC }
    webAclArn: arn:aws:wafv2:us-east-1:111122223333:global/webacl/acme/1
`;

/** Synthesizes the CDK app as its command line does, without bundles. */
function synthesizeApp(file: string): { readonly status: number | null; readonly output: string } {
  const folder = mkdtempSync(join(tmpdir(), 'postern-nag-'));
  try {
    const path = join(folder, 'stages.yaml');
    writeFileSync(path, file);
    const { context } = JSON.parse(readFileSync('cdk.json', 'utf8')) as { context: object };
    const { status, stdout, stderr } = spawnSync(process.execPath, ['bin/app.ts'], {
      encoding: 'utf8',
      env: {
        ...process.env,
        POSTERN_STAGES: path,
        CDK_OUTDIR: join(folder, 'cdk.out'),
        CDK_CONTEXT_JSON: JSON.stringify({ ...context, 'aws:cdk:bundling-stacks': [] }),
      },
    });
    return { status, output: `${stdout}${stderr}` };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('stages with a console', () => {
  it('pass cdk-nag, each choice with its reason', () => {
    const { status, output } = synthesizeApp(stages);

    expect(output).not.toMatch(/AwsSolutions-|WARNING|ERROR/);
    expect(status).toBe(0);
  }, 120_000);
});
